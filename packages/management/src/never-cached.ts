let cache: RequestInit | undefined

export function neverCached() {
  if (!cache)
    try {
      cache = { cache: 'no-store' }
      new Request('https://a.test', cache)
    } catch {
      cache = {}
    }
  return { ...cache, next: { revalidate: 0 } }
}

/**
 * Options that no cache under `fetch` answers to. `next` is for Next.js; Workers before November 2024 have no `cache` and
 * throw if it is given.
 */
export const neverCached = () => ({
  ...('cache' in Request.prototype && { cache: 'no-store' as const }),
  next: { revalidate: 0 },
})

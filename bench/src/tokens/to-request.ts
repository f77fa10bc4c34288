import type { Sample } from './token-set.ts'

/** A request as a server makes it: with a header text of its own, that no other request shares. */
export function toRequest({ token }: Pick<Sample, 'token'>): Request {
  const fresh = new TextDecoder().decode(new TextEncoder().encode(`Bearer ${token}`))
  return new Request('https://api.example.com/', { headers: { authorization: fresh } })
}

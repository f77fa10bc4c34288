import type { RequestLike } from '../src/request/bearer-token.js'

/** A request as a server sees it. `Request` itself does not take the headers that only browsers set. */
export function requestOf(
  method: string | undefined,
  headers: Record<string, string>,
  url: string | undefined = 'https://app.example.com/api',
): RequestLike {
  return { headers: { get: (name) => headers[name] ?? null }, ...(method && { method }), url }
}

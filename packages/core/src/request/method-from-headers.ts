import type { RequestLike } from './bearer-token.js'

/** Present on requests with a body, on those of other origins, and on server actions of Next.js. */
const marks = ['origin', 'content-type', 'next-action']

/**
 * The method to assume of a request whose framework shows only its headers, as `next/headers` does: `POST` if it may
 * change something, else `GET`. Browsers send `Origin` with every unsafe method.
 */
export const methodFromHeaders = ({ headers }: RequestLike): 'GET' | 'POST' =>
  marks.some((name) => headers.get(name) !== null) ? 'POST' : 'GET'

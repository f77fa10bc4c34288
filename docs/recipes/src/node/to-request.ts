import type { IncomingMessage } from 'node:http'
import type { RequestLike } from '@propelauth-edge/core'

/**
 * A request of Node as core reads it. Node's own `headers` keep one of two `Authorization` headers and drop the other
 * without a word; here both arrive and are refused, as behind every Fetch server.
 */
export const toRequest = ({ method = 'GET', headersDistinct }: IncomingMessage, url: string): RequestLike => ({
  method,
  url,
  headers: { get: (name) => headersDistinct[name]?.join(name === 'cookie' ? '; ' : ', ') ?? null },
})

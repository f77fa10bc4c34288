/** No cookie counts here, so a page of any origin may read what its own token is answered with. */
const readable = {
  'access-control-allow-origin': '*',
  // The challenge says where to get a token. Sessions are of older versions of the protocol.
  'access-control-expose-headers': 'WWW-Authenticate, Retry-After, Mcp-Session-Id',
}

/** The response, readable by clients in browsers. What says by itself who may read it stays as it is. */
export function withCors(response: Response): Response {
  if (response.headers.has('access-control-allow-origin')) return response
  try {
    for (const [name, value] of Object.entries(readable)) response.headers.set(name, value)
    return response
  } catch {
    // The headers of answers of `fetch` cannot be changed.
    return withCors(new Response(response.body, response))
  }
}

/** Whether a browser asks before a request from another origin. */
export const isPreflight = ({ method, headers }: Request): boolean =>
  method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method')

/** The answer to a preflight. The protocol has headers whose names a server chooses, so all are allowed. */
export const toPreflightResponse = (): Response =>
  new Response(null, {
    status: 204,
    headers: {
      ...readable,
      'access-control-allow-methods': 'GET, POST, DELETE, OPTIONS',
      // The asterisk alone leaves out `Authorization`.
      'access-control-allow-headers': '*, Authorization',
      'access-control-max-age': '7200',
    },
  })

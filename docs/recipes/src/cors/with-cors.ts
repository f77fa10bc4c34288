interface CorsOptions<Platform extends unknown[]> {
  /** The origins whose pages may read answers, such as `https://app.example.com`. Gets what the platform passes. */
  readonly origins: (...platform: Platform) => readonly string[]
  /** Methods that pages may send besides GET, HEAD and POST. Those need no permission. */
  readonly methods?: readonly string[]
  /** Headers that pages may send. */
  readonly headers?: readonly string[]
}

type Handler<Req, Platform extends unknown[]> = (request: Req, ...platform: Platform) => Response | Promise<Response>

const isPreflight = ({ method, headers }: Request) =>
  method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method')

/**
 * Wraps a Fetch handler for pages of other origins: answers preflights, and puts CORS headers on every other answer. Mount it
 * outside of the guards, so that pages can read refusals.
 */
export function withCors<Platform extends unknown[], Req extends Request = Request>(
  handler: Handler<Req, Platform>,
  { origins, methods = ['PUT', 'PATCH', 'DELETE'], headers = ['authorization', 'content-type'] }: CorsOptions<Platform>,
): Handler<Req, Platform> {
  const preflightHeaders = {
    'access-control-allow-methods': methods.join(', '),
    'access-control-allow-headers': headers.join(', '),
    'access-control-max-age': '600',
  }

  function addCors(response: Response, origin: string | null, allowed: readonly string[]): Response {
    // A WebSocket upgrade needs no CORS headers and, outside of Workers, cannot be copied.
    if (response.status === 101) return response
    // A copy, since the headers of some responses cannot be changed.
    const answer = new Response(response.body, response)
    answer.headers.append('vary', 'Origin')
    if (!origin || !allowed.includes(origin)) return answer
    answer.headers.set('access-control-allow-origin', origin)
    answer.headers.append('access-control-expose-headers', 'WWW-Authenticate, Retry-After')
    return answer
  }

  return async (request, ...platform) => {
    const response = isPreflight(request)
      ? new Response(null, { status: 204, headers: preflightHeaders })
      : await handler(request, ...platform)
    return addCors(response, request.headers.get('origin'), origins(...platform))
  }
}

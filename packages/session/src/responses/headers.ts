import { nameOf } from '../cookies/cookie-header.js'

/**
 * The response with cookies, for this browser alone. The same object where its headers can be changed, else a copy.
 *
 * A cookie that it sets already stays as it is: an answer that is passed on by several layers, each with its session, has
 * every cookie once, and a login is not undone by a session that ended before it.
 */
export function withCookies(response: Response, cookies: readonly string[] = []): Response {
  const headers = response.headers
  try {
    headers.set('cache-control', 'private, no-store')
  } catch {
    // The headers of `Response.redirect` and of answers of `fetch` cannot be changed.
    return withCookies(new Response(response.body, response), cookies)
  }
  if (!/(^|[\s,])(cookie|\*)([\s,]|$)/i.test(headers.get('vary') ?? '')) headers.append('vary', 'Cookie')
  const taken = headers.getSetCookie().map(nameOf)
  for (const cookie of cookies) if (!taken.includes(nameOf(cookie))) headers.append('set-cookie', cookie)
  return response
}

/** What depends on a cookie, or sets one, is of this browser alone. */
function markPrivate(headers: Headers): void {
  headers.set('cache-control', 'private, no-store')
  const vary = headers.get('vary') ?? ''
  if (!/(^|,)\s*(cookie|\*)\s*(,|$)/i.test(vary)) headers.append('vary', 'Cookie')
}

const nameOf = (cookie: string) => cookie.slice(0, cookie.indexOf('='))

/**
 * A cookie that the answer sets already stays as it is: an answer that is passed on by several layers, each with its
 * session, has every cookie once, and a login is not undone by a session that ended before it.
 */
function addTo(headers: Headers, cookies: readonly string[]): void {
  const taken = new Set(headers.getSetCookie().map(nameOf))
  markPrivate(headers)
  for (const cookie of cookies) if (!taken.has(nameOf(cookie))) headers.append('set-cookie', cookie)
}

/** The response with cookies, and never cached. The same object where its headers can be changed, else a copy. */
export function withCookies(response: Response, cookies: readonly string[]): Response {
  try {
    addTo(response.headers, cookies)
    return response
  } catch {
    // The headers of `Response.redirect` and of answers of `fetch` cannot be changed.
    const copy = new Response(response.body, response)
    addTo(copy.headers, cookies)
    return copy
  }
}

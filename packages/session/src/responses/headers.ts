/** What depends on a cookie, or sets one, is of this browser alone. */
function markPrivate(headers: Headers): void {
  headers.set('cache-control', 'private, no-store')
  const vary = headers.get('vary') ?? ''
  if (!/(^|,)\s*(cookie|\*)\s*(,|$)/i.test(vary)) headers.append('vary', 'Cookie')
}

function addTo(headers: Headers, cookies: readonly string[]): void {
  markPrivate(headers)
  for (const cookie of cookies) headers.append('set-cookie', cookie)
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

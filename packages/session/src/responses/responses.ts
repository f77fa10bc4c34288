/** Browsers must not take a body for anything but what its type says. */
const safe = { 'x-content-type-options': 'nosniff' }

export const toJsonResponse = (body: object, status = 200): Response => Response.json(body, { status, headers: safe })

/** 302 repeats a GET; 303 turns a POST into a GET. */
export const toRedirect = (location: string, status: 302 | 303 = 302): Response =>
  new Response(null, { status, headers: { location } })

const pageHeaders = {
  ...safe,
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
}

/** A page without script and style. Text and label are HTML; the URL is one that `URL` has serialised. */
export function toPage(text: string, label: string, url: string, status: number, headers: object | false): Response {
  // In a serialised URL, "&" is the only character that has a meaning in an attribute.
  const body = `<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width">
<title>Log in</title>
<p>${text}</p>
<p><a href="${url.replaceAll('&', '&amp;')}">${label}</a></p>
`
  return new Response(body, { status, headers: { ...pageHeaders, ...headers } })
}

/** Whether a browser is going to show the answer as a page, instead of handing it to a script. */
export function isNavigation({ headers }: { readonly headers: { get(name: string): string | null } }): boolean {
  // Older browsers send no mode.
  return /^navigate$|text\/html/.test(headers.get('sec-fetch-mode') ?? headers.get('accept') ?? '')
}

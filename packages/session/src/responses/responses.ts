/** `nosniff`: browsers must not take a body for anything but what its type says. */
const safe = { 'x-content-type-options': 'nosniff' }

export const toJsonResponse = (body: object, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { ...safe, 'content-type': 'application/json' } })

/** 302 repeats a GET; 303 turns a POST into a GET. */
export const toRedirect = (location: string, status: 302 | 303 = 302): Response =>
  new Response(null, { status, headers: { location } })

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (character) => escapes[character] ?? '')

const pageHeaders = {
  ...safe,
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
}

interface Page {
  readonly title: string
  readonly text: string
  readonly link: readonly [text: string, url: string]
  /** Whether the browser follows the link by itself. */
  readonly follow?: boolean
}

/** A page without script and style. */
export function toPage({ title, text, link: [label, url], follow }: Page, status: number): Response {
  const href = escapeHtml(url)
  const body = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
${follow ? `<meta http-equiv="refresh" content="0;url=${href}">\n` : ''}<title>${escapeHtml(title)}</title>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
<p><a href="${href}">${escapeHtml(label)}</a></p>
</html>
`
  return new Response(body, { status, headers: pageHeaders })
}

/** Whether a browser is going to show the answer as a page, instead of handing it to a script. */
export function isNavigation({ headers }: { readonly headers: { get(name: string): string | null } }): boolean {
  const mode = headers.get('sec-fetch-mode')
  return mode ? mode === 'navigate' : /\btext\/html\b/.test(headers.get('accept') ?? '')
}

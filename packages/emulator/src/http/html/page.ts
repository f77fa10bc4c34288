import type { Context } from 'hono'
import { html } from 'hono/html'

export type Html = ReturnType<typeof html>

export interface PageOptions {
  readonly title: string
  /** A page of the emulator's own, as wide as the window, with links to the others. */
  readonly tool?: boolean
  readonly status?: 200 | 400 | 401 | 403 | 501
  /** The origin where this page's forms may end up by a redirect; browsers apply the policy to that, too. */
  readonly formTarget?: string | undefined
}

const NAVIGATION = html`<nav aria-label="Emulator">
<strong>PropelAuth emulator</strong>
<a href="/_emulator">Dashboard</a>
<a href="/_emulator/mail">Mail</a>
<a href="/_emulator/requests">Requests</a>
</nav>`

const FOOTER_LINKS = html` <a href="/_emulator">Dashboard</a> · <a href="/_emulator/mail">Mail</a>`

/** One HTML page. Whatever is put into the template is escaped; nothing on it runs. */
export function page(c: Context, options: PageOptions, content: Html): Response | Promise<Response> {
  c.header('Content-Security-Policy', policy(options.formTarget))
  return c.html(
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${options.title} · PropelAuth emulator</title>
<link rel="stylesheet" href="/_emulator/style.css">
</head>
<body>
${options.tool ? NAVIGATION : ''}
<main${options.tool ? html` class="wide"` : ''}>
${content}
</main>
<footer>PropelAuth emulator: unofficial, for local development and tests only.${options.tool ? '' : FOOTER_LINKS}</footer>
</body>
</html>
`,
    options.status ?? 200,
  )
}

function policy(target = ''): string {
  // A CSP source cannot name an IPv6 address; there the directive is left out rather than break the form.
  const forms = target.includes('[') ? '' : `; form-action 'self' ${target}`.trimEnd()
  return `default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'${forms}`
}

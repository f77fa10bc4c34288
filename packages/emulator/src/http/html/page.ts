import type { Context } from 'hono'
import { html } from 'hono/html'

export type Html = ReturnType<typeof html>

export interface PageOptions {
  readonly title: string
  /** A tool of the emulator rather than a hosted page: wide, with navigation. */
  readonly tool?: boolean
  /** A hosted page with tables. */
  readonly wide?: boolean
  readonly status?: 200 | 400 | 401 | 403 | 404 | 501
  /**
   * An origin, or the scheme of an app, to which a form of this page may be redirected: browsers apply `form-action` to
   * redirects, too.
   */
  readonly formTarget?: string | undefined
}

const NAVIGATION = html`<nav aria-label="Emulator">
<strong>PropelAuth emulator</strong>
<a href="/_emulator">Dashboard</a>
<a href="/_emulator/mail">Mail</a>
<a href="/_emulator/mcp">MCP</a>
<a href="/_emulator/webhooks">Webhooks</a>
<a href="/_emulator/requests">Requests</a>
</nav>`

const FOOTER_LINKS = html` <a href="/_emulator">Dashboard</a> · <a href="/_emulator/mail">Mail</a>`

/** Renders an HTML page. Values in the template are escaped, and the content policy allows no script. */
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
<main${widthClass(options)}>
${content}
</main>
<footer>PropelAuth emulator: unofficial, for local development and tests only.${options.tool ? '' : FOOTER_LINKS}</footer>
</body>
</html>
`,
    options.status ?? 200,
  )
}

function widthClass({ tool, wide }: PageOptions): Html | string {
  if (tool) return html` class="wide"`
  return wide ? html` class="hosted"` : ''
}

function policy(target = ''): string {
  // A CSP source cannot contain an IPv6 address. The directive is left out then, as it would block the form.
  const forms = target.includes('[') ? '' : `; form-action 'self' ${target}`.trimEnd()
  return `default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'${forms}`
}

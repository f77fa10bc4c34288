import type { Context } from 'hono'
import { html } from 'hono/html'

export type Html = ReturnType<typeof html>

export interface PageOptions {
  readonly title: string
  readonly wide?: boolean
  readonly status?: 200 | 400 | 401 | 403 | 404
  /** The origin where this page's forms may end up by a redirect; browsers apply the policy to that, too. */
  readonly formTarget?: string | undefined
}

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
<main${options.wide ? html` class="wide"` : ''}>
${content}
</main>
<footer>PropelAuth emulator: unofficial, for local development and tests only. <a href="/_emulator">Dashboard</a></footer>
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

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

const TOOLS = {
  '/_emulator': 'Overview',
  '/_emulator/users': 'Users',
  '/_emulator/orgs': 'Organizations',
  '/_emulator/roles': 'Roles',
  '/_emulator/tokens': 'Tokens',
  '/_emulator/mail': 'Mail and SMS',
  '/_emulator/requests': 'Requests',
  '/_emulator/webhooks': 'Webhooks',
  '/_emulator/mcp': 'MCP',
  '/_emulator/faults': 'Faults and clock',
  '/_emulator/settings': 'Settings',
  '/_emulator/state': 'State',
  '/_emulator/environment': 'Environment',
} as const

/** The skip link is the first stop of the keyboard. */
const navigation = (path: string): Html => html`<a class="skip" href="#content">Skip to the content</a>
<nav class="menu" aria-label="Emulator">
<strong>PropelAuth emulator</strong>
${Object.entries(TOOLS).map(
  ([tool, label]) =>
    html`<a href="${tool}"${isWithin(tool, path) ? html` aria-current="page"` : ''}>${label}</a>
`,
)}</nav>`

/** Pages that are reached by the tabs of another. */
const TABS: Readonly<Record<string, string>> = { '/_emulator/sms': '/_emulator/mail' }

const isWithin = (tool: string, path: string): boolean =>
  path === tool || TABS[path] === tool || (tool !== '/_emulator' && path.startsWith(`${tool}/`))

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
<body${options.tool ? html` class="tool"` : ''}>
${options.tool ? navigation(c.req.path) : ''}
<main id="content"${widthClass(options)}>
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

import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { openLink, peekLink } from '../../domain/links.js'
import { getUser } from '../../domain/user-lookup.js'
import { confirmEmail } from '../../domain/users.js'
import type { Project } from '../../project.js'
import { page } from './page.js'
import { allowedReturnUrl, finalOrigin, readReturnTarget } from './return-target.js'
import { completeLogin, messagePage } from './sign-in.js'

/** The link of a magic-link mail. One that was made so asks for a click first, since mail scanners open links, too. */
export function magicLinkRoutes(project: Project): Hono {
  return new Hono()
    .get('/magic_link', (c) => {
      const token = c.req.query('t') ?? ''
      const link = peekLink(project, 'magic_link', token)
      if (!link) return expiredPage(c)
      return link.data.interstitial === true || c.req.method === 'HEAD'
        ? clickPage(project, c, token)
        : logIn(project, c, token)
    })
    .post('/magic_link', (c) => logIn(project, c, c.req.query('t') ?? ''))
}

const expiredPage = (c: Context) => messagePage(c, 'Log in', 'This link has been used or has expired.', 400)

function logIn(project: Project, c: Context, token: string) {
  const link = openLink(project, 'magic_link', token)
  if (!link) return expiredPage(c)
  // Whoever has the link has the mailbox.
  confirmEmail(project, link.userId)
  return completeLogin(
    project,
    c,
    getUser(project, link.userId),
    { login_method: 'magic_link' },
    targetOf(project, link.data),
  )
}

// Checked again: the allowed apps may have changed since the link was made.
function targetOf(project: Project, data: { readonly [name: string]: unknown }): string {
  const wished = typeof data.redirect_to_url === 'string' ? allowedReturnUrl(project, data.redirect_to_url) : undefined
  return wished ?? readReturnTarget(project, undefined).url
}

function clickPage(project: Project, c: Context, token: string) {
  const link = peekLink(project, 'magic_link', token)
  return page(
    c,
    { title: 'Log in', formTarget: finalOrigin(project, targetOf(project, link?.data ?? {})) },
    html`<div class="card">
<h1>Log in</h1>
<form method="post" action="/magic_link?t=${token}"><button type="submit">Continue</button></form>
</div>`,
  )
}

import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { signIn } from '../../domain/access/sign-in.js'
import type { Project } from '../../domain/project/project.js'
import { allowedReturnUrl, toLocation } from '../../domain/project/return-target.js'
import { type OneTimeToken, peekOneTimeToken, redeemOneTimeToken } from '../../domain/users/one-time-tokens.js'
import { getUser } from '../../domain/users/user-lookup.js'
import { confirmEmail } from '../../domain/users/users.js'
import { formTarget } from '../form-target.js'
import { messagePage } from '../html/message-page.js'
import { page } from '../html/page.js'
import { readDevice } from '../known-device.js'
import { ownHost, returnTarget } from '../own-address.js'
import { signInAnswer } from './sign-in.js'

/** Opens a magic link. A link with an interstitial needs a click, because mail scanners open links. */
export function magicLinkRoutes(project: Project): Hono {
  return new Hono()
    .get('/magic_link', (c) => {
      const token = c.req.query('t') ?? ''
      const link = peekOneTimeToken(project, 'magic_link', token)
      if (!link) return expiredPage(c)
      return link.data.interstitial === true || c.req.method === 'HEAD'
        ? clickPage(project, c, token, link)
        : logIn(project, c, token)
    })
    .post('/magic_link', (c) => logIn(project, c, c.req.query('t') ?? ''))
}

const expiredPage = (c: Context) => messagePage(c, 'Log in', 'This link has been used or has expired.', 400)

function logIn(project: Project, c: Context, token: string) {
  const link = redeemOneTimeToken(project, 'magic_link', token)
  if (!link) return expiredPage(c)
  // The link was sent to the address, so opening it confirms the address.
  confirmEmail(project, link.userId)
  const user = getUser(project, link.userId)
  const attempt = {
    user,
    loginMethod: { login_method: 'magic_link' },
    location: locationOf(project, c, link),
    device: readDevice(c),
  }
  return signInAnswer(project, c, signIn(project, attempt))
}

/** Checks the URL again: the allowed apps may have changed since the link was created. */
function locationOf(project: Project, c: Context, { data }: OneTimeToken): string {
  const host = ownHost(c)
  const url = allowedReturnUrl(project, String(data.redirect_to_url ?? ''), host)
  return url ? toLocation(project, url, host) : returnTarget(project, c).location
}

function clickPage(project: Project, c: Context, token: string, link: OneTimeToken) {
  return page(
    c,
    { title: 'Log in', formTarget: formTarget(project, locationOf(project, c, link)) },
    html`<div class="card">
<h1>Log in</h1>
<form method="post" action="/magic_link?t=${token}"><button type="submit">Continue</button></form>
</div>`,
  )
}

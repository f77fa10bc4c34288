import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { signIn } from '../../domain/access/sign-in.js'
import { sendConfirmation } from '../../domain/mail/mail.js'
import type { Project } from '../../domain/project/project.js'
import { ServiceError } from '../../domain/project/service-error.js'
import { redeemOneTimeToken } from '../../domain/users/one-time-tokens.js'
import { getUser, type User } from '../../domain/users/user-lookup.js'
import { setEmail } from '../../domain/users/users.js'
import { messagePage } from '../html/message-page.js'
import { page } from '../html/page.js'
import { readDevice } from '../known-device.js'
import { ownLink, returnTarget } from '../own-address.js'
import { signInAnswer } from './sign-in.js'

/** Opens the link of a confirmation mail. It proves that the address is the user's, so it also logs the user in. */
export function confirmEmailRoutes(project: Project): Hono {
  return new Hono().get('/confirm_email', (c) => {
    const token = c.req.method === 'HEAD' ? '' : (c.req.query('t') ?? '')
    const confirmation = redeemOneTimeToken(project, 'confirm_email', token)
    if (!confirmation) return messagePage(c, 'Confirm your email', 'This link is not valid any more.', 400)
    try {
      setEmail(project, confirmation.userId, String(confirmation.data.email), true)
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      return messagePage(c, 'Confirm your email', error.message, 400)
    }
    const user = getUser(project, confirmation.userId)
    const loginMethod = { login_method: 'email_confirmation_link' }
    const { location } = returnTarget(project, c)
    return signInAnswer(project, c, signIn(project, { user, loginMethod, location, device: readDevice(c) }))
  })
}

/** The page for a correct password while the address is not confirmed. */
export function confirmationPage(project: Project, c: Context, user: User): Response | Promise<Response> {
  const link = sendConfirmation(project, user, { rt: c.req.query('rt') })
  // If other machines can connect, the link is only on the mail page, behind the control key.
  const href = project.exposed ? '/_emulator/mail' : ownLink(project, c, link)
  return page(
    c,
    { title: 'Confirm your email', status: 403 },
    html`<div class="card">
<h1>Confirm your email</h1>
<p>Before you can log in, please confirm <strong>${user.email}</strong>.</p>
<p class="soft">The emulator sends no mail. <a href="${href}">Open the link of the message</a>.</p>
</div>`,
  )
}

import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { openLink } from '../../domain/links.js'
import { listMail, sendConfirmation } from '../../domain/mail.js'
import { Refusal } from '../../domain/refusal.js'
import { getUser, type User } from '../../domain/user-lookup.js'
import { setEmail } from '../../domain/users.js'
import type { Project } from '../../project.js'
import { page } from './page.js'
import { readReturnTarget } from './return-target.js'
import { completeLogin, messagePage } from './sign-in.js'

/** The link of a confirmation mail: the address is theirs, so they are signed in. */
export function confirmEmailRoutes(project: Project): Hono {
  return new Hono().get('/confirm_email', (c) => {
    const link = c.req.method === 'HEAD' ? undefined : openLink(project, 'confirm_email', c.req.query('t') ?? '')
    if (!link) return messagePage(c, 'Confirm your email', 'This link is not valid any more.', 400)
    try {
      setEmail(project, link.userId, String(link.data.email), true)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return messagePage(c, 'Confirm your email', error.message, 400)
    }
    const method = { login_method: 'email_confirmation_link' }
    return completeLogin(project, c, getUser(project, link.userId), method, readReturnTarget(project, undefined).url)
  })
}

/** Where the service says "look into your mailbox"; here the mail lies open. */
export function confirmationPage(project: Project, c: Context, user: User): Response | Promise<Response> {
  sendConfirmation(project, user)
  const [mail] = listMail(project, user.email)
  return page(
    c,
    { title: 'Confirm your email', status: 403 },
    html`<div class="card">
<h1>Confirm your email</h1>
<p>Before you can log in, please confirm <strong>${user.email}</strong>.</p>
<p class="soft">The emulator sends no mail. <a href="${mail?.link ?? '/login'}">Open the link of the message</a>.</p>
</div>`,
  )
}

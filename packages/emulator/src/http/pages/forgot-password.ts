import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { signIn } from '../../domain/access/sign-in.js'
import { sendPasswordReset } from '../../domain/mail/password-reset.js'
import type { Project } from '../../domain/project/project.js'
import { ServiceError } from '../../domain/project/service-error.js'
import { findResetUser, resetPassword } from '../../domain/self-service/reset-password.js'
import { findUserByEmail } from '../../domain/users/user-lookup.js'
import { isEmail } from '../../domain/users/user-rules.js'
import { formTarget } from '../form-target.js'
import { field } from '../html/field.js'
import { formText } from '../html/form.js'
import { messagePage } from '../html/message-page.js'
import { page } from '../html/page.js'
import { ownPath, returnTarget } from '../own-address.js'
import { emailFormPage } from './email-form.js'
import { sentPage } from './sent-page.js'
import { signInAnswer } from './sign-in.js'

const FORM = { path: '/forgot_password', title: 'Forgot your password?', button: 'Send a link' }

/** Sends a link to the page for a new password, and that page. The link also logs the user in. */
export function forgotPasswordRoutes(project: Project): Hono {
  return new Hono()
    .get('/forgot_password', (c) => emailFormPage(c, FORM))
    .post('/forgot_password', async (c) => {
      const email = formText(await c.req.parseBody(), 'email').trim()
      if (!isEmail(email)) return emailFormPage(c, { ...FORM, email, error: 'Must be a valid email address.' })
      const user = findUserByEmail(project, email)
      if (user) sendPasswordReset(project, user, c.req.query('rt'))
      return sentPage(c, FORM.title, email)
    })
    .get('/reset_password', (c) =>
      findResetUser(project, c.req.query('t') ?? '') ? newPasswordPage(project, c) : expiredPage(c),
    )
    .post('/reset_password', async (c) => {
      const password = formText(await c.req.parseBody(), 'password')
      return setNewPassword(project, c, password)
    })
}

async function setNewPassword(project: Project, c: Context, password: string) {
  try {
    const user = await resetPassword(project, c.req.query('t') ?? '', password)
    if (!user) return expiredPage(c)
    const loginMethod = { login_method: 'password' }
    const { location } = returnTarget(project, c)
    return signInAnswer(project, c, signIn(project, { user, loginMethod, location }))
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return newPasswordPage(project, c, error.message)
  }
}

const expiredPage = (c: Context) => messagePage(c, 'New password', 'This link is not valid any more.', 400)

const newPasswordPage = (project: Project, c: Context, error?: string) =>
  page(
    c,
    {
      title: 'New password',
      formTarget: formTarget(project, returnTarget(project, c).location),
      status: error === undefined ? 200 : 400,
    },
    html`<div class="card">
<h1>New password</h1>
<form method="post" action="${ownPath(c, '/reset_password', { t: c.req.query('t') ?? '' })}">
${field({
  name: 'password',
  label: 'New password',
  attributes: html`type="password" autocomplete="new-password" minlength="8" required`,
  error,
})}
<button type="submit">Set password</button>
</form>
</div>`,
  )

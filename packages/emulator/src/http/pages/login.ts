import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { LoginMethod } from '../../domain/access/login-method.js'
import { findUserByPassword, isRefusedPassword } from '../../domain/access/password-login.js'
import { LOCKED, signIn, signInDirectly, signInWithCode } from '../../domain/access/sign-in.js'
import { firstMemberships, type NamedMembership } from '../../domain/orgs/org-queries.js'
import type { Found } from '../../domain/project/page.js'
import type { Project } from '../../domain/project/project.js'
import type { ReturnTarget } from '../../domain/project/return-target.js'
import { readSettings } from '../../domain/project/settings.js'
import { findUser, type User } from '../../domain/users/user-lookup.js'
import { firstUsers } from '../../domain/users/user-queries.js'
import { formTarget } from '../form-target.js'
import { formText } from '../html/form.js'
import { type Html, page } from '../html/page.js'
import { readDevice, setDeviceCookie } from '../known-device.js'
import { nextLocation } from '../next-location.js'
import { ownPath, returnTarget } from '../own-address.js'
import { readSession } from '../session-cookie.js'
import { confirmationPage } from './confirm-email.js'
import { externalLogins } from './external-logins.js'
import { inviteNote, readInvite } from './invited.js'
import { signInAnswer } from './sign-in.js'

const BY_PASSWORD: LoginMethod = { login_method: 'password' }

const NO_PASSWORDS = 'Passwords are off in this project.'

const PUBLIC_PASSWORD_REFUSED =
  'This password is printed in the documentation. It is not accepted while other machines can connect.'

export function loginRoutes(project: Project): Hono {
  const routes = new Hono()

  routes.get('/login', (c) => {
    const target = returnTarget(project, c)
    const asksAgain = c.req.query('prompt') === 'login'
    const session = readSession(project, c)
    if (session && !target.refused && !asksAgain)
      return c.redirect(nextLocation(project, session, target.location), 302)
    return loginPage(project, c, target)
  })

  routes.post('/login', async (c) => {
    const target = returnTarget(project, c)
    const form = await c.req.parseBody()
    const email = formText(form, 'email')
    const password = formText(form, 'password')
    if (!readSettings(project).has_password_login) return loginPage(project, c, target, { email, error: NO_PASSWORDS })
    if (isRefusedPassword(project, password))
      return loginPage(project, c, target, { email, error: PUBLIC_PASSWORD_REFUSED })
    const user = await findUserByPassword(project, email, password)
    if (!user) return loginPage(project, c, target, { email, error: 'Incorrect email or password.' })
    if (user === 'locked') return signInAnswer(project, c, LOCKED)
    if (user.email_confirmed === 0) return confirmationPage(project, c, user)
    const attempt = { user, loginMethod: BY_PASSWORD, location: target.location, device: readDevice(c) }
    const result = signIn(project, attempt)
    return signInAnswer(project, c, result)
  })

  routes.post('/login/code', async (c) => {
    const form = await c.req.parseBody()
    const result = signInWithCode(project, c.req.query('t') ?? '', formText(form, 'code'))
    if (form.remember === 'on' && result.outcome === 'signed_in') setDeviceCookie(project, c, result.userId)
    return signInAnswer(project, c, result)
  })

  routes.post('/_emulator/login_as', async (c) => {
    const target = returnTarget(project, c)
    const user = findUser(project, formText(await c.req.parseBody(), 'user_id'))
    if (!user) return loginPage(project, c, target, { error: 'This user does not exist any more.' })
    const result = signInDirectly(project, { user, loginMethod: BY_PASSWORD, location: target.location })
    return signInAnswer(project, c, result)
  })
  return routes
}

interface LoginState {
  readonly email?: string
  readonly error?: string
}

function loginPage(project: Project, c: Context, target: ReturnTarget, state: LoginState = {}) {
  const search = new URL(c.req.url).search
  const status = state.error === undefined ? 200 : 401
  const invite = readInvite(project, c)
  return page(
    c,
    { title: 'Log in', formTarget: formTarget(project, target.location), status },
    html`<div class="card">
<h1>Log in</h1>
${inviteNote(invite)}
${target.refused ? html`<p class="error">The page to return to is not one of the allowed apps, so you will stay here.</p>` : ''}
${state.error === undefined ? '' : html`<p class="error" role="alert">${state.error}</p>`}
${readSettings(project).has_password_login ? passwordForm(c, state.email ?? invite?.invitee_email ?? '') : ''}
${readSettings(project).has_passwordless_login ? html`<p class="soft"><a href="${ownPath(c, '/login/link')}">Get a magic link instead</a></p>` : ''}
${externalLogins(project, search)}
<p class="soft">No account? <a href="/signup${search}">Sign up</a></p>
</div>
${project.exposed ? '' : personaList(project, search)}`,
  )
}

const passwordForm = (
  c: Context,
  email: string,
): Html => html`<form method="post" action="/login${new URL(c.req.url).search}">
<label for="email">Email</label>
<input id="email" name="email" type="email" autocomplete="username" required value="${email}">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button type="submit">Log in</button>
</form>
<p class="soft"><a href="${ownPath(c, '/forgot_password')}">Forgot your password?</a></p>`

const LISTED = 20
const LISTED_ORGS = 3

function personaList(project: Project, search: string): Html | string {
  const users = firstUsers(project, LISTED)
  if (users.length === 0) return ''
  const ids = users.map(({ user_id }) => user_id)
  const memberships = firstMemberships(project, ids, LISTED_ORGS)
  return html`<section class="card" aria-labelledby="one-click">
<h2 id="one-click">Sign in with one click</h2>
<ul class="personas">
${users.map((user) => personaButton(user, memberships.get(user.user_id), search))}
</ul>
</section>`
}

function personaButton(user: User, memberships: Found<NamedMembership> | undefined, search: string): Html {
  return html`<li><form method="post" action="/_emulator/login_as${search}">
<input type="hidden" name="user_id" value="${user.user_id}">
<button type="submit" class="quiet">${user.email} <small>${rolesText(memberships)}</small></button>
</form></li>
`
}

function rolesText({ rows, total }: Found<NamedMembership> = { rows: [], total: 0 }): string {
  if (total === 0) return 'no organization'
  const more = total > rows.length ? [`${total - rows.length} more`] : []
  return [...rows.map(({ role, name }) => `${role} of ${name}`), ...more].join(', ')
}

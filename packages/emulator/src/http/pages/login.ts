import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { openLink, peekLink } from '../../domain/links.js'
import { spendTotpCode } from '../../domain/login.js'
import { type LoginMethod, storedLoginMethod } from '../../domain/login-method.js'
import { memberEntries } from '../../domain/memberships.js'
import { PUBLIC_PASSWORD, verifyPassword } from '../../domain/passwords.js'
import { findUser, findUserByEmail, type User } from '../../domain/user-lookup.js'
import type { Project } from '../../project.js'
import { readSession } from '../session-cookie.js'
import { confirmationPage } from './confirm-email.js'
import { formText } from './form.js'
import { type Html, page } from './page.js'
import { finalOrigin, readReturnTarget } from './return-target.js'
import { codePage, completeLogin, letIn, messagePage } from './sign-in.js'

const PUBLIC_PASSWORD_REFUSED =
  'This password is printed in the documentation. It is not accepted while other machines can connect.'

const BY_PASSWORD: LoginMethod = { login_method: 'password' }

export function loginRoutes(project: Project): Hono {
  const routes = new Hono()

  routes.get('/login', (c) => {
    const target = readReturnTarget(project, c.req.query('rt'))
    if (readSession(project, c) && !target.refused) return c.redirect(target.url, 302)
    return loginPage(project, c)
  })

  routes.post('/login', async (c) => {
    const form = await c.req.parseBody()
    const email = formText(form, 'email')
    const password = formText(form, 'password')
    if (project.exposed && password === PUBLIC_PASSWORD)
      return loginPage(project, c, { email, error: PUBLIC_PASSWORD_REFUSED })
    const user = await findUserByPassword(project, email, password)
    if (!user) return loginPage(project, c, { email, error: 'Incorrect email or password.' })
    if (user.email_confirmed === 0) return confirmationPage(project, c, user)
    return completeLogin(project, c, user, BY_PASSWORD, readReturnTarget(project, c.req.query('rt')).url)
  })

  routes.post('/login/code', async (c) => {
    const token = c.req.query('t') ?? ''
    const step = peekLink(project, 'mfa_step', token)
    if (!step) return messagePage(c, 'Log in', 'This took too long. Please start again.', 400)
    const target = String(step.data.target)
    const code = formText(await c.req.parseBody(), 'code')
    if (!spendTotpCode(project, step.userId, code)) return codePage(project, c, token, target, 'Incorrect code.')
    return finishSecondFactor(project, c, token)
  })

  routes.post('/_emulator/login_as', async (c) => {
    const user = findUser(project, formText(await c.req.parseBody(), 'user_id'))
    if (!user) return loginPage(project, c, { error: 'This user does not exist any more.' })
    return letIn(project, c, user, BY_PASSWORD, readReturnTarget(project, c.req.query('rt')).url)
  })
  return routes
}

function finishSecondFactor(project: Project, c: Context, token: string) {
  const step = openLink(project, 'mfa_step', token)
  const user = step && findUser(project, step.userId)
  if (!user) return messagePage(c, 'Log in', 'This took too long. Please start again.', 400)
  return letIn(project, c, user, storedLoginMethod(step.data.login_method), String(step.data.target))
}

/** Read again after the check, which takes its time: by then the user may be disabled or gone. */
async function findUserByPassword(project: Project, email: string, password: string): Promise<User | undefined> {
  const user = findUserByEmail(project, email)
  const matches = await verifyPassword(user?.password_hash, password)
  return user && matches ? findUser(project, user.user_id) : undefined
}

interface LoginState {
  readonly email?: string
  readonly error?: string
}

function loginPage(project: Project, c: Context, state: LoginState = {}) {
  const target = readReturnTarget(project, c.req.query('rt'))
  const search = new URL(c.req.url).search
  const status = state.error === undefined ? 200 : 401
  return page(
    c,
    { title: 'Log in', formTarget: finalOrigin(project, target.url), status },
    html`<div class="card">
<h1>Log in</h1>
${target.refused ? html`<p class="error">The page to return to is not one of the allowed apps, so you will stay here.</p>` : ''}
${state.error === undefined ? '' : html`<p class="error" role="alert">${state.error}</p>`}
<form method="post" action="/login${search}">
<label for="email">Email</label>
<input id="email" name="email" type="email" autocomplete="username" required value="${state.email ?? ''}">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button type="submit">Log in</button>
</form>
<p class="soft">No account? <a href="/signup${search}">Sign up</a></p>
</div>
${project.exposed ? '' : personaList(project, search)}`,
  )
}

const LISTED = 20

function personaList(project: Project, search: string): Html | string {
  const users = project.db.all<User>('SELECT * FROM users WHERE seed_key IS NOT NULL ORDER BY seq LIMIT ?', LISTED)
  if (users.length === 0) return ''
  return html`<section class="card" aria-labelledby="one-click">
<h2 id="one-click">Sign in with one click</h2>
<ul class="personas">
${users.map((user) => personaButton(project, user, search))}
</ul>
</section>`
}

function personaButton(project: Project, user: User, search: string): Html {
  const roles = memberEntries(project, user.user_id).map((entry) => `${entry.user_role} of ${entry.org_name}`)
  return html`<li><form method="post" action="/_emulator/login_as${search}">
<input type="hidden" name="user_id" value="${user.user_id}">
<button type="submit">${user.email} <small>${roles.join(', ') || 'no organization'}</small></button>
</form></li>
`
}

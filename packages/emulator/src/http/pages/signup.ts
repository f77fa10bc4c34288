import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { type FieldErrors, Refusal } from '../../domain/refusal.js'
import { readSettings } from '../../domain/settings.js'
import type { User } from '../../domain/user-lookup.js'
import { createUser, type NewUser } from '../../domain/users.js'
import type { Project } from '../../project.js'
import { signIn } from '../session-cookie.js'
import { confirmationPage } from './confirm-email.js'
import { formText } from './form.js'
import { type Html, page } from './page.js'
import { finalOrigin, readReturnTarget } from './return-target.js'

export function signupRoutes(project: Project): Hono {
  return new Hono()
    .get('/signup', (c) => signupPage(project, c, {}, {}))
    .post('/signup', async (c) => {
      const form = await c.req.parseBody()
      const confirms = readSettings(project).signup_confirms_email
      const input = readSignup(form, new URL(c.req.url).searchParams)
      const user = tryCreateUser(project, { ...input, email_confirmed: !confirms })
      if ('errors' in user) return signupPage(project, c, form, user.errors)
      if (confirms) return confirmationPage(project, c, user)
      signIn(project, c, user, { login_method: 'password' })
      return c.redirect(readReturnTarget(project, c.req.query('rt')).url, 303)
    })
}

function tryCreateUser(project: Project, input: NewUser): User | { readonly errors: FieldErrors } {
  try {
    return createUser(project, input)
  } catch (error) {
    if (error instanceof Refusal) return { errors: error.fields }
    throw error
  }
}

function readSignup(form: Readonly<Record<string, unknown>>, query: URLSearchParams): NewUser {
  const optional = (name: string): string | undefined => formText(form, name) || undefined
  return {
    email: formText(form, 'email'),
    password: formText(form, 'password'),
    first_name: optional('first_name'),
    last_name: optional('last_name'),
    signup_query_parameters: Object.fromEntries([...query].filter(([name]) => name !== 'rt')),
  }
}

function signupPage(project: Project, c: Context, form: Readonly<Record<string, unknown>>, errors: FieldErrors) {
  const target = readReturnTarget(project, c.req.query('rt'))
  const search = new URL(c.req.url).search
  const status = Object.keys(errors).length > 0 ? 400 : 200
  const input = (name: string, label: string, attributes: Html): Html => {
    const [error] = errors[name] ?? []
    return html`<label for="${name}">${label}</label>
<input id="${name}" name="${name}" ${attributes} ${error === undefined ? '' : html`aria-invalid="true" aria-describedby="${name}-error"`}>
${error === undefined ? '' : html`<p class="error" id="${name}-error" role="alert">${error}</p>`}
`
  }
  return page(
    c,
    { title: 'Sign up', formTarget: finalOrigin(project, target.url), status },
    html`<div class="card">
<h1>Sign up</h1>
<form method="post" action="/signup${search}">
${input('email', 'Email', html`type="email" autocomplete="username" required value="${formText(form, 'email')}"`)}
${input('password', 'Password', html`type="password" autocomplete="new-password" minlength="8" required`)}
${input('first_name', 'First name (optional)', html`autocomplete="given-name" value="${formText(form, 'first_name')}"`)}
${input('last_name', 'Last name (optional)', html`autocomplete="family-name" value="${formText(form, 'last_name')}"`)}
<button type="submit">Sign up</button>
</form>
<p class="soft">Have an account? <a href="/login${search}">Log in</a></p>
</div>`,
  )
}

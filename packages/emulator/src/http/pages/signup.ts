import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { signIn } from '../../domain/access/sign-in.js'
import type { Invite } from '../../domain/orgs/invites.js'
import { checkSignup } from '../../domain/orgs/signup-rules.js'
import type { Project } from '../../domain/project/project.js'
import type { ReturnTarget } from '../../domain/project/return-target.js'
import { type FieldErrors, rejectInvalid, ServiceError } from '../../domain/project/service-error.js'
import type { Settings } from '../../domain/project/setting-values.js'
import { readSettings } from '../../domain/project/settings.js'
import { hasNames, usernameLabel } from '../../domain/project/user-properties.js'
import { ActionError, type ActionFields } from '../../domain/self-service/action-error.js'
import { signupProperties } from '../../domain/self-service/own-properties.js'
import { lookupKey, type User } from '../../domain/users/user-lookup.js'
import { createUser, type NewUser } from '../../domain/users/users.js'
import { formTarget } from '../form-target.js'
import { field } from '../html/field.js'
import { formText } from '../html/form.js'
import { type Html, page } from '../html/page.js'
import { returnTarget } from '../own-address.js'
import { type PropertyForm, propertyFields, readProperties } from '../property-form.js'
import { confirmationPage } from './confirm-email.js'
import { inviteNote, readInvite } from './invited.js'
import { signInAnswer } from './sign-in.js'

export function signupRoutes(project: Project): Hono {
  return new Hono()
    .get('/signup', (c) => signupPage(project, c, returnTarget(project, c), {}, {}))
    .post('/signup', async (c) => {
      const target = returnTarget(project, c)
      const form = await c.req.parseBody()
      const invite = readInvite(project, c)
      const problem = inviteProblem(invite, formText(form, 'email'))
      if (problem !== undefined) return signupPage(project, c, target, form, { email: [problem] })
      const { has_password_login: hasPassword, signup_confirms_email } = readSettings(project)
      // The link of an invitation was sent to the address. Without a password, the link of the confirmation is what logs
      // the user in.
      const confirms = !invite && (signup_confirms_email || !hasPassword)
      const read = () => readSignup(project, form, new URL(c.req.url).searchParams)
      const user = tryCreateUser(project, () => ({ ...read(), email_confirmed: !confirms }))
      if ('errors' in user) return signupPage(project, c, target, form, user.errors)
      if (confirms) return confirmationPage(project, c, user)
      const attempt = { user, loginMethod: { login_method: 'password' }, location: target.location }
      return signInAnswer(project, c, signIn(project, attempt))
    })
}

function inviteProblem(invite: Invite | undefined, email: string): string | undefined {
  if (!invite || lookupKey(email) === lookupKey(invite.invitee_email)) return undefined
  return `The invitation is for ${invite.invitee_email}.`
}

function tryCreateUser(project: Project, read: () => NewUser): User | { readonly errors: FieldErrors } {
  try {
    const input = read()
    rejectInvalid(checkSignup(project, input.email))
    return createUser(project, input)
  } catch (error) {
    if (error instanceof ServiceError) return { errors: error.fields }
    if (error instanceof ActionError) return { errors: listed(error.fields) }
    throw error
  }
}

const listed = (fields: ActionFields): FieldErrors =>
  Object.fromEntries(Object.entries(fields).map(([name, message]) => [name, [message]]))

/** The properties that a sign-up asks for. */
const asked = (project: Project): PropertyForm => ({
  definitions: signupProperties(readSettings(project)),
  createdAt: project.clock.seconds(),
  present: {},
})

/** Parameters of the page itself, which are no signup query parameters. */
const OWN_PARAMETERS = new Set(['rt', 'invite_token'])

/** @throws {ActionError} `invalid_request_fields` */
function readSignup(project: Project, form: Readonly<Record<string, unknown>>, query: URLSearchParams): NewUser {
  const settings = readSettings(project)
  const properties = Object.entries(readProperties(asked(project), form)).filter(([, value]) => value !== null)
  const optional = (name: string): string | undefined => formText(form, name) || undefined
  return {
    email: formText(form, 'email'),
    password: settings.has_password_login ? formText(form, 'password') : undefined,
    first_name: optional('first_name'),
    last_name: optional('last_name'),
    username: askedUsername(settings) === undefined ? undefined : optional('username'),
    properties: properties.length === 0 ? undefined : Object.fromEntries(properties),
    signup_query_parameters: Object.fromEntries([...query].filter(([name]) => !OWN_PARAMETERS.has(name))),
  }
}

function signupPage(
  project: Project,
  c: Context,
  target: ReturnTarget,
  form: Readonly<Record<string, unknown>>,
  errors: FieldErrors,
) {
  const search = new URL(c.req.url).search
  const status = Object.keys(errors).length > 0 ? 400 : 200
  const invite = readInvite(project, c)
  const email = formText(form, 'email') || (invite?.invitee_email ?? '')
  const input = (name: string, label: string, attributes: Html): Html =>
    field({ name, label, attributes, error: errors[name]?.[0] })
  return page(
    c,
    { title: 'Sign up', formTarget: formTarget(project, target.location), status },
    html`<div class="card">
<h1>Sign up</h1>
${inviteNote(invite)}
<form method="post" action="/signup${search}">
${input('email', 'Email', html`type="email" autocomplete="username" required value="${email}"`)}
${readSettings(project).has_password_login ? input('password', 'Password', html`type="password" autocomplete="new-password" minlength="8" required`) : ''}
${names(project, (name, label, autocomplete) => input(name, label, html`autocomplete="${autocomplete}" value="${formText(form, name)}"`))}
${propertyFields({ ...asked(project), form, errorOf: (name) => errors[name]?.[0] })}
<button type="submit">Sign up</button>
</form>
<p class="soft">Have an account? <a href="/login${search}">Log in</a></p>
</div>`,
  )
}

/** What the page calls a username. It asks for one if the project has a user schema with usernames. */
const askedUsername = (settings: Settings): string | undefined =>
  settings.user_properties === null ? undefined : usernameLabel(settings)

function names(project: Project, input: (name: string, label: string, autocomplete: string) => Html): Html {
  const settings = readSettings(project)
  const username = askedUsername(settings)
  return html`${hasNames(settings) ? html`${input('first_name', 'First name (optional)', 'given-name')}${input('last_name', 'Last name (optional)', 'family-name')}` : ''}
${username === undefined ? '' : input('username', `${username} (optional)`, 'username')}`
}

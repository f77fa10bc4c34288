import { html } from 'hono/html'
import type { Project } from '../../../domain/project/project.js'
import { readSettings } from '../../../domain/project/settings.js'
import { hasNames, usernameLabel } from '../../../domain/project/user-properties.js'
import type { User } from '../../../domain/users/user-lookup.js'
import { sameByHttp } from '../../control/same-call.js'
import type { Html } from '../../html/page.js'
import { buttonForm, checkbox, formView, input, textArea } from '../parts/inputs.js'
import type { Refused } from '../parts/tool-page.js'

const target = (user: User): string => `/_emulator/users/${user.user_id}`

const backendPath = (user: User): string => `/api/backend/v1/user/${user.user_id}`

const indented = (json: string | null): string => (json === null ? '' : JSON.stringify(JSON.parse(json), null, 2))

/** The fields of the profile. Only those that the project has. */
export function profileForm(project: Project, user: User, refused: Refused | undefined): Html {
  const view = formView(refused, 'profile')
  const settings = readSettings(project)
  const username = usernameLabel(settings)
  type TextField = 'first_name' | 'last_name' | 'username' | 'picture_url' | 'legacy_user_id'
  const text = (name: TextField, label: string): Html =>
    input({ name, label, value: view.value(name, user[name]), invalid: view.isInvalid(name) })
  const json = (name: 'properties' | 'metadata', label: string): Html =>
    textArea({ name, label, value: view.value(name, indented(user[name])), invalid: view.isInvalid(name) })
  return html`<form method="post" action="${target(user)}">
<input type="hidden" name="action" value="profile">
<div class="columns">
${hasNames(settings) ? html`${text('first_name', 'First name')}${text('last_name', 'Last name')}` : ''}
${username === undefined ? '' : text('username', username)}
${text('picture_url', 'Picture URL')}
${text('legacy_user_id', 'Legacy user id')}
</div>
<div class="columns broad">
${json('properties', settings.user_properties === null ? 'Properties (JSON, part of tokens)' : 'Properties (JSON)')}
${json('metadata', 'Metadata (JSON)')}
</div>
${checkbox('can_create_orgs', 'May create organizations', view.checked('can_create_orgs', user.can_create_orgs === 1))}
${checkbox('update_password_required', 'Has to change the password', view.checked('update_password_required', user.update_password_required === 1))}
<button type="submit">Save</button>
</form>
${sameByHttp(project, 'change the profile', { method: 'PUT', path: backendPath(user), body: shownProfile(user) })}`
}

const shownProfile = ({ first_name, last_name, properties }: User) => ({
  ...(first_name === null ? {} : { first_name }),
  ...(last_name === null ? {} : { last_name }),
  properties: properties === null ? {} : (JSON.parse(properties) as object),
})

export function emailForm(project: Project, user: User, refused: Refused | undefined): Html {
  const view = formView(refused, 'email')
  const invalid = view.isInvalid('email')
  return html`<form method="post" action="${target(user)}">
<input type="hidden" name="action" value="email">
${input({ name: 'email', label: 'Email', type: 'email', required: true, value: view.value('email', user.email), invalid })}
${checkbox('confirmed', 'The address is confirmed', view.checked('confirmed', user.email_confirmed === 1))}
<button type="submit">Save the address</button>
</form>
${user.email_confirmed === 1 ? '' : buttonForm({ target: target(user), action: 'confirm_email', label: 'Send the message with the link', name: user.email })}
${sameByHttp(
  project,
  'change the address',
  {
    method: 'PUT',
    path: `${backendPath(user)}/email`,
    body: { new_email: user.email, require_email_confirmation: false },
  },
  { method: 'POST', path: '/api/backend/v1/resend_email_confirmation', body: { user_id: user.user_id } },
)}`
}

export function passwordForm(project: Project, user: User, refused: Refused | undefined): Html {
  const view = formView(refused, 'password')
  const invalid = view.isInvalid('password')
  return html`<p class="soft">${user.password_hash === null ? 'The user has no password.' : 'The user has a password. Only its hash is stored.'}</p>
<form method="post" action="${target(user)}">
<input type="hidden" name="action" value="password">
${input({ name: 'password', label: 'New password (at least 8 characters)', required: true, value: view.value('password'), invalid })}
${checkbox('ask', 'Ask the user to change it', view.checked('ask', false))}
<button type="submit">Save the password</button>
</form>
${user.password_hash === null ? '' : buttonForm({ target: target(user), action: 'clear_password', label: 'Remove the password', name: user.email })}
${sameByHttp(
  project,
  'change the password',
  { method: 'PUT', path: `${backendPath(user)}/password`, body: { password: 'long enough' } },
  { method: 'PUT', path: `${backendPath(user)}/clear_password` },
)}`
}

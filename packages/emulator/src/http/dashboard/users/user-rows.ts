import { html } from 'hono/html'
import { firstMemberships, type NamedMembership } from '../../../domain/orgs/org-queries.js'
import type { Found } from '../../../domain/project/page.js'
import type { Project } from '../../../domain/project/project.js'
import { findNextTotpCode } from '../../../domain/users/next-totp-code.js'
import type { User } from '../../../domain/users/user-lookup.js'
import type { Html } from '../../html/page.js'
import { timeOfSeconds } from '../../html/time.js'
import { signInForm } from '../parts/sign-in-form.js'
import { fullName, userTags } from '../parts/user-tags.js'

const SHOWN_ORGS = 3

/** A list of users with links to their pages. */
export function userTable(project: Project, users: readonly User[]): Html {
  const ids = users.map(({ user_id }) => user_id)
  const memberships = firstMemberships(project, ids, SHOWN_ORGS)
  return html`<table class="list">
<thead><tr><th scope="col">Email</th><th scope="col">Name</th><th scope="col">Organizations</th><th scope="col">Session</th></tr></thead>
<tbody>${users.map((user) => userRow(project, user, memberships.get(user.user_id)))}</tbody>
</table>`
}

const userRow = (project: Project, user: User, orgs: Found<NamedMembership> | undefined): Html => html`<tr>
<th scope="row"><a href="/_emulator/users/${user.user_id}">${user.email}</a>${userTags(user)}${totpNote(project, user)}</th>
<td data-label="Name">${fullName(user)}</td>
<td data-label="Organizations">${orgNames(orgs)}</td>
<td>${signInForm(user)}</td>
</tr>
`

function orgNames({ rows, total }: Found<NamedMembership> = { rows: [], total: 0 }): string {
  const names = rows.map(({ name, role }) => `${name}: ${role}`)
  return [...names, ...(total > rows.length ? [`${total - rows.length} more`] : [])].join(', ')
}

/** The code of the authenticator app, or from when on there is one. */
export function totpNote(project: Project, user: User): Html | string {
  const next = findNextTotpCode(project, user)
  if (next === undefined) return ''
  return html` <small>${'code' in next ? `code ${next.code}` : html`next code at ${timeOfSeconds(next.acceptedFrom)}`}</small>`
}

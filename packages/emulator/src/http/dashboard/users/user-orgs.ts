import type { Context } from 'hono'
import { html } from 'hono/html'
import { type NamedMembership, orgsOfUser } from '../../../domain/orgs/org-queries.js'
import type { Project } from '../../../domain/project/project.js'
import type { User } from '../../../domain/users/user-lookup.js'
import { sameByHttp } from '../../control/same-call.js'
import type { Html } from '../../html/page.js'
import { pager, requestedPage } from '../../html/pager.js'
import { section } from '../../html/section.js'
import { buttonForm, formView, input, select } from '../parts/inputs.js'
import { hasSeveralRoles, orgSuggestions, roleChoices } from '../parts/org-fields.js'
import type { Refused } from '../parts/tool-page.js'

/** The memberships of the user, and a form for a new one. */
export function userOrgs(project: Project, c: Context, user: User, refused: Refused | undefined): Html {
  const wanted = requestedPage(c, 'orgs', 25)
  const { rows, total } = orgsOfUser(project, user.user_id, wanted)
  return section(
    'orgs-of-user',
    `Organizations (${total})`,
    html`${rows.length === 0 ? html`<p>The user is in no organization.</p>` : table(user, rows)}
${pager(c, wanted, total, 'orgs')}
${addForm(project, user, refused)}
${sameByHttp(
  project,
  'add to an organization, remove from it',
  { method: 'POST', path: '/api/backend/v1/org/add_user', body: { ...ids(user, rows), role: 'Member' } },
  { method: 'POST', path: '/api/backend/v1/org/remove_user', body: ids(user, rows) },
)}`,
  )
}

const ids = (user: User, rows: readonly NamedMembership[]) => ({
  user_id: user.user_id,
  org_id: rows[0]?.org_id ?? 'ID',
})

const table = (user: User, rows: readonly NamedMembership[]): Html => html`<table class="list">
<thead><tr><th scope="col">Organization</th><th scope="col">Roles</th><th scope="col">Actions</th></tr></thead>
<tbody>${rows.map(
  (row) => html`<tr>
<th scope="row"><a href="/_emulator/orgs/${row.org_id}">${row.name}</a></th>
<td data-label="Roles">${[row.role, ...(JSON.parse(row.additional_roles) as string[])].join(', ')}</td>
<td>${buttonForm({ target: `/_emulator/users/${user.user_id}`, action: 'remove_org', label: 'Remove', fields: { org: row.org_id }, name: `${user.email} from ${row.name}` })}</td>
</tr>
`,
)}</tbody>
</table>`

function addForm(project: Project, user: User, refused: Refused | undefined): Html {
  const view = formView(refused, 'add_org')
  return html`<details${view.refused ? html` open` : ''}>
<summary>Add to an organization</summary>
<form method="post" action="/_emulator/users/${user.user_id}">
<input type="hidden" name="action" value="add_org">
<div class="columns">
${input({ name: 'org', label: 'Organization (id or key)', required: true, value: view.value('org'), invalid: view.isInvalid('org'), list: 'orgs' })}
${select({ name: 'role', label: 'Role', value: view.value('role'), choices: roleChoices(project) })}
${hasSeveralRoles(project) ? input({ name: 'additional_roles', label: 'Further roles, separated by commas', value: view.value('additional_roles') }) : ''}
</div>
<button type="submit">Add</button>
</form>
${orgSuggestions(project)}
</details>`
}

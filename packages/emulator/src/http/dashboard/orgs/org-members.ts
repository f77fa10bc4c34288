import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Org } from '../../../domain/orgs/orgs.js'
import type { Project } from '../../../domain/project/project.js'
import { type OrgUser, queryUsers, queryUsersInOrg } from '../../../domain/users/user-queries.js'
import { sameByHttp } from '../../control/same-call.js'
import { option } from '../../html/option.js'
import type { Html } from '../../html/page.js'
import { ownAddress } from '../../html/page-address.js'
import { pager, requestedPage } from '../../html/pager.js'
import { section } from '../../html/section.js'
import { buttonForm, type Choice, formView, input, select } from '../parts/inputs.js'
import { hasSeveralRoles, roleChoices } from '../parts/org-fields.js'
import type { Refused } from '../parts/tool-page.js'
import { fullName, userTags } from '../parts/user-tags.js'

const SUGGESTED = 100

/** The members with their roles, and a form for a new one. */
export function orgMembers(project: Project, c: Context, org: Org, refused: Refused | undefined): Html {
  const role = c.req.query('role') || undefined
  const wanted = requestedPage(c)
  const { rows, total } = queryUsersInOrg(project, org.org_id, { ...wanted, role })
  const ids = { user_id: rows[0]?.user_id ?? 'ID', org_id: org.org_id }
  return section(
    'members',
    `Members (${total})`,
    html`${roleFilter(project, org, role)}
${rows.length === 0 ? html`<p>There are no such members.</p>` : memberTable(project, c, org, rows)}
${pager(c, wanted, total)}
${addForm(project, c, org, refused)}
${sameByHttp(
  project,
  'list, add, change and remove members',
  { method: 'POST', path: '/api/backend/v1/org/add_user', body: { ...ids, role: 'Member' } },
  { method: 'POST', path: '/api/backend/v1/org/change_role', body: { ...ids, role: 'Member' } },
  { method: 'POST', path: '/api/backend/v1/org/remove_user', body: ids },
  ['orgs', 'show', org.seed_key ?? org.org_id],
)}`,
  )
}

const roleFilter = (
  project: Project,
  org: Org,
  role: string | undefined,
): Html => html`<form class="filter" method="get" action="/_emulator/orgs/${org.org_id}">
${select({ name: 'role', id: 'role-filter', label: 'Members with the role', value: role ?? '', choices: [{ value: '', label: 'all' }, ...roleChoices(project, org)] })}
<button type="submit">Show</button>
</form>`

/** What the rows have in common. */
interface Choosable {
  readonly target: string
  readonly roles: readonly Choice[]
  readonly several: boolean
}

function memberTable(project: Project, c: Context, org: Org, members: readonly OrgUser[]): Html {
  const choosable = { target: ownAddress(c), roles: roleChoices(project, org), several: hasSeveralRoles(project) }
  return html`<table class="list">
<thead><tr><th scope="col">Email</th><th scope="col">Name</th><th scope="col">Roles</th><th scope="col">Actions</th></tr></thead>
<tbody>${members.map((member) => memberRow(member, choosable))}</tbody>
</table>`
}

function memberRow(member: OrgUser, { target, roles, several }: Choosable): Html {
  const additional = JSON.parse(member.additional_roles) as string[]
  return html`<tr>
<th scope="row"><a href="/_emulator/users/${member.user_id}">${member.email}</a>${userTags(member)}</th>
<td data-label="Name">${fullName(member)}</td>
<td data-label="Roles">${[member.role, ...additional].join(', ')}</td>
<td><div class="actions">
<form class="inline" method="post" action="${target}">
<input type="hidden" name="action" value="change_role"><input type="hidden" name="user" value="${member.user_id}">
<select name="role" aria-label="Role of ${member.email}">${roles.map(({ value, label }) => option(value, label, member.role))}</select>
${several ? html`<input name="additional_roles" title="Further roles, separated by commas" aria-label="Further roles of ${member.email}" value="${additional.join(', ')}">` : ''}
<button type="submit" class="quiet" aria-label="Change: role of ${member.email}">Change</button>
</form>
${buttonForm({ target, action: 'remove_member', label: 'Remove', fields: { user: member.user_id }, name: member.email })}
</div></td>
</tr>
`
}

function addForm(project: Project, c: Context, org: Org, refused: Refused | undefined): Html {
  const view = formView(refused, 'add_member')
  const invalid = view.isInvalid('user') || view.isInvalid('user_id')
  const users = queryUsers(project, { size: SUGGESTED, number: 0, order: 'EMAIL' }).rows
  return html`<details${view.refused ? html` open` : ''}>
<summary>Add a member</summary>
<form method="post" action="${ownAddress(c)}">
<input type="hidden" name="action" value="add_member">
<div class="columns">
${input({ name: 'user', label: 'User (email, id or key)', required: true, value: view.value('user'), invalid, list: 'users' })}
${select({ name: 'role', id: 'add-role', label: 'Role', value: view.value('role'), choices: roleChoices(project, org) })}
${hasSeveralRoles(project) ? input({ name: 'additional_roles', id: 'add-roles', label: 'Further roles, separated by commas', value: view.value('additional_roles') }) : ''}
</div>
<button type="submit">Add</button>
</form>
<datalist id="users">${users.map(({ email }) => html`<option value="${email}"></option>`)}</datalist>
</details>`
}

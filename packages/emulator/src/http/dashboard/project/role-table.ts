import { html } from 'hono/html'
import type { Project } from '../../../domain/project/project.js'
import { assignableRoles, type RoleDefinition } from '../../../domain/project/roles.js'
import type { ShownRoles } from '../../../seed/apply/change-roles.js'
import { sameByHttp } from '../../control/same-call.js'
import type { Html } from '../../html/page.js'
import { valuesOf } from '../parts/form-values.js'
import { buttonForm, checkbox, type FormView, formView, textArea } from '../parts/inputs.js'
import type { Refused } from '../parts/tool-page.js'

export const ROLES_PATH = '/_emulator/roles'

/** Role to the number of members of all organizations that have it as their main role. */
function memberCounts(project: Project): ReadonlyMap<string, number> {
  const sql = 'SELECT role, count(*) AS n FROM memberships GROUP BY role'
  return new Map(project.db.all<{ role: string; n: number }>(sql).map(({ role, n }) => [role, n]))
}

/** Highest role first. */
export function roleTable(project: Project, roles: ShownRoles, refused: Refused | undefined): Html {
  const counts = memberCounts(project)
  const rows = Object.entries(roles.definitions).map(([name, role], index) =>
    roleRow(project, roles, { name, role, index, members: counts.get(name) ?? 0 }, refused),
  )
  return html`<table class="list">
<thead><tr><th scope="col">Role</th><th scope="col">Members</th><th scope="col">Permissions</th><th scope="col">Actions</th></tr></thead>
<tbody>${rows}</tbody>
</table>`
}

interface RoleRow {
  readonly name: string
  readonly role: RoleDefinition
  readonly index: number
  readonly members: number
}

function roleRow(project: Project, roles: ShownRoles, row: RoleRow, refused: Refused | undefined): Html {
  const { name, role, index, members } = row
  const own = refused?.form.role === name ? refused : undefined
  const button = (action: string, label: string): Html =>
    buttonForm({ target: ROLES_PATH, action, label, fields: { role: name }, name: `role ${name}` })
  return html`<tr>
<th scope="row">${name}${tagsOf(roles, name, role).map((tag) => html` <span class="tag">${tag}</span>`)}</th>
<td data-label="Members">${members}</td>
<td data-label="Permissions">${role.permissions.map((permission) => html`<code class="line">${permission}</code>`)}
${roles.structure === 'multi_role' ? html`<p class="hint">Manages members with: ${role.roles_can_manage === undefined ? 'all roles' : role.roles_can_manage.join(', ') || 'no role'}</p>` : ''}
<details${own?.action === 'save' ? html` open` : ''}><summary>Edit<span class="away"> the role ${name}</span></summary>
${editForm(roles, row, own)}
${sameAsForm(project, roles, row)}
</details></td>
<td><div class="actions">${index === 0 ? '' : button('raise', 'Move up')}${button('remove', 'Remove')}</div></td>
</tr>
`
}

/** What is special about the role. */
function tagsOf(roles: ShownRoles, name: string, role: RoleDefinition): readonly string[] {
  const names = assignableRoles(roles.definitions)
  return [
    name === (roles.default_owner_role ?? names.at(0)) ? 'owner' : '',
    name === (roles.default_role ?? names.at(-1)) ? 'default' : '',
    role.is_internal ? 'internal' : '',
    role.disabled ? 'disabled' : '',
  ].filter((tag) => tag !== '')
}

function editForm(roles: ShownRoles, { name, role, index }: RoleRow, refused: Refused | undefined): Html {
  const view = formView(refused, 'save')
  return html`<form method="post" action="${ROLES_PATH}">
<input type="hidden" name="action" value="save"><input type="hidden" name="role" value="${name}">
${textArea({ name: 'permissions', id: `permissions-${index}`, label: 'Permissions, one a line', value: view.value('permissions', role.permissions.join('\n')), rows: role.permissions.length + 2 })}
${flagBoxes(view, role)}
${roles.structure === 'multi_role' ? managedBoxes(Object.keys(roles.definitions), role, refused) : ''}
<button type="submit" aria-label="Save: role ${name}">Save</button>
</form>`
}

/** The boxes about who can have a role and who sees it. */
export const flagBoxes = (view: FormView, role: Partial<RoleDefinition>): Html =>
  html`${checkbox('is_internal', 'Internal: of the team that runs the project. Members cannot give it, and do not see who has it', view.checked('is_internal', role.is_internal === true))}
${checkbox('disabled', 'Disabled: no member can have it', view.checked('disabled', role.disabled === true))}`

/** The boxes about the members that a role can manage. */
function managedBoxes(names: readonly string[], role: RoleDefinition, refused: Refused | undefined): Html {
  const view = formView(refused, 'save')
  const managed = view.refused && refused ? valuesOf(refused.form, 'roles_can_manage') : (role.roles_can_manage ?? [])
  const box = (name: string): Html =>
    html`<label><input type="checkbox" name="roles_can_manage" value="${name}"${managed.includes(name) ? html` checked` : ''}> <span>${name}</span></label>
`
  return html`<fieldset>
<legend>Manages members with</legend>
<label><input type="checkbox" name="manages_all" value="on"${view.checked('manages_all', role.roles_can_manage === undefined) ? html` checked` : ''}> <span>all roles, whatever is ticked below</span></label>
${names.map(box)}</fieldset>`
}

/** The call and the command that store the role as it is. */
function sameAsForm(project: Project, { structure }: ShownRoles, { name, role }: RoleRow): Html {
  const { permissions, is_internal = false, disabled = false, roles_can_manage: managed } = role
  const several = structure === 'multi_role'
  const edit = { permissions, is_internal, disabled, ...(several ? { roles_can_manage: managed ?? null } : {}) }
  const command = [
    ...['roles', 'set', name],
    ...repeated('--permission', permissions),
    is_internal ? '--internal' : '--no-internal',
    disabled ? '--disabled' : '--no-disabled',
    ...(several ? (managed === undefined ? ['--manages-all'] : repeated('--manages', managed)) : []),
  ]
  const call = { method: 'POST', path: ROLES_PATH, body: { changes: { [name]: edit } } } as const
  return sameByHttp(project, `change the role ${name}`, call, command)
}

/** An empty value is an empty list. */
const repeated = (flag: string, values: readonly string[]): readonly string[] =>
  (values.length === 0 ? [''] : values).map((value) => `${flag}=${value}`)

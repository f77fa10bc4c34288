import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Project } from '../../../domain/project/project.js'
import type { RoleDefinition, RoleDefinitions, RoleStructure } from '../../../domain/project/roles.js'
import { shownRoles } from '../../../seed/apply/change-roles.js'
import { sameByHttp } from '../../control/same-call.js'
import { type Html, page } from '../../html/page.js'
import { section } from '../../html/section.js'
import { buttonForm, formView, input, select, textArea } from '../parts/inputs.js'
import { message, statusOf } from '../parts/messages.js'
import type { Refused, ToolPage } from '../parts/tool-page.js'
import { roleActions } from './role-actions.js'

const TARGET = '/_emulator/roles'

const DONE = {
  structure: 'The structure was saved.',
  save: 'The permissions were saved.',
  add: 'The role was added.',
  remove: 'The role was removed.',
  raise: 'The role was moved up.',
  mappings: 'The role mappings were saved.',
}

const STRUCTURES: Readonly<Record<RoleStructure, string>> = {
  single_role_in_hierarchy: 'one role per member, in a hierarchy',
  multi_role: 'several roles per member',
}

/** The roles with their permissions. */
export const rolesPage = (project: Project): ToolPage => ({
  path: TARGET,
  shared: true,
  render: (c, refused) => renderRoles(project, c, refused),
  actions: roleActions(project),
})

function renderRoles(project: Project, c: Context, refused: Refused | undefined) {
  const { structure, definitions, custom_role_mappings } = shownRoles(project)
  return page(
    c,
    { title: 'Roles', tool: true, status: statusOf(refused) },
    html`<h1>Roles and permissions</h1>
${message(c, refused, DONE)}
<p class="soft">A change stays until the next reset. The seed file has the roles under <code>roles</code> and <code>custom_role_mappings</code>.</p>
${section('structure', 'Structure', structureForm(structure))}
${section('roles', `Roles (${Object.keys(definitions).length})`, roleTable(definitions, memberCounts(project), refused))}
${section('new', 'New role', newRoleForm(refused))}
${section('mappings', `Role mappings (${Object.keys(custom_role_mappings).length})`, mappingForm(custom_role_mappings, refused))}
${sameByHttp(project, 'read and change the roles', { method: 'GET', path: TARGET }, { method: 'POST', path: TARGET, body: { structure, definitions } })}`,
  )
}

const structureForm = (structure: RoleStructure): Html => html`<form class="filter" method="post" action="${TARGET}">
<input type="hidden" name="action" value="structure">
${select({ name: 'structure', id: 'role-structure', label: 'Members have', value: structure, choices: Object.entries(STRUCTURES).map(([value, label]) => ({ value, label })) })}
<button type="submit">Save</button>
</form>`

type Counts = ReadonlyMap<string, number>

/** Role to the number of members of all organizations that have it as their main role. */
function memberCounts(project: Project): Counts {
  const sql = 'SELECT role, count(*) AS n FROM memberships GROUP BY role'
  return new Map(project.db.all<{ role: string; n: number }>(sql).map(({ role, n }) => [role, n]))
}

/** Highest role first. */
const roleTable = (
  roles: RoleDefinitions,
  counts: Counts,
  refused: Refused | undefined,
): Html => html`<table class="list">
<thead><tr><th scope="col">Role</th><th scope="col">Members</th><th scope="col">Permissions</th><th scope="col">Actions</th></tr></thead>
<tbody>${Object.entries(roles).map(([name, role], index) => roleRow({ name, role, index, members: counts.get(name) ?? 0 }, refused))}</tbody>
</table>`

interface RoleRow {
  readonly name: string
  readonly role: RoleDefinition
  readonly index: number
  readonly members: number
}

function roleRow({ name, role, index, members }: RoleRow, refused: Refused | undefined): Html {
  const { permissions } = role
  const tags = [role.is_internal ? 'internal' : '', role.disabled ? 'disabled' : ''].filter((tag) => tag !== '')
  const view = refused?.form.role === name ? formView(refused, 'save') : formView(undefined, 'save')
  const id = `permissions-${index}`
  const button = (action: string, label: string): Html =>
    buttonForm({ target: TARGET, action, label, fields: { role: name }, name: `role ${name}` })
  return html`<tr>
<th scope="row">${name}${tags.map((tag) => html` <span class="tag">${tag}</span>`)}</th>
<td data-label="Members">${members}</td>
<td data-label="Permissions">${permissions.map((permission) => html`<code class="line">${permission}</code>`)}
<details${view.refused ? html` open` : ''}><summary>Edit<span class="away"> the permissions of ${name}</span></summary>
<form method="post" action="${TARGET}">
<input type="hidden" name="action" value="save"><input type="hidden" name="role" value="${name}">
${textArea({ name: 'permissions', id, label: 'Permissions, one a line', value: view.value('permissions', permissions.join('\n')), rows: permissions.length + 2 })}
<button type="submit" aria-label="Save: permissions of ${name}">Save</button>
</form></details></td>
<td><div class="actions">${index === 0 ? '' : button('raise', 'Move up')}${button('remove', 'Remove')}</div></td>
</tr>
`
}

function newRoleForm(refused: Refused | undefined): Html {
  const view = formView(refused, 'add')
  return html`<form method="post" action="${TARGET}">
<input type="hidden" name="action" value="add">
<div class="columns top">
${input({ name: 'role', label: 'Name (it becomes the lowest role)', required: true, value: view.value('role'), invalid: view.isInvalid('role') })}
${textArea({ name: 'permissions', label: 'Permissions, one a line', value: view.value('permissions') })}
</div>
<button type="submit">Add</button>
</form>`
}

function mappingForm(mappings: Readonly<Record<string, RoleDefinitions>>, refused: Refused | undefined): Html {
  const view = formView(refused, 'mappings')
  const stored = JSON.stringify(mappings, null, 2)
  return html`<p class="soft">Role sets of single organizations by name, such as <code>{ "Pro": { "Chief": { "permissions": ["can_view_billing"] } } }</code>. The page of an organization selects one.</p>
<form method="post" action="${TARGET}">
<input type="hidden" name="action" value="mappings">
${textArea({ name: 'mappings', id: 'mapping-json', label: 'Role mappings (JSON)', value: view.value('mappings', stored), invalid: view.isInvalid('mappings'), rows: Math.min(20, stored.split('\n').length + 1) })}
<button type="submit">Save</button>
</form>`
}

import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Project } from '../../../domain/project/project.js'
import { assignableRoles, type RoleDefinitions, type RoleStructure } from '../../../domain/project/roles.js'
import { type ShownRoles, shownRoles } from '../../../seed/apply/change-roles.js'
import { sameByHttp } from '../../control/same-call.js'
import { type Html, page } from '../../html/page.js'
import { section } from '../../html/section.js'
import { formView, input, sameChoices, select, textArea } from '../parts/inputs.js'
import { message, statusOf } from '../parts/messages.js'
import type { Refused, ToolPage } from '../parts/tool-page.js'
import { roleActions } from './role-actions.js'
import { flagBoxes, roleTable, ROLES_PATH as TARGET } from './role-table.js'

const DONE = {
  structure: 'The structure was saved.',
  save: 'The role was saved.',
  add: 'The role was added.',
  remove: 'The role was removed.',
  raise: 'The role was moved up.',
  mappings: 'The role mappings were saved.',
}

const STRUCTURES: Readonly<Record<RoleStructure, string>> = {
  single_role_in_hierarchy: 'one role per member, in a hierarchy',
  multi_role: 'several roles per member',
}

/** The roles with their permissions and flags. */
export const rolesPage = (project: Project): ToolPage => ({
  path: TARGET,
  shared: true,
  render: (c, refused) => renderRoles(project, c, refused),
  actions: roleActions(project),
})

function renderRoles(project: Project, c: Context, refused: Refused | undefined) {
  const roles = shownRoles(project)
  const { structure, definitions, custom_role_mappings } = roles
  return page(
    c,
    { title: 'Roles', tool: true, status: statusOf(refused) },
    html`<h1>Roles and permissions</h1>
${message(c, refused, DONE)}
<p class="soft">A change stays until the next reset. The seed file has the roles under <code>roles</code> and <code>custom_role_mappings</code>.</p>
${section('structure', 'Structure and default roles', structureForm(project, roles, refused))}
${section('roles', `Roles (${Object.keys(definitions).length})`, roleTable(project, roles, refused))}
${section('new', 'New role', newRoleForm(project, definitions, refused))}
${section('mappings', `Role mappings (${Object.keys(custom_role_mappings).length})`, mappingForm(project, custom_role_mappings, refused))}
${sameByHttp(project, 'read and change the roles', { method: 'GET', path: TARGET }, { method: 'POST', path: TARGET, body: { structure, definitions } }, ['roles'])}`,
  )
}

function structureForm(project: Project, roles: ShownRoles, refused: Refused | undefined): Html {
  const view = formView(refused, 'structure')
  const { structure, default_owner_role: owner = '', default_role: usual = '' } = roles
  const names = assignableRoles(roles.definitions)
  const roleSelect = (name: string, label: string, stored: string, standard: string): Html => {
    const choices = [{ value: '', label: standard }, ...sameChoices(names)]
    return select({ name, label, value: view.value(name, stored), choices })
  }
  const body = { structure, default_owner_role: owner, default_role: usual }
  return html`<form method="post" action="${TARGET}">
<input type="hidden" name="action" value="structure">
<div class="columns">
${select({ name: 'structure', id: 'role-structure', label: 'Members have', value: view.value('structure', structure), choices: Object.entries(STRUCTURES).map(([value, label]) => ({ value, label })) })}
${roleSelect('default_owner_role', 'Role of the creator of an organization', owner, `the highest one (${names.at(0) ?? 'none'})`)}
${roleSelect('default_role', 'Role of members who join without an invitation', usual, `the lowest one (${names.at(-1) ?? 'none'})`)}
</div>
<button type="submit">Save</button>
</form>
${sameByHttp(project, 'change structure and default roles', { method: 'POST', path: TARGET, body }, ['roles', 'default', '--structure', structure, '--owner', owner, '--member', usual])}`
}

function newRoleForm(project: Project, definitions: RoleDefinitions, refused: Refused | undefined): Html {
  const view = formView(refused, 'add')
  const body = { definitions: { ...definitions, Guest: { permissions: [], is_internal: true } } }
  return html`<form method="post" action="${TARGET}">
<input type="hidden" name="action" value="add">
<div class="columns top">
${input({ name: 'role', label: 'Name (it becomes the lowest role)', required: true, value: view.value('role'), invalid: view.isInvalid('role') })}
${textArea({ name: 'permissions', label: 'Permissions, one a line', value: view.value('permissions') })}
</div>
${flagBoxes(view, {})}
<button type="submit">Add</button>
</form>
${sameByHttp(project, 'add a role', { method: 'POST', path: TARGET, body }, ['roles', 'add', 'Guest', '--internal'])}`
}

function mappingForm(
  project: Project,
  mappings: Readonly<Record<string, RoleDefinitions>>,
  refused: Refused | undefined,
): Html {
  const view = formView(refused, 'mappings')
  const stored = JSON.stringify(mappings, null, 2)
  return html`<p class="soft">Role sets of single organizations by name, such as <code>{ "Pro": { "Chief": { "permissions": ["can_view_billing"] } } }</code>. The page of an organization selects one.</p>
<form method="post" action="${TARGET}">
<input type="hidden" name="action" value="mappings">
${textArea({ name: 'mappings', id: 'mapping-json', label: 'Role mappings (JSON)', value: view.value('mappings', stored), invalid: view.isInvalid('mappings'), rows: Math.min(20, stored.split('\n').length + 1) })}
<button type="submit">Save</button>
</form>
${sameByHttp(project, 'change the role mappings', { method: 'POST', path: TARGET, body: { custom_role_mappings: mappings } })}`
}

import type { Context } from 'hono'
import { html } from 'hono/html'
import { findAnyUser } from '../../../domain/access/named.js'
import type { Org } from '../../../domain/orgs/orgs.js'
import type { Project } from '../../../domain/project/project.js'
import {
  type CountedScimGroup,
  deleteScimGroup,
  getScimGroup,
  queryScimGroups,
  saveScimGroup,
} from '../../../domain/sso/scim-groups.js'
import { sameByHttp } from '../../control/same-call.js'
import { formText } from '../../html/form.js'
import type { Html } from '../../html/page.js'
import { ownAddress } from '../../html/page-address.js'
import { pager, requestedPage } from '../../html/pager.js'
import { section } from '../../html/section.js'
import type { SubjectForms } from '../parts/detail-frame.js'
import { listOf, optionalText } from '../parts/form-values.js'
import { buttonForm, formView, input, textArea } from '../parts/inputs.js'
import type { Refused } from '../parts/tool-page.js'

/** The groups that the directory of the organization has sent, and a form that sends another. */
export function orgGroups(project: Project, c: Context, org: Org, refused: Refused | undefined): Html {
  const wanted = requestedPage(c, 'groups', 25)
  const { rows, total } = queryScimGroups(project, org.org_id, wanted)
  const name = org.seed_key ?? org.org_id
  return section(
    'scim',
    `SCIM groups (${total})`,
    html`${rows.length === 0 ? html`<p>The directory of the organization has sent no groups.</p>` : groupTable(c, rows)}
${pager(c, wanted, total, 'groups')}
${groupForm(c, refused)}
${sameByHttp(
  project,
  'list, add and remove groups',
  { method: 'GET', path: `/api/backend/v1/scim/${org.org_id}/groups` },
  { method: 'POST', path: '/_emulator/scim_groups', body: { org: name, name: 'Admins', members: ['owner'] } },
  { method: 'DELETE', path: `/_emulator/scim_groups?id=${rows[0]?.group_id ?? 'ID'}` },
)}`,
  )
}

const groupTable = (c: Context, groups: readonly CountedScimGroup[]): Html => html`<table class="list">
<thead><tr><th scope="col">Group</th><th scope="col">Members</th><th scope="col">External id</th><th scope="col">Actions</th></tr></thead>
<tbody>${groups.map(
  (group) => html`<tr>
<th scope="row">${group.display_name}</th>
<td data-label="Members">${group.members}</td>
<td data-label="External id">${group.external_id ?? ''}</td>
<td>${buttonForm({ target: ownAddress(c), action: 'remove_group', label: 'Remove', fields: { group: group.group_id }, name: `group ${group.display_name}` })}</td>
</tr>
`,
)}</tbody>
</table>`

function groupForm(c: Context, refused: Refused | undefined): Html {
  const view = formView(refused, 'save_group')
  return html`<details${view.refused ? html` open` : ''}>
<summary>Add a group</summary>
<form method="post" action="${ownAddress(c)}">
<input type="hidden" name="action" value="save_group">
<div class="columns">
${input({ name: 'name', id: 'group-name', label: 'Name of the group', required: true, value: view.value('name'), invalid: view.isInvalid('name') })}
${input({ name: 'external_id', id: 'group-external-id', label: 'External id (empty: none)', value: view.value('external_id') })}
</div>
${textArea({ name: 'members', id: 'group-members', label: 'Members, one a line (email, id or key)', value: view.value('members') })}
<button type="submit">Add</button>
</form>
</details>`
}

export const GROUP_FORMS: SubjectForms<Org>['stay'] = {
  save_group(project, org, form) {
    saveScimGroup(project, {
      orgId: org.org_id,
      name: formText(form, 'name'),
      externalId: optionalText(form, 'external_id'),
      userIds: listOf(form, 'members').map((name) => findAnyUser(project, name).user_id),
    })
  },
  remove_group(project, org, form) {
    deleteScimGroup(project, getScimGroup(project, org.org_id, formText(form, 'group')).group_id)
  },
}

import type { Context } from 'hono'
import { html } from 'hono/html'
import { type ListedOrg, ORG_ORDERS, type OrgOrder, searchOrgs } from '../../../domain/orgs/org-queries.js'
import { createOrg, requireOrgsEnabled } from '../../../domain/orgs/orgs.js'
import type { Project } from '../../../domain/project/project.js'
import { readSettings } from '../../../domain/project/settings.js'
import { sameByHttp } from '../../control/same-call.js'
import { formText } from '../../html/form.js'
import type { Html } from '../../html/page.js'
import { ownAddress } from '../../html/page-address.js'
import { requestedPage } from '../../html/pager.js'
import { timeOfSeconds } from '../../html/time.js'
import { optionalText } from '../parts/form-values.js'
import { formView, input, select } from '../parts/inputs.js'
import { listFrame } from '../parts/list-frame.js'
import type { Action, Refused, ToolPage } from '../parts/tool-page.js'

const ORDERS: Readonly<Record<OrgOrder, string>> = {
  CREATED_AT_ASC: 'Oldest first',
  CREATED_AT_DESC: 'Newest first',
  NAME: 'By name',
}

const PATH = '/_emulator/orgs'

/** All organizations, with a search and a form for a new one. */
export const orgListPage = (project: Project): ToolPage => ({
  path: PATH,
  shared: true,
  render: (c, refused) => renderList(project, c, refused),
  actions: { create: create(project) },
})

const create =
  (project: Project): Action =>
  (form) => {
    requireOrgsEnabled(project)
    const { org_id } = createOrg(project, { name: formText(form, 'name'), domain: optionalText(form, 'domain') })
    return `${PATH}/${org_id}?done=create`
  }

function renderList(project: Project, c: Context, refused: Refused | undefined) {
  const text = c.req.query('q')?.trim() || undefined
  const order = ORG_ORDERS.find((known) => known === c.req.query('order')) ?? 'CREATED_AT_ASC'
  const wanted = requestedPage(c)
  const found = searchOrgs(project, { ...wanted, text, order })
  return listFrame(c, refused, {
    path: PATH,
    title: 'Organizations',
    one: 'organization',
    note: readSettings(project).has_orgs ? '' : SWITCHED_OFF,
    isFiltered: text !== undefined,
    filter: html`${input({ name: 'q', label: 'Name, domain, id or key', type: 'search', value: text ?? '' })}
${select({ name: 'order', label: 'Order', value: order, choices: ORG_ORDERS.map((value) => ({ value, label: ORDERS[value] })) })}`,
    wanted,
    found,
    table: table(found.rows),
    same: sameSearch(project, text, order),
    create: createForm(project, c, refused),
  })
}

const SWITCHED_OFF = html`<p class="notice">Organizations are switched off (<code>has_orgs</code>): their endpoints answer 426. <a href="/_emulator/settings">Settings</a></p>`

function sameSearch(project: Project, text: string | undefined, order: OrgOrder): Html {
  const body = { page_size: 100, order_by: order, ...(text === undefined ? {} : { name: text }) }
  const command = ['orgs', 'list', ...(text === undefined ? [] : ['--query', text])]
  return sameByHttp(project, 'find organizations', { method: 'POST', path: '/api/backend/v1/org/query', body }, command)
}

const table = (orgs: readonly ListedOrg[]): Html => html`<table class="list">
<thead><tr><th scope="col">Name</th><th scope="col">Members</th><th scope="col">Domain</th><th scope="col">Created</th></tr></thead>
<tbody>${orgs.map(
  (org) => html`<tr>
<th scope="row"><a href="/_emulator/orgs/${org.org_id}">${org.name}</a></th>
<td data-label="Members">${org.members}</td>
<td data-label="Domain">${org.domain ?? ''}</td>
<td data-label="Created">${timeOfSeconds(org.created_at)}</td>
</tr>
`,
)}</tbody>
</table>`

function createForm(project: Project, c: Context, refused: Refused | undefined): Html {
  const view = formView(refused, 'create')
  return html`<form method="post" action="${ownAddress(c)}">
<input type="hidden" name="action" value="create">
<div class="columns">
${input({ name: 'name', label: 'Name', required: true, value: view.value('name'), invalid: view.isInvalid('name') })}
${input({ name: 'domain', label: 'Domain (empty: none)', value: view.value('domain'), invalid: view.isInvalid('domain') })}
</div>
<button type="submit">Create</button>
</form>
${sameByHttp(project, 'create an organization', { method: 'POST', path: '/api/backend/v1/org/', body: { name: 'New' } }, ['orgs', 'create', 'New'])}`
}

import type { Context } from 'hono'
import { html } from 'hono/html'
import { findAnyOrg } from '../../../domain/access/named.js'
import { addMember } from '../../../domain/orgs/memberships.js'
import type { Project } from '../../../domain/project/project.js'
import { readSettings } from '../../../domain/project/settings.js'
import { hasNames, usernameLabel } from '../../../domain/project/user-properties.js'
import { searchUsers, USER_ORDERS, USER_STATES, type UserOrder } from '../../../domain/users/user-queries.js'
import { createUser } from '../../../domain/users/users.js'
import { sameByHttp } from '../../control/same-call.js'
import { formText } from '../../html/form.js'
import type { Html } from '../../html/page.js'
import { ownAddress } from '../../html/page-address.js'
import { requestedPage } from '../../html/pager.js'
import { isTicked, optionalText } from '../parts/form-values.js'
import { checkbox, formView, input, sameChoices, select } from '../parts/inputs.js'
import { listFrame } from '../parts/list-frame.js'
import { orgSuggestions, roleChoices } from '../parts/org-fields.js'
import { signInTarget } from '../parts/sign-in-form.js'
import type { Action, Refused, ToolPage } from '../parts/tool-page.js'
import { userTable } from './user-rows.js'

const ORDERS: Readonly<Record<UserOrder, string>> = {
  CREATED_AT_ASC: 'Oldest first',
  CREATED_AT_DESC: 'Newest first',
  LAST_ACTIVE_AT_DESC: 'Last active first',
  LAST_ACTIVE_AT_ASC: 'Longest inactive first',
  EMAIL: 'By email',
  USERNAME: 'By username',
}

const PATH = '/_emulator/users'

/** All users, with a search and a form for a new one. */
export const userListPage = (project: Project): ToolPage => ({
  path: PATH,
  shared: true,
  render: (c, refused) => renderList(project, c, refused),
  actions: { create: create(project) },
})

const create =
  (project: Project): Action =>
  (form) => {
    const user = project.db.transaction(() => {
      const created = createUser(project, {
        email: formText(form, 'email'),
        email_confirmed: isTicked(form, 'email_confirmed'),
        password: formText(form, 'password') || undefined,
        username: optionalText(form, 'username'),
        first_name: optionalText(form, 'first_name'),
        last_name: optionalText(form, 'last_name'),
      })
      const org = optionalText(form, 'org')
      if (org !== undefined) {
        const assignment = { role: formText(form, 'role'), additionalRoles: [] }
        addMember(project, created.user_id, findAnyOrg(project, org).org_id, assignment)
      }
      return created
    })
    return `${PATH}/${user.user_id}?done=create`
  }

function renderList(project: Project, c: Context, refused: Refused | undefined) {
  const text = c.req.query('q')?.trim() || undefined
  const state = USER_STATES.find((known) => known === c.req.query('state'))
  const order = USER_ORDERS.find((known) => known === c.req.query('order')) ?? 'CREATED_AT_ASC'
  const wanted = requestedPage(c)
  const found = searchUsers(project, { ...wanted, text, state, order })
  return listFrame(c, refused, {
    path: PATH,
    title: 'Users',
    one: 'user',
    isFiltered: text !== undefined || state !== undefined,
    filter: html`${input({ name: 'q', label: 'Email, name, id or key', type: 'search', value: text ?? '' })}
${select({ name: 'state', label: 'State', value: state ?? '', choices: [{ value: '', label: 'all' }, ...sameChoices(USER_STATES)] })}
${select({ name: 'order', label: 'Order', value: order, choices: USER_ORDERS.map((value) => ({ value, label: ORDERS[value] })) })}`,
    wanted,
    found,
    table: userTable(project, found.rows),
    same: sameSearch(project, text, order),
    create: createForm(project, c, refused),
    formTarget: signInTarget(project, c),
  })
}

function sameSearch(project: Project, text: string | undefined, order: UserOrder): Html {
  const part = text === undefined ? {} : { email_or_username: text }
  const query = new URLSearchParams({ order_by: order, page_size: '100', ...part })
  const command = ['users', 'list', ...(text === undefined ? [] : ['--query', text])]
  return sameByHttp(project, 'find users', { method: 'GET', path: `/api/backend/v1/user/query?${query}` }, command)
}

function createForm(project: Project, c: Context, refused: Refused | undefined): Html {
  const view = formView(refused, 'create')
  const settings = readSettings(project)
  const username = usernameLabel(settings)
  const text = (name: string, label: string): Html =>
    input({ name, label, value: view.value(name), invalid: view.isInvalid(name) })
  return html`<form method="post" action="${ownAddress(c)}">
<input type="hidden" name="action" value="create">
<div class="columns">
${input({ name: 'email', label: 'Email', type: 'email', required: true, value: view.value('email'), invalid: view.isInvalid('email') })}
${input({ name: 'password', label: 'Password (at least 8 characters; empty: none)', value: view.value('password'), invalid: view.isInvalid('password') })}
${hasNames(settings) ? html`${text('first_name', 'First name')}${text('last_name', 'Last name')}` : ''}
${username === undefined ? '' : text('username', username)}
${
  settings.has_orgs
    ? html`${input({ name: 'org', label: 'Organization (id or key; empty: none)', value: view.value('org'), invalid: view.isInvalid('org'), list: 'orgs' })}
${select({ name: 'role', label: 'Role', value: view.value('role'), choices: roleChoices(project) })}`
    : ''
}
</div>
${checkbox('email_confirmed', 'The address is confirmed', view.checked('email_confirmed', true))}
<button type="submit">Create</button>
</form>
${orgSuggestions(project)}
${sameByHttp(project, 'create a user', { method: 'POST', path: '/api/backend/v1/user/', body: { email: 'new@example.test', email_confirmed: true, password: 'long enough' } }, ['users', 'create', 'new@example.test', '--password', 'long enough'])}`
}

import type { Context } from 'hono'
import { html } from 'hono/html'
import { type Invite, queryInvites } from '../../../domain/orgs/invites.js'
import type { Org } from '../../../domain/orgs/orgs.js'
import type { Project } from '../../../domain/project/project.js'
import { sameByHttp } from '../../control/same-call.js'
import type { Html } from '../../html/page.js'
import { ownAddress } from '../../html/page-address.js'
import { pager, requestedPage } from '../../html/pager.js'
import { section } from '../../html/section.js'
import { timeOfSeconds } from '../../html/time.js'
import { buttonForm, formView, input, select } from '../parts/inputs.js'
import { hasSeveralRoles, roleChoices } from '../parts/org-fields.js'
import type { Refused } from '../parts/tool-page.js'

/** The pending invitations, and a form for a new one. */
export function orgInvites(project: Project, c: Context, org: Org, refused: Refused | undefined): Html {
  const wanted = requestedPage(c, 'invites', 25)
  const { rows, total } = queryInvites(project, org.org_id, wanted)
  return section(
    'invites',
    `Pending invitations (${total})`,
    html`${rows.length === 0 ? html`<p>There are no pending invitations.</p>` : inviteTable(c, rows)}
${pager(c, wanted, total, 'invites')}
${inviteForm(project, c, org, refused)}
${sameByHttp(
  project,
  'invite and revoke',
  {
    method: 'POST',
    path: '/api/backend/v1/invite_user',
    body: { org_id: org.org_id, email: 'guest@example.test', role: 'Member' },
  },
  {
    method: 'DELETE',
    path: '/api/backend/v1/pending_org_invites',
    body: { org_id: org.org_id, invitee_email: rows[0]?.invitee_email ?? 'guest@example.test' },
  },
)}`,
  )
}

const inviteTable = (c: Context, invites: readonly Invite[]): Html => html`<table class="list">
<thead><tr><th scope="col">Email</th><th scope="col">Roles</th><th scope="col">Expires</th><th scope="col">Actions</th></tr></thead>
<tbody>${invites.map(
  (invite) => html`<tr>
<th scope="row"><a href="/_emulator/mail?to=${encodeURIComponent(invite.invitee_email)}">${invite.invitee_email}</a></th>
<td data-label="Roles">${[invite.role_in_org, ...(JSON.parse(invite.additional_roles_in_org) as string[])].join(', ')}</td>
<td data-label="Expires">${timeOfSeconds(invite.expires_at)}</td>
<td>${buttonForm({ target: ownAddress(c), action: 'revoke', label: 'Revoke', fields: { email: invite.invitee_email }, name: `invitation of ${invite.invitee_email}` })}</td>
</tr>
`,
)}</tbody>
</table>`

function inviteForm(project: Project, c: Context, org: Org, refused: Refused | undefined): Html {
  const view = formView(refused, 'invite')
  return html`<details${view.refused ? html` open` : ''}>
<summary>Invite by email</summary>
<form method="post" action="${ownAddress(c)}">
<input type="hidden" name="action" value="invite">
<div class="columns">
${input({ name: 'email', label: 'Email', type: 'email', required: true, value: view.value('email'), invalid: view.isInvalid('email') })}
${select({ name: 'role', id: 'invite-role', label: 'Role', value: view.value('role'), choices: roleChoices(project, org) })}
${hasSeveralRoles(project) ? input({ name: 'additional_roles', id: 'invite-roles', label: 'Further roles, separated by commas', value: view.value('additional_roles') }) : ''}
</div>
<button type="submit">Invite</button>
</form>
</details>`
}

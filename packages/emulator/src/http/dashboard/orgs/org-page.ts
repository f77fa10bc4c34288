import type { Context } from 'hono'
import { html } from 'hono/html'
import { findOrg, type Org } from '../../../domain/orgs/orgs.js'
import type { Project } from '../../../domain/project/project.js'
import { sameByHttp } from '../../control/same-call.js'
import { type Html, page } from '../../html/page.js'
import { section } from '../../html/section.js'
import { timeOfSeconds } from '../../html/time.js'
import { buttonForm } from '../parts/inputs.js'
import { message, missingPage, statusOf } from '../parts/messages.js'
import type { Refused, ToolPage } from '../parts/tool-page.js'
import { orgActions } from './org-actions.js'
import { orgInvites } from './org-invites.js'
import { orgMembers } from './org-members.js'
import { orgSettings } from './org-settings.js'

const DONE = {
  create: 'The organization was created.',
  settings: 'The organization was saved.',
  add_member: 'The user is a member now.',
  change_role: 'The role was changed.',
  remove_member: 'The user is not a member any more.',
  invite: 'The invitation is in the mail.',
  revoke: 'The invitation was revoked.',
}

/** One organization, with everything that can be done. */
export const orgPage = (project: Project): ToolPage => ({
  path: '/_emulator/orgs/:id',
  shared: true,
  render(c, refused) {
    const org = findOrg(project, (c.req.param('id') ?? '').toLowerCase())
    return org ? renderOrg(project, c, org, refused) : missingPage(c, 'Organization', '/_emulator/orgs')
  },
  actions: orgActions(project),
})

function renderOrg(project: Project, c: Context, org: Org, refused: Refused | undefined) {
  return page(
    c,
    { title: org.name, tool: true, status: statusOf(refused) },
    html`<p><a href="/_emulator/orgs">Organizations</a></p>
<h1>${org.name}</h1>
${message(c, refused, DONE)}
${section('facts', 'Organization', facts(org))}
${orgMembers(project, c, org, refused)}
${orgInvites(project, c, org, refused)}
${section('settings', 'Settings', orgSettings(project, org, refused))}
${section('deletion', 'Delete the organization', deletion(project, org))}`,
  )
}

const facts = (org: Org): Html => html`<table>
<tbody>
<tr><th scope="row">Id</th><td><code>${org.org_id}</code></td></tr>
<tr><th scope="row">Name in URLs</th><td><code>${org.url_safe_name}</code></td></tr>
${org.seed_key === null ? '' : html`<tr><th scope="row">Key in the seed</th><td><code>${org.seed_key}</code></td></tr>`}
<tr><th scope="row">Created</th><td>${timeOfSeconds(org.created_at)}</td></tr>
<tr><th scope="row">Isolated</th><td>${org.isolated === 1 ? 'yes' : 'no'}</td></tr>
</tbody>
</table>`

/** Behind a second click. */
const deletion = (project: Project, org: Org): Html => html`<details>
<summary>Delete ${org.name}</summary>
<p>The memberships, invitations and API keys are deleted, too. There is no way back but a reset.</p>
${buttonForm({ target: `/_emulator/orgs/${org.org_id}`, action: 'delete', label: 'Delete', name: org.name, danger: true })}
</details>
${sameByHttp(project, 'delete the organization', { method: 'DELETE', path: `/api/backend/v1/org/${org.org_id}` })}`

import type { Context } from 'hono'
import { html } from 'hono/html'
import { findOrg, type Org } from '../../../domain/orgs/orgs.js'
import type { Project } from '../../../domain/project/project.js'
import { sameByHttp } from '../../control/same-call.js'
import type { Html } from '../../html/page.js'
import { section } from '../../html/section.js'
import { timeOfSeconds } from '../../html/time.js'
import { deletion, detailFrame } from '../parts/detail-frame.js'
import { missingPage } from '../parts/messages.js'
import type { Refused, ToolPage } from '../parts/tool-page.js'
import { orgActions } from './org-actions.js'
import { orgGroups } from './org-groups.js'
import { orgInvites } from './org-invites.js'
import { orgMembers } from './org-members.js'
import { orgSettings } from './org-settings.js'
import { orgSso, ssoTarget } from './org-sso.js'

const DONE = {
  create: 'The organization was created.',
  settings: 'The organization was saved.',
  add_member: 'The user is a member now.',
  change_role: 'The role was changed.',
  remove_member: 'The user is not a member any more.',
  invite: 'The invitation is in the mail.',
  revoke: 'The invitation was revoked.',
  connect_saml: 'The organization logs in with the provider of the emulator, by SAML.',
  connect_oidc: 'The organization logs in with the provider of the emulator, by OpenID Connect.',
  go_live: 'The connection is live.',
  disconnect: 'The connection was removed.',
  save_group: 'The group was saved.',
  remove_group: 'The group was removed.',
}

const LIST = { path: '/_emulator/orgs', title: 'Organizations' }

/** One organization, with everything that can be done. */
export const orgPage = (project: Project): ToolPage => ({
  path: '/_emulator/orgs/:id',
  shared: true,
  render(c, refused) {
    const org = findOrg(project, (c.req.param('id') ?? '').toLowerCase())
    return org ? renderOrg(project, c, org, refused) : missingPage(c, 'Organization', LIST.path)
  },
  actions: orgActions(project),
})

function renderOrg(project: Project, c: Context, org: Org, refused: Refused | undefined) {
  return detailFrame(c, refused, {
    list: LIST,
    title: org.name,
    done: DONE,
    formTarget: ssoTarget(project, org),
    content: html`${section('facts', 'Organization', facts(org))}
${orgMembers(project, c, org, refused)}
${orgInvites(project, c, org, refused)}
${orgSso(project, org)}
${orgGroups(project, c, org, refused)}
${section('settings', 'Settings', orgSettings(project, org, refused))}
${deletion({
  target: `${LIST.path}/${org.org_id}`,
  one: 'organization',
  name: org.name,
  with: 'The memberships, invitations and API keys',
  same: sameByHttp(project, 'delete the organization', { method: 'DELETE', path: `/api/backend/v1/org/${org.org_id}` }),
})}`,
  })
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

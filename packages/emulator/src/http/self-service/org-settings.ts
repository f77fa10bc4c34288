import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { findOrg } from '../../domain/orgs/orgs.js'
import { type OrgWords, orgWords } from '../../domain/project/org-words.js'
import type { Project } from '../../domain/project/project.js'
import type { ActionError } from '../../domain/self-service/action-error.js'
import type { MemberRights } from '../../domain/self-service/member-rights.js'
import { canDeleteOrg, deleteOwnOrg, updateOrgSettings } from '../../domain/self-service/org-settings.js'
import { domainOf } from '../../domain/users/user-rules.js'
import { checkbox, field } from '../html/field.js'
import { formText } from '../html/form.js'
import { type Html, page } from '../html/page.js'
import { alert, section } from '../html/section.js'
import { ownPath } from '../own-address.js'
import { orgHead, orgSettingsPath } from './frame.js'
import { inOrg } from './in-org.js'
import { fieldProblem, otherProblem, problemOf, statusOf } from './problem.js'
import { canSetUpSso } from './setup-sso.js'

type Form = Readonly<Record<string, unknown>>

/** The settings of an organization that its members can change. */
export function orgSettingsRoutes(project: Project): Hono {
  const show = inOrg(project, (c, rights) => settingsPage(project, c, rights))
  return new Hono()
    .get('/org/settings', show)
    .get('/org/settings/:id', show)
    .post('/org/settings/:id/name', action(project, rename))
    .post('/org/settings/:id/access', action(project, changeAccess))
    .post('/org/settings/:id/delete', action(project, deleteOwnOrg))
}

type Act = (project: Project, rights: MemberRights, form: Form) => void

const rename: Act = (project, rights, form) => updateOrgSettings(project, rights, { name: formText(form, 'name') })

const changeAccess: Act = (project, rights, form) =>
  updateOrgSettings(project, rights, {
    autojoin: form.autojoin === 'on',
    restrict: form.restrict === 'on',
    require2faBy: toTime(formText(form, 'require_2fa_by')),
  })

/** The start of a day, null for none. */
const toTime = (date: string): string | null => (/^\d{4}-\d\d-\d\d$/.test(date) ? `${date}T00:00:00.000Z` : null)

/** Takes the action of a form, and shows the page again. */
const action = (project: Project, act: Act) =>
  inOrg(project, async (c, rights) => {
    const form = await c.req.parseBody()
    const problem = await problemOf(() => act(project, rights, form))
    if (problem) return settingsPage(project, c, rights, problem)
    const next = findOrg(project, rights.org.org_id)
      ? orgSettingsPath(c, rights.org.org_id, { done: 'settings' })
      : ownPath(c, '/account', { done: 'org_deleted' })
    return c.redirect(next, 303)
  })

function settingsPage(project: Project, c: Context, rights: MemberRights, problem?: ActionError) {
  const { org } = rights
  const words = orgWords(project)
  const path = (name: string): string => ownPath(c, `/org/settings/${org.org_id}/${name}`)
  return page(
    c,
    { title: `Settings of ${org.name}`, wide: true, status: statusOf(problem) },
    html`${orgHead(project, c, rights, 'settings')}
${alert(otherProblem(problem, 'name'))}
${section('name-section', 'Name', nameForm(rights, path('name'), words, problem))}
${section('access', 'Access', accessForm(rights, path('access')))}
${canSetUpSso(rights) ? section('sso', 'Single sign-on', html`<p><a href="${ownPath(c, '/saml', { id: org.org_id })}">Set up single sign-on</a></p>`) : ''}
${canDeleteOrg(project, rights) ? section('delete', `Delete the ${words.one}`, deleteForm(path('delete'), words)) : ''}`,
  )
}

function nameForm(rights: MemberRights, path: string, words: OrgWords, problem: ActionError | undefined): Html {
  const { name } = rights.org
  if (!rights.can('can_update_org_metadata'))
    return html`<p>${name}</p><p class="soft">Your role does not let you change it.</p>`
  return html`<form method="post" action="${path}">
${field({
  name: 'name',
  label: `Name of the ${words.one}`,
  attributes: html`autocomplete="organization" maxlength="255" required value="${name}"`,
  error: fieldProblem(problem, 'name'),
})}
<button type="submit">Save the name</button>
</form>`
}

function accessForm(rights: MemberRights, path: string): Html {
  const { org, user } = rights
  const domain = org.domain ?? domainOf(user.email)
  if (!rights.can('can_edit_org_access'))
    return html`<ul>
<li>${org.domain_autojoin === 1 ? `Everyone with an address at ${domain} can join.` : 'Members need an invitation.'}</li>
<li>${org.domain_restrict === 1 ? `Only addresses at ${domain} can be members.` : 'Addresses of every domain can be members.'}</li>
</ul>
<p class="soft">Your role does not let you change it.</p>`
  return html`<form method="post" action="${path}">
${checkbox('autojoin', `Everyone with an address at ${domain} can join`, org.domain_autojoin === 1)}
${checkbox('restrict', `Only addresses at ${domain} can be members`, org.domain_restrict === 1)}
${field({
  name: 'require_2fa_by',
  label: 'Two-factor authentication required from (optional)',
  attributes: html`type="date" value="${org.require_2fa_by?.slice(0, 10) ?? ''}"`,
})}
<button type="submit">Save the access rules</button>
</form>`
}

const deleteForm = (
  path: string,
  { one }: OrgWords,
): Html => html`<p>All memberships, invitations and API keys of the ${one} are deleted with it.</p>
<form method="post" action="${path}"><button type="submit" class="danger">Delete the ${one}</button></form>`

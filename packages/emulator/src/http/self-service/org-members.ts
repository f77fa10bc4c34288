import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { Invite } from '../../domain/orgs/invites.js'
import { defaultRoleOf } from '../../domain/orgs/orgs.js'
import { orgWords } from '../../domain/project/org-words.js'
import type { Project } from '../../domain/project/project.js'
import type { ActionError } from '../../domain/self-service/action-error.js'
import type { MemberRights } from '../../domain/self-service/member-rights.js'
import { inviteToOrg, listOrgInvites, revokeOrgInvite } from '../../domain/self-service/org-invites.js'
import {
  changeMemberRole,
  type ListedMember,
  listMembers,
  removeOrgMember,
} from '../../domain/self-service/org-members.js'
import { field } from '../html/field.js'
import { formText } from '../html/form.js'
import { type Html, page } from '../html/page.js'
import { alert, section } from '../html/section.js'
import { dateOfSeconds } from '../html/time.js'
import { ownPath } from '../own-address.js'
import { orgHead, orgPath } from './frame.js'
import { inOrg } from './in-org.js'
import { fieldProblem, otherProblem, problemOf, statusOf } from './problem.js'
import { readRoles, roleField } from './role-field.js'

type Form = Readonly<Record<string, unknown>>

const PAGE_SIZE = 25

/** The members and invitations of an organization. */
export function orgMemberRoutes(project: Project): Hono {
  return new Hono()
    .get(
      '/org',
      inOrg(project, (c, rights) => membersPage(project, c, rights)),
    )
    .post('/org/members/role', action(project, 'role', setRole))
    .post('/org/members/remove', action(project, 'removed', remove))
    .post('/org/invite', action(project, 'invited', invite))
    .post('/org/invites/revoke', action(project, 'revoked', revoke))
}

type Act = (project: Project, rights: MemberRights, form: Form) => void

const setRole: Act = (project, rights, form) =>
  changeMemberRole(project, rights, formText(form, 'user_id').toLowerCase(), readRoles(form))

const remove: Act = (project, rights, form) => removeOrgMember(project, rights, formText(form, 'user_id').toLowerCase())

const invite: Act = (project, rights, form) =>
  inviteToOrg(project, rights, formText(form, 'email').trim(), readRoles(form))

const revoke: Act = (project, rights, form) => revokeOrgInvite(project, rights, formText(form, 'email'))

/** Takes the action of a form, and shows the page again. A member who has left goes to the account. */
const action = (project: Project, done: string, act: Act) =>
  inOrg(project, async (c, rights) => {
    const form = await c.req.parseBody({ all: true })
    const problem = await problemOf(() => act(project, rights, form))
    if (problem) return membersPage(project, c, rights, { form, problem })
    const hasLeft = done === 'removed' && formText(form, 'user_id').toLowerCase() === rights.user.user_id
    const next = hasLeft ? ownPath(c, '/account', { done: 'left' }) : orgPath(c, rights.org.org_id, { done })
    return c.redirect(next, 303)
  })

interface Refused {
  readonly form: Form
  readonly problem: ActionError
}

function membersPage(project: Project, c: Context, rights: MemberRights, refused?: Refused) {
  const search = c.req.query('search') || undefined
  const number = Math.min(Math.max(Math.trunc(Number(c.req.query('page') ?? 0)) || 0, 0), 1_000_000)
  const { rows, total } = listMembers(project, rights, { size: PAGE_SIZE, number, search })
  const invites = listOrgInvites(project, rights, { size: 100, number: 0, expired: false })
  const canInvite = rights.can('can_invite') && rights.manages.length > 0
  return page(
    c,
    { title: rights.org.name, wide: true, status: statusOf(refused?.problem) },
    html`${orgHead(project, c, rights, 'members')}
${alert(otherProblem(refused?.problem, 'email'))}
${canInvite ? section('invite', 'Invite a member', inviteForm(project, c, rights, refused)) : ''}
${canInvite ? section('invites', `Pending invitations (${invites.total})`, inviteTable(c, rights, invites.rows)) : ''}
${section(
  'members',
  `Members (${total})`,
  html`${rights.can('can_view_other_members') ? searchForm(c, rights, search) : ''}
<table class="list">
<thead><tr><th scope="col">Email</th><th scope="col">Name</th><th scope="col">Role</th><th scope="col">Actions</th></tr></thead>
<tbody>${rows.map((member) => memberRow(project, c, rights, member))}</tbody>
</table>
${pageLinks(c, rights, { number, total, search })}`,
)}`,
  )
}

function inviteForm(project: Project, c: Context, rights: MemberRights, refused: Refused | undefined): Html {
  const email = html`type="email" autocomplete="off" required value="${formText(refused?.form ?? {}, 'email')}"`
  const selected = { role: defaultRoleOf(project, rights.org), additionalRoles: [] }
  return html`<form method="post" action="${ownPath(c, '/org/invite', { id: rights.org.org_id })}">
<div class="columns">
<div>${field({ name: 'email', label: 'Email', attributes: email, error: fieldProblem(refused?.problem, 'email') })}</div>
<div><label for="invite-role">Role</label>${roleField(project, { id: 'invite-role', roles: rights.manages, selected })}</div>
</div>
<button type="submit">Send the invitation</button>
</form>`
}

const inviteTable = (c: Context, rights: MemberRights, invites: readonly Invite[]): Html =>
  invites.length === 0
    ? html`<p class="soft">There are no pending invitations.</p>`
    : html`<table class="list">
<thead><tr><th scope="col">Email</th><th scope="col">Role</th><th scope="col">Expires</th><th scope="col">Actions</th></tr></thead>
<tbody>${invites.map((invite) => inviteRow(c, rights, invite))}</tbody>
</table>`

function inviteRow(c: Context, rights: MemberRights, invite: Invite): Html {
  const roles = [invite.role_in_org, ...(JSON.parse(invite.additional_roles_in_org) as string[])]
  return html`<tr>
<th scope="row">${invite.invitee_email}</th>
<td data-label="Role">${roles.join(', ')}</td>
<td data-label="Expires">${dateOfSeconds(invite.expires_at)}</td>
<td><form method="post" action="${ownPath(c, '/org/invites/revoke', { id: rights.org.org_id })}"><input type="hidden" name="email" value="${invite.invitee_email}"><button type="submit" class="danger" aria-label="Revoke the invitation of ${invite.invitee_email}">Revoke</button></form></td>
</tr>`
}

const searchForm = (
  c: Context,
  rights: MemberRights,
  search: string | undefined,
): Html => html`<form class="filter" method="get" action="/org">
<input type="hidden" name="id" value="${rights.org.org_id}">
${c.req.query('rt') ? html`<input type="hidden" name="rt" value="${c.req.query('rt')}">` : ''}
<div><label for="search">Part of the address</label>
<input id="search" name="search" value="${search ?? ''}"></div>
<button type="submit" class="quiet">Search</button>
</form>`

function memberRow(project: Project, c: Context, rights: MemberRights, member: ListedMember): Html {
  const { user, assignment } = member
  const isSelf = user.user_id === rights.user.user_id
  const name = [user.first_name, user.last_name].filter(Boolean).join(' ')
  const state = user.enabled === 0 ? ' (disabled)' : ''
  return html`<tr>
<th scope="row">${user.email}${state}${isSelf ? html` <small>you</small>` : ''}</th>
<td data-label="Name">${name}</td>
<td data-label="Role">${member.possibleRoles.length > 1 ? roleForm(project, c, rights, member) : [assignment.role, ...assignment.additionalRoles].join(', ')}</td>
<td>${member.removable ? removeForm(project, c, rights, member) : ''}</td>
</tr>`
}

const roleForm = (
  project: Project,
  c: Context,
  rights: MemberRights,
  { user, assignment, possibleRoles }: ListedMember,
): Html => html`<form class="inline" method="post" action="${ownPath(c, '/org/members/role', { id: rights.org.org_id })}">
<input type="hidden" name="user_id" value="${user.user_id}">
${roleField(project, { id: `role-${user.user_id}`, roles: possibleRoles, selected: assignment, label: `Role of ${user.email}` })}
<button type="submit" class="quiet" aria-label="Change the role of ${user.email}">Change</button>
</form>`

function removeForm(project: Project, c: Context, rights: MemberRights, { user }: ListedMember): Html {
  const isSelf = user.user_id === rights.user.user_id
  const label = isSelf ? `Leave the ${orgWords(project).one}` : `Remove ${user.email}`
  return html`<form method="post" action="${ownPath(c, '/org/members/remove', { id: rights.org.org_id })}">
<input type="hidden" name="user_id" value="${user.user_id}">
<button type="submit" class="danger" aria-label="${label}">${isSelf ? 'Leave' : 'Remove'}</button>
</form>`
}

interface Shown {
  readonly number: number
  readonly total: number
  readonly search: string | undefined
}

function pageLinks(c: Context, rights: MemberRights, { number, total, search }: Shown): Html | string {
  if (total <= PAGE_SIZE) return ''
  const link = (to: number, label: string): Html =>
    html`<a href="${orgPath(c, rights.org.org_id, { page: String(to), ...(search === undefined ? {} : { search }) })}">${label}</a>`
  const hasMore = (number + 1) * PAGE_SIZE < total
  return html`<nav class="pages" aria-label="Pages of members">${number > 0 ? link(number - 1, 'Previous') : ''} ${hasMore ? link(number + 1, 'Next') : ''}</nav>`
}

import { type Context, Hono } from 'hono'
import type { Invite } from '../../domain/orgs/invites.js'
import type { PageRequest } from '../../domain/project/page.js'
import type { Project } from '../../domain/project/project.js'
import { memberRights } from '../../domain/self-service/member-rights.js'
import { inviteToOrg, listOrgInvites, revokeOrgInvite } from '../../domain/self-service/org-invites.js'
import {
  changeMemberRole,
  type ListedMember,
  listMembers,
  removeOrgMember,
} from '../../domain/self-service/org-members.js'
import { hasSecondFactor } from '../../domain/users/second-factor.js'
import type { User } from '../../domain/users/user-lookup.js'
import { pageAnswer, readPageRequest } from '../backend/paging.js'
import { type Fields, queryFields } from '../fields.js'
import { forUser, readFields, readOrgId } from './caller.js'
import { withCodes } from './reply.js'

/** The members and invitations of an organization. */
export function memberRoutes(project: Project): Hono {
  return new Hono()
    .get('/org_membership/:id/members', list(project, membersAnswer))
    .get('/org_membership/:id/pending_invites', list(project, invitesAnswer('pending_invites', false)))
    .get('/org_membership/:id/expired_invites', list(project, invitesAnswer('expired_invites', true)))
    .post('/invite_user', change(project, invite))
    .post('/revoke_user_invitation', change(project, revoke))
    .post('/change_role', change(project, setRole))
    .post('/remove_user', change(project, remove))
}

interface Search extends PageRequest {
  readonly orgId: string
  readonly search: string | undefined
}

const list = (project: Project, answer: (project: Project, user: User, search: Search) => object) =>
  forUser(project, (user, c) => answer(project, user, readSearch(c)))

function readSearch(c: Context): Search {
  const fields = queryFields(new URL(c.req.url).searchParams)
  const search = fields.text('email_search')
  const page = readPageRequest(fields)
  fields.check()
  return { ...page, orgId: (c.req.param('id') ?? '').toLowerCase(), search }
}

/** The fields of a list beside its rows. */
function listAnswer(page: PageRequest, total: number) {
  const { current_page: page_number, ...rest } = pageAnswer(page, total)
  return { ...rest, page_number, total_count: total }
}

function membersAnswer(project: Project, user: User, search: Search) {
  const { rows, total } = listMembers(project, memberRights(project, user, search.orgId), search)
  return { users: rows.map(memberRecord), ...listAnswer(search, total) }
}

const memberRecord = ({ user, assignment, possibleRoles, removable }: ListedMember) => ({
  user_id: user.user_id,
  email: user.email,
  role: assignment.role,
  additional_roles: assignment.additionalRoles,
  possible_roles: possibleRoles,
  can_be_deleted: removable,
  is_enabled: user.enabled === 1,
  is_2fa_enabled: hasSecondFactor(user),
})

const invitesAnswer =
  (name: 'pending_invites' | 'expired_invites', expired: boolean) => (project: Project, user: User, search: Search) => {
    const rights = memberRights(project, user, search.orgId)
    const { rows, total } = listOrgInvites(project, rights, { ...search, expired })
    return { [name]: rows.map(inviteRecord), ...listAnswer(search, total) }
  }

const inviteRecord = (invite: Invite) => ({
  email: invite.invitee_email,
  role: invite.role_in_org,
  additional_roles: JSON.parse(invite.additional_roles_in_org) as string[],
  expires_at_seconds: invite.expires_at,
})

const change = (project: Project, act: (project: Project, user: User, fields: Fields) => unknown) =>
  forUser(project, async (user, c) => {
    await act(project, user, await readFields(c))
  })

function invite(project: Project, user: User, fields: Fields): void {
  const email = fields.requiredText('email')
  const assignment = readAssignment(fields)
  fields.check()
  inviteToOrg(project, memberRights(project, user, readOrgId(fields)), email, assignment)
}

function revoke(project: Project, user: User, fields: Fields): Promise<void> {
  const email = fields.requiredText('email')
  fields.check()
  const rights = memberRights(project, user, readOrgId(fields))
  return withCodes({ not_found: 'invalid_request_fields' }, () => revokeOrgInvite(project, rights, email))
}

function setRole(project: Project, user: User, fields: Fields): Promise<void> {
  const userId = fields.requiredText('user_id').toLowerCase()
  const assignment = readAssignment(fields)
  fields.check()
  return withCodes({ org_not_found: 'action_forbidden' }, () =>
    changeMemberRole(project, memberRights(project, user, readOrgId(fields)), userId, assignment),
  )
}

function remove(project: Project, user: User, fields: Fields): void {
  const userId = (fields.text('user_id') ?? '').toLowerCase()
  removeOrgMember(project, memberRights(project, user, readOrgId(fields)), userId)
}

const readAssignment = (fields: Fields) => ({
  role: fields.requiredText('role'),
  additionalRoles: fields.texts('additional_roles') ?? [],
})

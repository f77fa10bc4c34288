import { type Invite, inviteByEmail, queryInvites, revokeInvite } from '../../domain/orgs/invites.js'
import { requireOrgsEnabled } from '../../domain/orgs/orgs.js'
import { getUser } from '../../domain/users/user-lookup.js'
import { bodyFields, type Fields, queryFields } from '../fields.js'
import type { Handler } from './handler.js'
import { pageAnswer, readPageRequest } from './paging.js'

export const inviteUserToOrg: Handler<'inviteUserToOrg'> = (project, request) => {
  requireOrgsEnabled(project)
  const fields = bodyFields(request.body)
  const email = fields.requiredText('email')
  const { orgId, assignment } = readInvite(fields)
  inviteByEmail(project, orgId, email, assignment)
  return {}
}

export const inviteUserToOrgByUserId: Handler<'inviteUserToOrgByUserId'> = (project, request) => {
  requireOrgsEnabled(project)
  const fields = bodyFields(request.body)
  const userId = fields.requiredId('user_id')
  const { orgId, assignment } = readInvite(fields)
  inviteByEmail(project, orgId, getUser(project, userId).email, assignment)
  return {}
}

function readInvite(fields: Fields) {
  const orgId = fields.requiredId('org_id')
  const assignment = { role: fields.requiredText('role'), additionalRoles: fields.texts('additional_roles') ?? [] }
  fields.check()
  return { orgId, assignment }
}

export const fetchPendingInvites: Handler<'fetchPendingInvites'> = (project, request) => {
  requireOrgsEnabled(project)
  const fields = queryFields(request.query)
  const page = readPageRequest(fields)
  const orgId = fields.id('org_id')
  fields.check()
  const { rows, total } = queryInvites(project, orgId, page)
  return { invites: rows.map(inviteRecord), total_invites: total, ...pageAnswer(page, total) }
}

export const revokePendingOrgInvite: Handler<'revokePendingOrgInvite'> = (project, request) => {
  requireOrgsEnabled(project)
  const fields = bodyFields(request.body)
  const orgId = fields.requiredId('org_id')
  const email = fields.requiredText('invitee_email')
  fields.check()
  revokeInvite(project, orgId, email)
  return {}
}

function inviteRecord(invite: Invite) {
  return {
    invitee_email: invite.invitee_email,
    org_id: invite.org_id,
    org_name: invite.org_name,
    role_in_org: invite.role_in_org,
    additional_roles_in_org: JSON.parse(invite.additional_roles_in_org) as string[],
    created_at: invite.created_at,
    expires_at: invite.expires_at,
  }
}

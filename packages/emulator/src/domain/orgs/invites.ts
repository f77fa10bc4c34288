import { grouped } from '../../values/grouped.js'
import { newHex, sha256 } from '../../values/ids.js'
import { sendMail } from '../mail/mail.js'
import { recordMail } from '../mail/mail-events.js'
import { type Found, findPage, type PageRequest } from '../project/page.js'
import type { Project } from '../project/project.js'
import type { Assignment } from '../project/roles.js'
import { rejectInvalid, ServiceError } from '../project/service-error.js'
import { where } from '../project/where.js'
import { findUserByEmail, lookupKey, type User } from '../users/user-lookup.js'
import { isEmail } from '../users/user-rules.js'
import { recordEvent } from '../webhooks/record-event.js'
import { isolationProblem } from './isolation.js'
import { addMember, checkAssignment, findMembership } from './memberships.js'
import { getOrg } from './orgs.js'

/** An invitation that was not accepted yet. */
export interface Invite {
  readonly org_id: string
  readonly org_name: string
  readonly invitee_email: string
  readonly role_in_org: string
  readonly additional_roles_in_org: string
  readonly created_at: number
  readonly expires_at: number
}

/** The lifetime of an invitation. */
export const INVITE_SECONDS = 7 * 86_400

/**
 * Invites an address. A second invitation replaces the first.
 * @param inviterId the user who invites; an invitation by the backend API has none
 * @throws {ServiceError} `org_not_found`, `invalid_fields`
 */
export function inviteByEmail(
  project: Project,
  orgId: string,
  email: string,
  assignment: Assignment,
  inviterId?: string,
): void {
  project.db.transaction(() => {
    const org = getOrg(project, orgId)
    if (!isEmail(email)) rejectInvalid({ email: ['Must be a valid email address.'] })
    rejectInvalid(checkAssignment(project, org, assignment))
    const user = findUserByEmail(project, email)
    if (user && findMembership(project, user.user_id, orgId))
      rejectInvalid({ email: ['Already a member of this organization.'] })
    const problem = user && isolationProblem(project, org, user)
    if (problem !== undefined) rejectInvalid({ email: [problem] })
    const now = project.clock.seconds()
    const token = newHex(32)
    project.db.run('DELETE FROM invites WHERE org_id = ? AND email_key = ?', orgId, lookupKey(email))
    project.db.run(
      `INSERT INTO invites (org_id, invitee_email, email_key, role_in_org, additional_roles_in_org, token_hash,
         created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      orgId,
      email.trim(),
      lookupKey(email),
      assignment.role,
      JSON.stringify(assignment.additionalRoles),
      sha256(token),
      now,
      now + INVITE_SECONDS,
    )
    if (inviterId !== undefined) logSentInvite(project, inviterId)
    const invitee = { user_id: user?.user_id, email: email.trim() }
    recordEvent(project, 'user.invited_to_org', { ...invitee, org_id: orgId, role: assignment.role })
    const link = `${project.authUrl}/invitation?invite_token=${token}`
    sendMail(project, { kind: 'invite', to: email.trim(), subject: `You have been invited to ${org.name}`, link })
    recordMail(project, 'org_invite', { email: email.trim(), action_url: link, org_name: org.name })
  })
}

/** Counts an invitation for the report about inviters. */
export function logSentInvite(project: Project, inviterId: string, sentAt = project.clock.seconds()): void {
  project.db.run('INSERT INTO sent_invites (inviter_id, sent_at) VALUES (?, ?)', inviterId, sentAt)
}

interface SentInvite {
  readonly inviter_id: string
  readonly sent_at: number
}

/** By user: when invitations were sent, oldest first. */
export const sentInvites = (project: Project): ReadonlyMap<string, readonly SentInvite[]> =>
  grouped(project.db.all<SentInvite>('SELECT * FROM sent_invites ORDER BY seq'), (row) => row.inviter_id)

const LIVE = 'FROM invites JOIN orgs USING (org_id) WHERE invites.expires_at > :now'

export function queryInvites(project: Project, orgId: string | undefined, page: PageRequest): Found<Invite> {
  const { sql, values } = where(
    { sql: 'invites.expires_at > :now', values: { now: project.clock.seconds() } },
    orgId !== undefined && { sql: 'org_id = :org_id', values: { org_id: orgId } },
  )
  const from = `FROM (SELECT invites.*, orgs.name AS org_name FROM invites JOIN orgs USING (org_id) ${sql})`
  return findPage<Invite>(project, from, 'created_at, seq', page, values)
}

/** Whether the address has a pending invitation. */
export const isInvited = (project: Project, email: string): boolean =>
  project.db.get(`SELECT 1 ${LIVE} AND email_key = :email`, {
    now: project.clock.seconds(),
    email: lookupKey(email),
  }) !== undefined

export interface InviteSearch extends PageRequest {
  readonly orgId: string
  /** True for invitations that have expired. */
  readonly expired: boolean
  /** A part of the address. */
  readonly search?: string | undefined
  /** Roles whose invitations are left out. */
  readonly hiddenRoles?: readonly string[]
}

/** The invitations of an organization, oldest first. */
export function searchInvites(project: Project, search: InviteSearch): Found<Invite> {
  const from = `FROM (SELECT invites.*, orgs.name AS org_name FROM invites JOIN orgs USING (org_id)
    WHERE org_id = :org_id AND (invites.expires_at <= :now) = :expired
      AND (:search IS NULL OR instr(email_key, :search) > 0)
      AND role_in_org NOT IN (SELECT value FROM json_each(:hidden)))`
  return findPage<Invite>(project, from, 'created_at, seq', search, {
    org_id: search.orgId,
    now: project.clock.seconds(),
    expired: search.expired ? 1 : 0,
    search: search.search === undefined ? null : lookupKey(search.search),
    hidden: JSON.stringify(search.hiddenRoles ?? []),
  })
}

/** The pending invitation of a link. */
export const findInvite = (project: Project, token: string): Invite | undefined =>
  project.db.get<Invite>(`SELECT invites.*, orgs.name AS org_name ${LIVE} AND token_hash = :hash`, {
    now: project.clock.seconds(),
    hash: sha256(token),
  })

/** @throws {ServiceError} `not_found` */
export function revokeInvite(project: Project, orgId: string, email: string): void {
  const removed = project.db.run('DELETE FROM invites WHERE org_id = ? AND email_key = ?', orgId, lookupKey(email))
  if (removed === 0) throw new ServiceError('not_found', 'There is no such invitation')
}

/** Accepts the pending invitations of the user's address. Organizations that are full are skipped. */
export function acceptInvites(project: Project, user: User): void {
  const sql = `SELECT invites.*, orgs.name AS org_name ${LIVE} AND email_key = :email`
  const values = { now: project.clock.seconds(), email: lookupKey(user.email) }
  for (const invite of project.db.all<Invite>(sql, values)) acceptInvite(project, user, invite)
}

function acceptInvite(project: Project, user: User, invite: Invite): void {
  const additionalRoles = JSON.parse(invite.additional_roles_in_org) as string[]
  try {
    project.db.transaction(() => {
      addMember(project, user.user_id, invite.org_id, { role: invite.role_in_org, additionalRoles })
      revokeInvite(project, invite.org_id, user.email)
    })
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
  }
}

import type { JsonObject } from '../../values/json.js'
import { parseObject } from '../../values/json.js'
import type { Project } from '../project/project.js'
import { type Assignment, assignableRoles, isAssignable, type RoleClaims, roleClaims } from '../project/roles.js'
import { type FieldErrors, rejectInvalid, ServiceError } from '../project/service-error.js'
import type { Settings } from '../project/setting-values.js'
import { readSettings } from '../project/settings.js'
import { archiveOrgKeys } from '../users/org-api-keys.js'
import { findUserByEmail, getUser, type User } from '../users/user-lookup.js'
import { domainOf } from '../users/user-rules.js'
import { recordEvent } from '../webhooks/record-event.js'
import { isolationProblem } from './isolation.js'
import { logMembershipChange } from './membership-changes.js'
import { getOrg, type Org, rolesIn, rolesOf } from './orgs.js'

export interface Membership {
  readonly user_id: string
  readonly org_id: string
  readonly role: string
  readonly additional_roles: string
}

/** A membership on the wire, in tokens and user records. */
export interface OrgMemberEntry extends RoleClaims {
  readonly org_id: string
  readonly org_name: string
  readonly url_safe_org_name: string
  readonly org_metadata: JsonObject
  readonly legacy_org_id?: string
}

export const findMembership = (project: Project, userId: string, orgId: string): Membership | undefined =>
  project.db.get<Membership>('SELECT * FROM memberships WHERE user_id = ? AND org_id = ?', userId, orgId)

/** Whether the user with this address is a member. */
export function isMember(project: Project, orgId: string, email: string): boolean {
  const user = findUserByEmail(project, email)
  return user !== undefined && findMembership(project, user.user_id, orgId) !== undefined
}

/** @throws {ServiceError} `user_not_found`, `org_not_found`, `invalid_fields` */
export function addMember(project: Project, userId: string, orgId: string, assignment: Assignment): void {
  project.db.transaction(() => {
    const user = getUser(project, userId)
    const org = getOrg(project, orgId)
    rejectInvalid({ ...checkAssignment(project, org, assignment), ...checkRoom(project, org, user) })
    const additional = JSON.stringify(assignment.additionalRoles)
    project.db.run('INSERT INTO memberships VALUES (?, ?, ?, ?)', userId, orgId, assignment.role, additional)
    logMembershipChange(project, orgId, 1)
    recordEvent(project, 'user.added_to_org', { user_id: userId, org_id: orgId, role: assignment.role })
  })
}

/** @throws {ServiceError} `user_not_found`, `org_not_found`, `not_found`, `invalid_fields` */
export function changeRole(project: Project, userId: string, orgId: string, assignment: Assignment): void {
  project.db.transaction(() => {
    getUser(project, userId)
    rejectInvalid(checkAssignment(project, getOrg(project, orgId), assignment))
    const old = findMembership(project, userId, orgId)
    if (!old) throw notAMember()
    const additional = JSON.stringify(assignment.additionalRoles)
    const sql = 'UPDATE memberships SET role = ?, additional_roles = ? WHERE user_id = ? AND org_id = ?'
    project.db.run(sql, assignment.role, additional, userId, orgId)
    const roles = { old_role: old.role, new_role: assignment.role }
    recordEvent(project, 'user.role_changed_within_org', { user_id: userId, org_id: orgId, ...roles })
  })
}

/** @throws {ServiceError} `user_not_found`, `org_not_found`, `not_found` */
export function removeMember(project: Project, userId: string, orgId: string): void {
  project.db.transaction(() => {
    getUser(project, userId)
    getOrg(project, orgId)
    const removed = project.db.run('DELETE FROM memberships WHERE user_id = ? AND org_id = ?', userId, orgId)
    if (removed === 0) throw notAMember()
    archiveOrgKeys(project, userId, orgId)
    logMembershipChange(project, orgId, -1)
    recordEvent(project, 'user.removed_from_org', { removed_user_id: userId, org_id: orgId })
  })
}

const notAMember = (): ServiceError => new ServiceError('not_found', 'The user is not a member of this organization')

/** The memberships of a user, oldest organization first. */
export const memberEntries = (project: Project, userId: string): readonly OrgMemberEntry[] =>
  memberEntriesOf(project, [userId]).get(userId) ?? []

/** The memberships of several users. Users without one are missing. */
export function memberEntriesOf(
  project: Project,
  userIds: readonly string[],
): ReadonlyMap<string, readonly OrgMemberEntry[]> {
  const rows = project.db.all<Membership & Org>(
    `SELECT * FROM memberships JOIN orgs USING (org_id) WHERE user_id IN (SELECT value FROM json_each(?))
     ORDER BY orgs.seq`,
    JSON.stringify(userIds),
  )
  const settings = readSettings(project)
  const entries = new Map<string, OrgMemberEntry[]>()
  for (const row of rows) {
    const known = entries.get(row.user_id) ?? []
    known.push(toEntry(settings, row, row))
    entries.set(row.user_id, known)
  }
  return entries
}

/** The organizations of a user, oldest first. */
export const orgsOf = (project: Project, userId: string): Org[] =>
  project.db.all<Org>(
    'SELECT orgs.* FROM memberships JOIN orgs USING (org_id) WHERE user_id = ? ORDER BY orgs.seq',
    userId,
  )

/** By organization id, the form in tokens and user records. */
export const entriesByOrg = (entries: readonly OrgMemberEntry[]): Readonly<Record<string, OrgMemberEntry>> =>
  Object.fromEntries(entries.map((entry) => [entry.org_id, entry]))

export function memberEntry(project: Project, userId: string, orgId: string): OrgMemberEntry | undefined {
  const row = project.db.get<Membership & Org>(
    'SELECT * FROM memberships JOIN orgs USING (org_id) WHERE user_id = ? AND org_id = ?',
    userId,
    orgId,
  )
  return row && toEntry(readSettings(project), row, row)
}

/** The roles of a membership. */
export const assignmentOf = (membership: Pick<Membership, 'role' | 'additional_roles'>): Assignment => ({
  role: membership.role,
  additionalRoles: JSON.parse(membership.additional_roles) as string[],
})

function toEntry(settings: Settings, org: Org, membership: Membership): OrgMemberEntry {
  return {
    org_id: org.org_id,
    org_name: org.name,
    url_safe_org_name: org.url_safe_name,
    org_metadata: parseObject(org.metadata),
    ...roleClaims(settings.role_structure, rolesIn(settings, org), assignmentOf(membership)),
    ...(org.legacy_org_id === null ? {} : { legacy_org_id: org.legacy_org_id }),
  }
}

/** Whether the roles exist in the organization and can be combined. */
export function checkAssignment(project: Project, org: Org, assignment: Assignment): FieldErrors {
  const roles = rolesOf(project, org)
  const known = assignableRoles(roles)
  if (!isAssignable(roles, assignment.role)) return { role: [unknownRole(assignment.role, known)] }
  if (assignment.additionalRoles.length === 0) return {}
  if (readSettings(project).role_structure !== 'multi_role')
    return { additional_roles: ['This project has one role per user.'] }
  const unknown = assignment.additionalRoles.find((role) => !isAssignable(roles, role))
  return unknown === undefined ? {} : { additional_roles: [unknownRole(unknown, known)] }
}

const unknownRole = (role: string, known: readonly string[]): string =>
  `There is no role ${JSON.stringify(role)}. Roles: ${known.join(', ')}.`

function checkRoom(project: Project, org: Org, user: User): FieldErrors {
  if (findMembership(project, user.user_id, org.org_id))
    return { user_id: ['The user is already a member of this organization.'] }
  if (!project.enforcesLimits) return {}
  const problem = isolationProblem(project, org, user)
  if (problem !== undefined) return { user_id: [problem] }
  if (org.domain_restrict && !hasDomainOf(org, user.email)) {
    return { user_id: ["The user's email address is not in a domain of this organization."] }
  }
  return isFull(project, org) ? { org_id: ['The organization is full.'] } : {}
}

/** The number of organizations of a user. */
export const countOrgs = (project: Project, userId: string): number =>
  project.db.get<{ n: number }>('SELECT count(*) AS n FROM memberships WHERE user_id = ?', userId)?.n ?? 0

/** Whether the organization has as many members as it may have. */
export function isFull(project: Project, org: Org): boolean {
  const members = project.db.get<{ n: number }>('SELECT count(*) AS n FROM memberships WHERE org_id = ?', org.org_id)
  return org.max_users !== null && (members?.n ?? 0) >= org.max_users
}

/** Whether the address is in one of the domains of the organization. */
export function hasDomainOf(org: Org, email: string): boolean {
  const domain = domainOf(email)
  return org.domain === domain || (JSON.parse(org.extra_domains) as string[]).includes(domain)
}

import type { Project } from '../project/project.js'
import type { Assignment } from '../project/roles.js'
import { rejectInvalid } from '../project/service-error.js'
import { lookupKey } from '../users/user-lookup.js'
import { INVITE_SECONDS } from './invites.js'
import { checkAssignment } from './memberships.js'
import { getOrg } from './orgs.js'

/** A pending invitation of a seed. Times are Unix seconds. */
export interface SeededInvite {
  readonly email: string
  readonly assignment: Assignment
  readonly createdAt?: number | undefined
  readonly expiresAt?: number | undefined
}

/** Adds an invitation without a message, or changes it. */
export function saveSeededInvite(project: Project, orgId: string, invite: SeededInvite): void {
  rejectInvalid(checkAssignment(project, getOrg(project, orgId), invite.assignment))
  const createdAt = invite.createdAt ?? project.clock.seconds()
  project.db.run(
    `INSERT INTO invites (org_id, invitee_email, email_key, role_in_org, additional_roles_in_org, created_at, expires_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (org_id, email_key) DO UPDATE SET role_in_org = excluded.role_in_org,
       additional_roles_in_org = excluded.additional_roles_in_org, expires_at = excluded.expires_at`,
    orgId,
    invite.email.trim(),
    lookupKey(invite.email),
    invite.assignment.role,
    JSON.stringify(invite.assignment.additionalRoles),
    createdAt,
    invite.expiresAt ?? createdAt + INVITE_SECONDS,
  )
}

import type { Project } from '../project/project.js'
import { type Assignment, isAssignable, type RoleDefinitions } from '../project/roles.js'
import { readSettings } from '../project/settings.js'

/** The roles of an organization, and the one in place of those that are gone. */
export interface PresentRoles {
  readonly roles: RoleDefinitions
  readonly fallback: string
}

interface Row {
  readonly key: string
  readonly role: string
  readonly additional: string
}

/** Gives members and invitations the fallback in place of a role that is gone. Further roles that are gone are removed. */
export function replaceLostRoles(project: Project, orgId: string, present: PresentRoles): void {
  const members = 'SELECT user_id AS key, role, additional_roles AS additional FROM memberships WHERE org_id = ?'
  const changeMember = 'UPDATE memberships SET role = ?, additional_roles = ? WHERE org_id = ? AND user_id = ?'
  const invites = `SELECT email_key AS key, role_in_org AS role, additional_roles_in_org AS additional FROM invites
    WHERE org_id = ?`
  const changeInvite =
    'UPDATE invites SET role_in_org = ?, additional_roles_in_org = ? WHERE org_id = ? AND email_key = ?'
  for (const [read, change] of [
    [members, changeMember],
    [invites, changeInvite],
  ] as const) {
    for (const { key, role, additional } of project.db.all<Row>(read, orgId)) {
      const held = { role, additionalRoles: JSON.parse(additional) as string[] }
      const next = presentRoles(project, held, present)
      if (next !== held) project.db.run(change, next.role, JSON.stringify(next.additionalRoles), orgId, key)
    }
  }
}

/** The same assignment if all its roles are there. */
function presentRoles(project: Project, held: Assignment, { roles, fallback }: PresentRoles): Assignment {
  const role = isAssignable(roles, held.role) ? held.role : fallback
  const hasSeveral = readSettings(project).role_structure === 'multi_role'
  const additionalRoles = hasSeveral ? held.additionalRoles.filter((name) => isAssignable(roles, name)) : []
  const isSame = role === held.role && additionalRoles.length === held.additionalRoles.length
  return isSame ? held : { role, additionalRoles }
}

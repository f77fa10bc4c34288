import { addMember, changeRole, findMembership, isMember } from '../../domain/orgs/memberships.js'
import { restoreOrgHistory } from '../../domain/orgs/org-history.js'
import { createOrg, findOrg, isolateOrg, setOrgSeedKey, updateOrg } from '../../domain/orgs/orgs.js'
import { saveSeededInvite } from '../../domain/orgs/seeded-invites.js'
import type { Project } from '../../domain/project/project.js'
import { saveScimGroup } from '../../domain/sso/scim-groups.js'
import { derivedUuid } from '../../values/ids.js'
import type { SeedOrg } from '../seed.js'
import { applySso } from './apply-sso.js'

export const seedOrgId = (org: Pick<SeedOrg, 'key' | 'id'>): string => org.id ?? derivedUuid('org', org.key)

/** Adds the organization with its members, or changes the one with this id. */
export function applyOrg(project: Project, seed: SeedOrg, userIds: ReadonlyMap<string, string>): void {
  const orgId = seedOrgId(seed)
  const isNew = findOrg(project, orgId) === undefined
  if (isNew) createOrg(project, { ...seed, org_id: orgId })
  else updateOrg(project, orgId, seed)
  setOrgSeedKey(project, orgId, seed.key)
  if (seed.isolated) isolateOrg(project, orgId)
  for (const [userKey, roles] of Object.entries(seed.members ?? {}))
    applyMember(project, userIds.get(userKey) ?? '', orgId, [roles].flat())
  if (isNew) restoreOrgHistory(project, orgId, seed)
  applyInvites(project, orgId, seed, isNew)
  if (seed.sso) applySso(project, orgId, seed.sso)
  applyScimGroups(project, orgId, seed, userIds)
}

function applyMember(project: Project, userId: string, orgId: string, roles: readonly string[]): void {
  const [role = '', ...additionalRoles] = roles
  if (findMembership(project, userId, orgId)) changeRole(project, userId, orgId, { role, additionalRoles })
  else addMember(project, userId, orgId, { role, additionalRoles })
}

function applyInvites(project: Project, orgId: string, { invites = [] }: SeedOrg, isNew: boolean): void {
  for (const { email, role, additional_roles = [], created_at, expires_at } of invites) {
    const assignment = { role, additionalRoles: additional_roles }
    const invite = { email, assignment, createdAt: created_at, expiresAt: expires_at }
    if (isNew || !isMember(project, orgId, email)) saveSeededInvite(project, orgId, invite)
  }
}

function applyScimGroups(project: Project, orgId: string, seed: SeedOrg, userIds: ReadonlyMap<string, string>): void {
  for (const { id, name, external_id, members = [] } of seed.scim_groups ?? []) {
    const groupId = id ?? derivedUuid('scim_group', `${seed.key} ${name}`)
    const memberIds = members.map((key) => userIds.get(key) ?? '')
    saveScimGroup(project, { groupId, orgId, name, externalId: external_id, userIds: memberIds })
  }
}

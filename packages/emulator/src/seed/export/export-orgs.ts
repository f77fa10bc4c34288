import { membershipChanges } from '../../domain/orgs/org-history.js'
import type { Org } from '../../domain/orgs/orgs.js'
import type { Project } from '../../domain/project/project.js'
import { findConnection } from '../../domain/sso/connections.js'
import type { ScimGroup } from '../../domain/sso/scim-groups.js'
import { parseObject } from '../../values/json.js'
import type { SeedInvite, SeedOrg, SeedScimGroup, SeedSso } from '../seed.js'
import { userKey } from './export-users.js'
import { filled } from './filled.js'

/** The key of an organization that came from no seed is its id. */
export const orgKey = ({ seed_key, org_id }: Pick<Org, 'seed_key' | 'org_id'>): string => seed_key ?? org_id

/** Oldest first. */
export const exportOrgs = (project: Project): SeedOrg[] =>
  project.db.all<Org>('SELECT * FROM orgs ORDER BY seq').map((org) => exportOrg(project, org))

function exportOrg(project: Project, org: Org): SeedOrg {
  return filled({
    key: orgKey(org),
    id: org.org_id,
    name: org.name,
    metadata: parseObject(org.metadata),
    domain: org.domain,
    extra_domains: JSON.parse(org.extra_domains) as string[],
    domain_autojoin: org.domain_autojoin === 1 || undefined,
    domain_restrict: org.domain_restrict === 1 || undefined,
    max_users: org.max_users,
    custom_role_mapping_name: org.custom_role_mapping_name,
    legacy_org_id: org.legacy_org_id,
    can_setup_saml: org.can_setup_saml === 1 || undefined,
    require_2fa_by: org.require_2fa_by,
    password_rotation_enabled: org.password_rotation_enabled === null ? null : org.password_rotation_enabled === 1,
    password_rotation_history_size: org.password_rotation_history_size,
    password_rotation_period: org.password_rotation_period,
    isolated: org.isolated === 1 || undefined,
    members: exportMembers(project, org.org_id),
    invites: exportInvites(project, org.org_id),
    sso: exportSso(project, org.org_id),
    scim_groups: exportScimGroups(project, org.org_id),
    created_at: org.created_at,
    membership_changes: membershipChanges(project, org.org_id),
  })
}

interface MemberRow {
  readonly user_id: string
  readonly seed_key: string | null
  readonly role: string
  readonly additional_roles: string
}

function exportMembers(project: Project, orgId: string): SeedOrg['members'] {
  const sql = `SELECT user_id, seed_key, role, additional_roles FROM memberships JOIN users USING (user_id)
    WHERE org_id = ? ORDER BY users.seq`
  const members = project.db.all<MemberRow>(sql, orgId).map((row): [string, string | string[]] => {
    const additional = JSON.parse(row.additional_roles) as string[]
    return [userKey(row), additional.length === 0 ? row.role : [row.role, ...additional]]
  })
  return Object.fromEntries(members)
}

interface InviteRow {
  readonly invitee_email: string
  readonly role_in_org: string
  readonly additional_roles_in_org: string
  readonly created_at: number
  readonly expires_at: number
}

function exportInvites(project: Project, orgId: string): SeedInvite[] {
  const rows = project.db.all<InviteRow>('SELECT * FROM invites WHERE org_id = ? ORDER BY seq', orgId)
  return rows.map((row) =>
    filled({
      email: row.invitee_email,
      role: row.role_in_org,
      additional_roles: JSON.parse(row.additional_roles_in_org) as string[],
      created_at: row.created_at,
      expires_at: row.expires_at,
    }),
  )
}

function exportSso(project: Project, orgId: string): SeedSso | undefined {
  const connection = findConnection(project, orgId)
  if (!connection) return undefined
  const { kind, ...settings } = connection.idp
  const live = connection.live ? undefined : false
  return connection.isFake ? filled({ type: `fake_${kind}` as const, live }) : filled({ type: kind, live, ...settings })
}

function exportScimGroups(project: Project, orgId: string): SeedScimGroup[] {
  const groups = project.db.all<ScimGroup>('SELECT * FROM scim_groups WHERE org_id = ? ORDER BY seq', orgId)
  const sql = `SELECT user_id, seed_key FROM scim_group_members JOIN users USING (user_id)
    WHERE group_id = ? ORDER BY users.seq`
  return groups.map((group) =>
    filled({
      id: group.group_id,
      name: group.display_name,
      external_id: group.external_id,
      members: project.db.all<{ user_id: string; seed_key: string | null }>(sql, group.group_id).map(userKey),
    }),
  )
}

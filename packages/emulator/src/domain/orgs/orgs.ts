import { newUuid } from '../../values/ids.js'
import type { JsonObject } from '../../values/json.js'
import type { Project } from '../project/project.js'
import { isAssignable, type RoleDefinitions, visibleRoles } from '../project/roles.js'
import { type FieldErrors, orgNotFound, rejectInvalid, ServiceError } from '../project/service-error.js'
import type { Settings } from '../project/setting-values.js'
import { readSettings } from '../project/settings.js'
import { recordEvent } from '../webhooks/record-event.js'
import { checkIsolatable } from './isolation.js'
import { replaceLostRoles } from './lost-roles.js'

/** A row of the orgs table. Flags are 0 or 1, free-form fields are JSON text. */
export interface Org {
  readonly seq: number
  readonly org_id: string
  readonly seed_key: string | null
  readonly name: string
  readonly url_safe_name: string
  readonly metadata: string
  readonly domain: string | null
  readonly extra_domains: string
  readonly domain_autojoin: number
  readonly domain_restrict: number
  readonly max_users: number | null
  readonly custom_role_mapping_name: string | null
  readonly legacy_org_id: string | null
  readonly can_setup_saml: number
  readonly require_2fa_by: string | null
  readonly password_rotation_enabled: number | null
  readonly password_rotation_history_size: number | null
  readonly password_rotation_period: number | null
  readonly isolated: number
  readonly created_at: number
}

/** The fields of an organization that can be changed. An absent field stays as it is. */
export interface OrgChange {
  readonly name?: string | undefined
  readonly metadata?: JsonObject | undefined
  readonly domain?: string | undefined
  readonly extra_domains?: readonly string[] | undefined
  readonly domain_autojoin?: boolean | undefined
  readonly domain_restrict?: boolean | undefined
  /** 0 removes the limit, unless the project says otherwise. In a seed, 0 is the limit. */
  readonly max_users?: number | undefined
  readonly custom_role_mapping_name?: string | undefined
  readonly legacy_org_id?: string | undefined
  readonly can_setup_saml?: boolean | undefined
  /** Null removes the date. */
  readonly require_2fa_by?: string | null | undefined
  readonly password_rotation_enabled?: boolean | undefined
  readonly password_rotation_history_size?: number | undefined
  readonly password_rotation_period?: number | undefined
}

export interface NewOrg extends OrgChange {
  readonly org_id?: string | undefined
  readonly name: string
}

export const findOrg = (project: Project, orgId: string): Org | undefined =>
  project.db.get<Org>('SELECT * FROM orgs WHERE org_id = ?', orgId)

/** @throws {ServiceError} `org_not_found` */
export function getOrg(project: Project, orgId: string): Org {
  const org = findOrg(project, orgId)
  if (!org) throw orgNotFound()
  return org
}

/** @throws {ServiceError} `orgs_disabled` */
export function requireOrgsEnabled(project: Project): void {
  if (!readSettings(project).has_orgs)
    throw new ServiceError('orgs_disabled', 'Organizations are not enabled for this project')
}

/** @throws {ServiceError} `invalid_fields` */
export function createOrg(project: Project, input: NewOrg): Org {
  return project.db.transaction(() => {
    rejectInvalid({ ...checkOrg(project, input), ...checkMaxUsers(input, project.enforcesLimits ? 1 : 0) })
    const orgId = input.org_id ?? newUuid()
    project.db.run(
      'INSERT INTO orgs (org_id, name, name_key, url_safe_name, created_at) VALUES (?, ?, ?, ?, ?)',
      orgId,
      input.name.trim(),
      input.name.trim().toLowerCase(),
      urlSafe(input.name),
      project.clock.seconds(),
    )
    writeChange(project, orgId, input)
    const org = getOrg(project, orgId)
    recordEvent(project, 'org.created', { org_id: orgId, name: org.name })
    return org
  })
}

/** @throws {ServiceError} `org_not_found`, `invalid_fields` */
export function updateOrg(project: Project, orgId: string, change: OrgChange): void {
  project.db.transaction(() => {
    getOrg(project, orgId)
    rejectInvalid({ ...checkOrg(project, change), ...checkMaxUsers(change, 0) })
    writeChange(project, orgId, change)
    if (change.custom_role_mapping_name !== undefined) moveToRoles(project, getOrg(project, orgId))
    recordEvent(project, 'org.updated', { org_id: orgId })
  })
}

/** Makes the organization isolated. There is no way back. @throws {ServiceError} `org_not_found`, `invalid_fields` */
export function isolateOrg(project: Project, orgId: string): void {
  checkIsolatable(project, orgId)
  const changed = project.db.run('UPDATE orgs SET isolated = 1 WHERE org_id = ?', orgId)
  if (changed === 0) throw orgNotFound()
}

/** @throws {ServiceError} `org_not_found` */
export function deleteOrg(project: Project, orgId: string): void {
  project.db.transaction(() => {
    if (project.db.run('DELETE FROM orgs WHERE org_id = ?', orgId) === 0) throw orgNotFound()
    recordEvent(project, 'org.deleted', { org_id: orgId })
  })
}

/** Assigns the seed key to this organization alone. */
export function setOrgSeedKey(project: Project, orgId: string, key: string): void {
  project.db.run('UPDATE orgs SET seed_key = NULL WHERE seed_key = ?', key)
  project.db.run('UPDATE orgs SET seed_key = ? WHERE org_id = ?', key, orgId)
}

/** The roles of an organization: those of its role mapping, or the project's. */
export const rolesOf = (project: Project, org: Org): RoleDefinitions => rolesIn(readSettings(project), org)

export function rolesIn(settings: Settings, org: Pick<Org, 'custom_role_mapping_name'>): RoleDefinitions {
  const mapping = org.custom_role_mapping_name
  if (mapping === null || !Object.hasOwn(settings.custom_role_mappings, mapping)) return settings.roles
  return settings.custom_role_mappings[mapping] ?? settings.roles
}

/** The role of the member who creates the organization. There is always one with it. */
export const ownerRoleOf = (project: Project, org: Org): string =>
  knownRole(rolesOf(project, org), readSettings(project).default_owner_role) ?? highestRoleOf(project, org)

/** The role of a member who joins without an invitation. */
export const defaultRoleOf = (project: Project, org: Org): string =>
  knownRole(rolesOf(project, org), readSettings(project).default_role) ?? lowestRoleOf(project, org)

export const highestRoleOf = (project: Project, org: Org): string => visibleRoles(rolesOf(project, org))[0] ?? ''

export const lowestRoleOf = (project: Project, org: Org): string => visibleRoles(rolesOf(project, org)).at(-1) ?? ''

const knownRole = (roles: RoleDefinitions, name: string | null): string | undefined =>
  name !== null && isAssignable(roles, name) ? name : undefined

/** Replaces roles that the organization does not have by its default role, as the service does for a deleted role. */
export const moveToRoles = (project: Project, org: Org): void =>
  replaceLostRoles(project, org.org_id, { roles: rolesOf(project, org), fallback: defaultRoleOf(project, org) })

/** The number of organizations with this role mapping. */
export function countSubscribers(project: Project, mapping: string): number {
  const sql = 'SELECT count(*) AS n FROM orgs WHERE custom_role_mapping_name = ?'
  return project.db.get<{ n: number }>(sql, mapping)?.n ?? 0
}

/** Lower case with hyphens for spaces, the form that official SDKs compare with. */
export const urlSafe = (name: string): string => name.trim().toLowerCase().replaceAll(' ', '-')

function writeChange(project: Project, orgId: string, change: OrgChange): void {
  const set = (column: string, value: string | number | boolean | null | undefined): void => {
    if (value === undefined) return
    const stored = typeof value === 'boolean' ? Number(value) : value
    // The column is a literal of this function, not input.
    project.db.run(`UPDATE orgs SET ${column} = ? WHERE org_id = ?`, stored, orgId)
  }
  set('name', change.name?.trim())
  set('name_key', change.name?.trim().toLowerCase())
  set('url_safe_name', change.name === undefined ? undefined : urlSafe(change.name))
  set('metadata', change.metadata && JSON.stringify(change.metadata))
  set('domain', change.domain?.toLowerCase())
  set(
    'extra_domains',
    change.extra_domains && JSON.stringify(change.extra_domains.map((domain) => domain.toLowerCase())),
  )
  set('domain_autojoin', change.domain_autojoin)
  set('domain_restrict', change.domain_restrict)
  set('max_users', change.max_users === 0 && project.enforcesLimits ? zeroMaxUsers(project) : change.max_users)
  set('custom_role_mapping_name', change.custom_role_mapping_name)
  set('legacy_org_id', change.legacy_org_id)
  set('can_setup_saml', change.can_setup_saml)
  set('require_2fa_by', change.require_2fa_by)
  set('password_rotation_enabled', change.password_rotation_enabled)
  set('password_rotation_history_size', change.password_rotation_history_size)
  set('password_rotation_period', change.password_rotation_period)
}

const zeroMaxUsers = (project: Project): number | null =>
  readSettings(project).org_zero_max_users === 'no-limit' ? null : 0

function checkOrg(project: Project, change: OrgChange): FieldErrors {
  const errors: Record<string, string[]> = {}
  if (change.name !== undefined && (change.name.trim() === '' || change.name.length > 255)) {
    errors.name = ['Must be between 1 and 255 characters long.']
  }
  if (change.domain !== undefined && !isDomain(change.domain)) errors.domain = ['Must be a domain name.']
  if (change.extra_domains?.every(isDomain) === false) errors.extra_domains = ['Must be domain names.']
  const mapping = change.custom_role_mapping_name
  if (mapping !== undefined && !Object.hasOwn(readSettings(project).custom_role_mappings, mapping)) {
    errors.custom_role_mapping_name = ['No such role mapping.']
  }
  return errors
}

const checkMaxUsers = ({ max_users }: OrgChange, min: number): FieldErrors =>
  max_users !== undefined && max_users < min ? { max_users: [`Must be at least ${min}.`] } : {}

const isDomain = (text: string): boolean => text.length <= 253 && /^[^\s@/]+\.[^\s@/]+$/.test(text)

import { type ClientFamily, saveClient } from '../../domain/oauth/clients.js'
import { repairRoles } from '../../domain/orgs/repair-roles.js'
import { saveEmployee } from '../../domain/project/employees.js'
import { forSeed, type Project } from '../../domain/project/project.js'
import {
  DEFAULT_ROLES,
  ORG_PERMISSIONS,
  permissionName,
  type RoleDefinition,
  type RoleDefinitions,
} from '../../domain/project/roles.js'
import { ServiceError } from '../../domain/project/service-error.js'
import { DEFAULT_SETTINGS, type Settings } from '../../domain/project/setting-values.js'
import { changeSettings, readSettings, writeSettings } from '../../domain/project/settings.js'
import { derivedUuid, sha256 } from '../../values/ids.js'
import { seedProblems } from '../check/check-seed.js'
import { roleSettingProblems } from '../check/role-settings.js'
import { endpointKey } from '../check/webhook-checks.js'
import type { Seed, SeedOAuthClient, SeedRoleDefinition, SeedRoleDefinitions } from '../seed.js'
import type { Problem } from '../values/checks.js'
import { describeProblem, SeedError } from '../values/seed-error.js'
import { applyApiKey } from './apply-api-keys.js'
import { applyOrg, seedOrgId } from './apply-orgs.js'
import { applyUser, hashOnce, seedUserId } from './apply-users.js'
import { applyWebhook } from './apply-webhooks.js'

/**
 * Applies the seed, unless the same seed was the last one applied: later changes and deletions then stay. Applying a
 * changed seed adds and updates, and removes nothing. It makes no events for webhooks.
 * @throws {SeedError}
 */
export function applySeed(project: Project, seed: Seed): void {
  rejectProblems(seed)
  project.db.transaction(() => {
    if (lastSeed(project) === digest(seed)) return
    const seeded = forSeed(project)
    writeSettings(seeded, seedSettings(seed))
    repairRoles(seeded)
    applyEntries(seeded, seed)
    markSeeded(seeded, seed)
  })
}

/**
 * Adds the entries of a further seed, and changes those that exist. Settings and roles that it does not name stay. The
 * seed of the start remains the one with which a restart compares. It makes no events for webhooks.
 * @throws {SeedError}
 */
export function addSeed(project: Project, seed: Seed): void {
  rejectProblems(seed)
  project.db.transaction(() => {
    const seeded = forSeed(project)
    changeSettings(seeded, namedSettings(seeded, seed))
    rejectRoleProblems(seeded)
    repairRoles(seeded)
    applyEntries(seeded, seed)
  })
}

/** @throws {SeedError} */
export const rejectProblems = (seed: Seed): void => reject(seedProblems(seed))

/** The roles of a further seed must fit what the project has. */
const rejectRoleProblems = (project: Project): void => reject(roleSettingProblems(readSettings(project)))

function reject(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new SeedError(problems.map((problem) => describeProblem(problem)))
}

function applyEntries(project: Project, seed: Seed): void {
  const hash = hashOnce()
  for (const user of seed.users ?? []) named(`user ${user.key}`, () => applyUser(project, user, hash))
  for (const { key, id = derivedUuid('employee', key), email } of seed.employees ?? [])
    named(`employee ${key}`, () => saveEmployee(project, { employee_id: id, seed_key: key, email }))
  const userIds = new Map((seed.users ?? []).map((user) => [user.key, seedUserId(user)]))
  const orgIds = new Map((seed.orgs ?? []).map((org) => [org.key, seedOrgId(org)]))
  for (const org of seed.orgs ?? []) named(`org ${org.key}`, () => applyOrg(project, org, userIds))
  for (const key of seed.api_keys ?? []) applyApiKey(project, key, { users: userIds, orgs: orgIds })
  applyClients(project, seed, userIds)
  for (const webhook of seed.webhooks ?? [])
    named(`webhook ${endpointKey(webhook)}`, () => applyWebhook(project, 'seed', { enabled: true, ...webhook }))
}

/** Marks the seed as applied, so that a restart does not apply it again. */
export function markSeeded(project: Project, seed: Seed): void {
  const sql = "INSERT INTO meta VALUES ('seed', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
  project.db.run(sql, digest(seed))
}

const digest = (seed: Seed): string => sha256(JSON.stringify(seed))

const lastSeed = (project: Project): string | undefined =>
  project.db.get<{ value: string }>("SELECT value FROM meta WHERE name = 'seed'")?.value

/** Adds the entry of the seed to an error of the domain. */
function named(what: string, apply: () => void): void {
  try {
    apply()
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    const fields = Object.entries(error.fields).map(([field, messages]) => `${what}: ${field}: ${messages.join(' ')}`)
    throw new SeedError(fields.length > 0 ? fields : [`${what}: ${error.message}`])
  }
}

/** All settings that follow from a seed. */
export function seedSettings(seed: Seed): Settings {
  return {
    ...DEFAULT_SETTINGS,
    ...seed.settings,
    role_structure: seed.roles?.structure ?? DEFAULT_SETTINGS.role_structure,
    roles: seed.roles?.definitions ? roleDefinitions(seed.roles.definitions) : DEFAULT_ROLES,
    default_owner_role: seed.roles?.default_owner_role ?? null,
    default_role: seed.roles?.default_role ?? null,
    custom_role_mappings: roleMappings(seed),
  }
}

/** The settings and roles that the seed names. */
function namedSettings(project: Project, seed: Seed): Partial<Settings> {
  const { structure, definitions, default_owner_role, default_role } = seed.roles ?? {}
  const { custom_role_mappings } = readSettings(project)
  return {
    ...seed.settings,
    ...(structure === undefined ? {} : { role_structure: structure }),
    ...(definitions === undefined ? {} : { roles: roleDefinitions(definitions) }),
    ...(default_owner_role === undefined ? {} : { default_owner_role }),
    ...(default_role === undefined ? {} : { default_role }),
    ...(seed.custom_role_mappings === undefined
      ? {}
      : { custom_role_mappings: { ...custom_role_mappings, ...roleMappings(seed) } }),
  }
}

const roleMappings = ({ custom_role_mappings = {} }: Seed): Settings['custom_role_mappings'] =>
  Object.fromEntries(Object.entries(custom_role_mappings).map(([name, roles]) => [name, roleDefinitions(roles)]))

function roleDefinitions(roles: SeedRoleDefinitions): RoleDefinitions {
  return Object.fromEntries(Object.entries(roles).map(([name, role]) => [name, roleDefinition(role)]))
}

function roleDefinition(role: SeedRoleDefinition): RoleDefinition {
  const { permissions = [], roles_can_manage, is_internal, disabled, ...flags } = role
  const builtIn = ORG_PERMISSIONS.filter((name) => flags[name]).map(permissionName)
  return {
    permissions: [...new Set([...builtIn, ...permissions])],
    ...(roles_can_manage === undefined ? {} : { roles_can_manage }),
    ...(is_internal ? { is_internal } : {}),
    ...(disabled ? { disabled } : {}),
  }
}

function applyClients(project: Project, seed: Seed, userIds: ReadonlyMap<string, string>): void {
  for (const { user, ...client } of seed.mcp_clients ?? []) applyClient(project, 'mcp', client, userIds.get(user ?? ''))
  for (const client of seed.oauth_clients ?? []) applyClient(project, 'oauth', client)
}

function applyClient(project: Project, family: ClientFamily, client: SeedOAuthClient, userId?: string): void {
  saveClient(project, {
    clientId: client.client_id,
    family,
    source: 'seed',
    name: client.name ?? client.client_id,
    clientUri: client.client_uri,
    secret: client.client_secret,
    secretHash: client.client_secret_hash,
    redirectUris: client.redirect_uris,
    userId,
  })
}

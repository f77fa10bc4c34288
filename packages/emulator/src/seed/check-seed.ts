import { DEFAULT_ROLES } from '../domain/project/roles.js'
import { isImportableHash } from '../domain/users/imported-hashes.js'
import { isTotpSecret } from '../domain/users/totp.js'
import {
  count,
  either,
  flag,
  listOf,
  mapOf,
  matching,
  object,
  oneOf,
  type Path,
  type Problem,
  record,
  simple,
  text,
  unknownName,
} from './checks.js'
import { duplicates, taken } from './duplicates.js'
import { mcpClient, oauthClient } from './mcp-checks.js'
import type { Seed, SeedOrg, SeedUser } from './seed.js'
import { settings } from './settings-checks.js'
import { endpointDuplicates, webhookEndpoint } from './webhook-checks.js'

const uuid = matching('a lower-case v4 UUID', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
const importableHash = simple(
  'a bcrypt, argon2 or PBKDF2 hash',
  (value) => typeof value === 'string' && isImportableHash(value),
)
const totpSecret = simple(
  'a base32 secret of at least 16 characters',
  (value) => typeof value === 'string' && isTotpSecret(value),
)
const phoneNumber = matching('a phone number such as +15550100', /^\+\d{4,15}$/)
const email = matching('an email address', /^[^\s@]+@[^\s@]+\.[^\s@]+$/)
const roleDefinitions = mapOf(record({ permissions: listOf(text) }))

const user = record(
  {
    key: text,
    id: uuid,
    email,
    password: text,
    password_hash: importableHash,
    mfa_secret: totpSecret,
    mfa_phones: listOf(phoneNumber),
    email_confirmed: flag,
    username: text,
    first_name: text,
    last_name: text,
    picture_url: text,
    properties: object,
    metadata: object,
    enabled: flag,
    locked: flag,
    can_create_orgs: flag,
    legacy_user_id: text,
  },
  ['key', 'email'],
)

const org = record(
  {
    key: text,
    id: uuid,
    name: text,
    metadata: object,
    domain: text,
    max_users: count,
    custom_role_mapping_name: text,
    legacy_org_id: text,
    members: mapOf(either(text, listOf(text), 'a role or a list of roles')),
  },
  ['key', 'name'],
)

const seedShape = record({
  version: oneOf(1),
  settings,
  roles: record({ structure: oneOf('single_role_in_hierarchy', 'multi_role'), definitions: roleDefinitions }),
  custom_role_mappings: mapOf(roleDefinitions),
  users: listOf(user),
  orgs: listOf(org),
  mcp_clients: listOf(mcpClient),
  oauth_clients: listOf(oauthClient),
  webhooks: listOf(webhookEndpoint),
})

/** All problems of a seed. References are checked only if its form is right. */
export function seedProblems(value: unknown): readonly Problem[] {
  const problems = seedShape(value ?? {}, [])
  return problems.length > 0 ? problems : referenceProblems((value ?? {}) as Seed)
}

function referenceProblems(seed: Seed): readonly Problem[] {
  const users = seed.users ?? []
  const orgs = seed.orgs ?? []
  const emails = users.map((user) => user.email.toLowerCase())
  return [
    ...duplicates(['users'], 'key', keysOf(users)),
    ...duplicates(['users'], 'email', emails),
    ...duplicates(['users'], 'id', idsOf(users)),
    ...users.flatMap((user, index) => secondFactorProblems(user, ['users', index])),
    ...duplicates(['orgs'], 'key', keysOf(orgs)),
    ...duplicates(['orgs'], 'id', idsOf(orgs)),
    ...orgs.flatMap((org, index) => orgProblems(seed, org, ['orgs', index])),
    ...clientProblems(seed),
    ...endpointDuplicates(seed.webhooks ?? []),
    ...scopeProblems(seed),
  ]
}

const keysOf = (items: readonly { readonly key: string }[]): readonly string[] => items.map(({ key }) => key)

const idsOf = (items: readonly { readonly id?: string }[]): readonly (string | undefined)[] => items.map(({ id }) => id)

/** In the service a user has one kind of second factor. */
const secondFactorProblems = ({ mfa_secret, mfa_phones = [] }: SeedUser, path: Path): readonly Problem[] =>
  mfa_secret !== undefined && mfa_phones.length > 0
    ? [{ path: [...path, 'mfa_phones'], message: 'cannot be combined with mfa_secret' }]
    : []

function orgProblems(seed: Seed, org: SeedOrg, path: Path): readonly Problem[] {
  const mappings = seed.custom_role_mappings ?? {}
  const mapping = org.custom_role_mapping_name
  if (mapping !== undefined && !Object.hasOwn(mappings, mapping)) {
    return [{ path: [...path, 'custom_role_mapping_name'], message: unknownName(mapping, Object.keys(mappings)) }]
  }
  const definitions = (mapping === undefined ? seed.roles?.definitions : mappings[mapping]) ?? DEFAULT_ROLES
  const userKeys = keysOf(seed.users ?? [])
  return Object.entries(org.members ?? {}).flatMap(([key, roles]) => [
    ...knownOr(userKeys, key, [...path, 'members', key]),
    ...[roles].flat().flatMap((role) => knownOr(Object.keys(definitions), role, [...path, 'members', key])),
  ])
}

function knownOr(known: readonly string[], name: string, path: Path): readonly Problem[] {
  return known.includes(name) ? [] : [{ path, message: unknownName(name, known) }]
}

/** An id belongs to one client, of OAuth 2.1 or of the older API. */
function clientProblems(seed: Seed): readonly Problem[] {
  const mcpClients = seed.mcp_clients ?? []
  const mcpIds = mcpClients.map((client) => client.client_id)
  const olderIds = (seed.oauth_clients ?? []).map((client) => client.client_id)
  const inBoth = olderIds.map((id) => (mcpIds.includes(id) ? id : undefined))
  return [
    ...duplicates(['mcp_clients'], 'client_id', mcpIds),
    ...duplicates(['oauth_clients'], 'client_id', olderIds),
    ...inBoth.flatMap((id, index) => (id === undefined ? [] : [taken(['oauth_clients', index, 'client_id'], id)])),
    ...mcpClients.flatMap(({ user }, index) =>
      user === undefined ? [] : knownOr(keysOf(seed.users ?? []), user, ['mcp_clients', index, 'user']),
    ),
  ]
}

function scopeProblems(seed: Seed): readonly Problem[] {
  const sets = [seed.roles?.definitions ?? DEFAULT_ROLES, ...Object.values(seed.custom_role_mappings ?? {})]
  const known = sets.flatMap((roles) => Object.keys(roles))
  const path = ['settings', 'mcp_scopes']
  return (seed.settings?.mcp_scopes ?? []).flatMap(({ roles = [] }, index) =>
    roles.flatMap((role, position) => knownOr(known, role, [...path, index, 'roles', position])),
  )
}

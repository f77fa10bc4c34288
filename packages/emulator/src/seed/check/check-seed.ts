import type { Seed } from '../seed.js'
import { type JsonSchema, listOf, mapOf, oneOf, type Problem, record, text } from '../values/checks.js'
import { duplicates, taken } from '../values/duplicates.js'
import { idsOf, type KnownKeys, keysOf, knownKeys, knownOr } from '../values/reference-checks.js'
import { mcpClient, oauthClient } from './mcp-checks.js'
import { apiKey, apiKeyProblems, org, orgProblems } from './org-checks.js'
import { roleDefinitions, roleProblems, roles, rolesOfSeed } from './role-checks.js'
import { settings } from './settings-checks.js'
import { email, secondFactorProblems, user, uuid } from './user-checks.js'
import { endpointDuplicates, webhookEndpoint } from './webhook-checks.js'

const employee = record({ key: text, id: uuid, email }, ['key', 'email'])

const seedShape = record({
  version: oneOf(1),
  settings,
  roles,
  custom_role_mappings: mapOf(roleDefinitions),
  users: listOf(user),
  employees: listOf(employee),
  orgs: listOf(org),
  api_keys: listOf(apiKey),
  mcp_clients: listOf(mcpClient),
  oauth_clients: listOf(oauthClient),
  webhooks: listOf(webhookEndpoint),
})

/** The JSON Schema of seed files. */
export const seedSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Seed of the PropelAuth emulator',
  ...seedShape.schema,
}

/** All problems of a seed. References are checked only if its form is right. */
export function seedProblems(value: unknown): readonly Problem[] {
  const problems = seedShape(value ?? {}, [])
  return problems.length > 0 ? problems : referenceProblems((value ?? {}) as Seed)
}

function referenceProblems(seed: Seed): readonly Problem[] {
  const users = seed.users ?? []
  const orgs = seed.orgs ?? []
  const known = knownKeys(seed)
  const emails = users.map((user) => user.email.toLowerCase())
  return [
    ...roleProblems(seed),
    ...duplicates(['users'], 'key', keysOf(users)),
    ...duplicates(['users'], 'email', emails),
    ...duplicates(['users'], 'id', idsOf(users)),
    ...users.flatMap((user, index) => secondFactorProblems(user, ['users', index])),
    ...duplicates(['employees'], 'key', keysOf(seed.employees ?? [])),
    ...duplicates(['employees'], 'id', idsOf(seed.employees ?? [])),
    ...duplicates(['orgs'], 'key', keysOf(orgs)),
    ...duplicates(['orgs'], 'id', idsOf(orgs)),
    ...orgs.flatMap((org, index) => orgProblems(seed, known, org, ['orgs', index])),
    ...duplicates(['api_keys'], 'key', keysOf(seed.api_keys ?? [])),
    ...duplicates(['api_keys'], 'id', idsOf(seed.api_keys ?? [])),
    ...duplicates(
      ['api_keys'],
      'token',
      (seed.api_keys ?? []).map(({ token }) => token),
    ),
    ...(seed.api_keys ?? []).flatMap((key, index) => apiKeyProblems(known, key, ['api_keys', index])),
    ...clientProblems(seed, known),
    ...endpointDuplicates(seed.webhooks ?? []),
    ...scopeProblems(seed),
  ]
}

/** An id belongs to one client, of OAuth 2.1 or of the older API. */
function clientProblems(seed: Seed, known: KnownKeys): readonly Problem[] {
  const mcpClients = seed.mcp_clients ?? []
  const mcpIds = mcpClients.map((client) => client.client_id)
  const olderIds = (seed.oauth_clients ?? []).map((client) => client.client_id)
  const inBoth = olderIds.map((id) => (mcpIds.includes(id) ? id : undefined))
  return [
    ...duplicates(['mcp_clients'], 'client_id', mcpIds),
    ...duplicates(['oauth_clients'], 'client_id', olderIds),
    ...inBoth.flatMap((id, index) => (id === undefined ? [] : [taken(['oauth_clients', index, 'client_id'], id)])),
    ...mcpClients.flatMap(({ user }, index) =>
      user === undefined ? [] : knownOr(known.users, user, ['mcp_clients', index, 'user']),
    ),
  ]
}

function scopeProblems(seed: Seed): readonly Problem[] {
  const sets = [rolesOfSeed(seed), ...Object.values(seed.custom_role_mappings ?? {})]
  const known = new Set(sets.flatMap((roles) => Object.keys(roles)))
  const path = ['settings', 'mcp_scopes']
  return (seed.settings?.mcp_scopes ?? []).flatMap(({ roles = [] }, index) =>
    roles.flatMap((role, position) => knownOr(known, role, [...path, index, 'roles', position])),
  )
}

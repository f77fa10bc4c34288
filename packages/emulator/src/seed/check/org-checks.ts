import { OIDC_TYPES, SAML_PROVIDERS } from '../../domain/sso/idp-settings.js'
import type { Seed, SeedApiKey, SeedOrg, SeedRoleDefinitions } from '../seed.js'
import {
  either,
  flag,
  listOf,
  mapOf,
  matching,
  number,
  object,
  oneOf,
  type Path,
  type Problem,
  record,
  sha256Hex,
  text,
  time,
  unknownName,
} from '../values/checks.js'
import { type KnownKeys, knownOr } from '../values/reference-checks.js'
import { heldRoleProblems, rolesOfSeed } from './role-checks.js'
import { email, uuid } from './user-checks.js'

const invite = record({ email, role: text, additional_roles: listOf(text), created_at: time, expires_at: time }, [
  'email',
  'role',
])

const sso = record(
  {
    type: oneOf('fake_saml', 'fake_oidc', 'saml', 'oidc'),
    live: flag,
    idp_entity_id: text,
    idp_sso_url: text,
    idp_certificate: text,
    provider: oneOf(...SAML_PROVIDERS),
    client_id: text,
    client_secret: text,
    uses_pkce: flag,
    idp_type: oneOf(...OIDC_TYPES),
    auth_url: text,
    token_url: text,
    userinfo_url: text,
    okta_sso_domain: text,
    entra_tenant_id: text,
  },
  ['type'],
)

const scimGroup = record({ id: uuid, name: text, external_id: text, members: listOf(text) }, ['name'])

export const org = record(
  {
    key: text,
    id: uuid,
    name: text,
    metadata: object,
    domain: text,
    extra_domains: listOf(text),
    domain_autojoin: flag,
    domain_restrict: flag,
    max_users: number,
    custom_role_mapping_name: text,
    legacy_org_id: text,
    can_setup_saml: flag,
    require_2fa_by: text,
    password_rotation_enabled: flag,
    password_rotation_history_size: number,
    password_rotation_period: number,
    isolated: flag,
    members: mapOf(either(text, listOf(text), 'a role or a list of roles')),
    invites: listOf(invite),
    sso,
    scim_groups: listOf(scimGroup),
    created_at: time,
    membership_changes: listOf(record({ change: oneOf(1, -1), at: time }, ['change', 'at'])),
  },
  ['key', 'name'],
)

export const apiKey = record(
  {
    key: text,
    id: matching('32 hexadecimal characters', /^[0-9a-f]{32}$/),
    user: text,
    org: text,
    token: text,
    token_hash: sha256Hex,
    imported: flag,
    display_name: text,
    metadata: object,
    created_at: time,
    expires_at: time,
    archived_at: time,
    usage: mapOf(number),
  },
  ['key'],
)

/** The references of an organization: to its role mapping, to roles and to users. */
export function orgProblems(seed: Seed, known: KnownKeys, org: SeedOrg, path: Path): readonly Problem[] {
  const mappings = seed.custom_role_mappings ?? {}
  const mapping = org.custom_role_mapping_name
  if (mapping !== undefined && !Object.hasOwn(mappings, mapping)) {
    return [{ path: [...path, 'custom_role_mapping_name'], message: unknownName(mapping, Object.keys(mappings)) }]
  }
  const definitions = rolesOfSeed(seed, mapping)
  return [
    ...memberProblems(org, definitions, known.users, path),
    ...(org.invites ?? []).flatMap(({ role }, index) =>
      heldRoleProblems(definitions, role, [...path, 'invites', index, 'role']),
    ),
    ...(org.scim_groups ?? []).flatMap(({ members = [] }, index) =>
      members.flatMap((key, position) =>
        knownOr(known.users, key, [...path, 'scim_groups', index, 'members', position]),
      ),
    ),
  ]
}

function memberProblems(
  { members = {} }: SeedOrg,
  definitions: SeedRoleDefinitions,
  userKeys: ReadonlySet<string>,
  path: Path,
): readonly Problem[] {
  return Object.entries(members).flatMap(([key, roles]) => [
    ...knownOr(userKeys, key, [...path, 'members', key]),
    ...[roles].flat().flatMap((role) => heldRoleProblems(definitions, role, [...path, 'members', key])),
  ])
}

export function apiKeyProblems(known: KnownKeys, { user, org, token, token_hash }: SeedApiKey, path: Path) {
  return [
    ...(user === undefined ? [] : knownOr(known.users, user, [...path, 'user'])),
    ...(org === undefined ? [] : knownOr(known.orgs, org, [...path, 'org'])),
    ...(token !== undefined && token_hash !== undefined
      ? [{ path: [...path, 'token_hash'], message: 'cannot be combined with token' }]
      : []),
  ]
}

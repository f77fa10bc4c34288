import type { AuthProviderForTestingProps } from '@propelauth/react'
import { rolesIn, urlSafe } from '../domain/orgs/orgs.js'
import { roleClaims } from '../domain/project/roles.js'
import { lastActivity } from '../domain/users/user-history.js'
import { seedOrgId } from '../seed/apply/apply-orgs.js'
import { rejectProblems, seedSettings } from '../seed/apply/apply-seed.js'
import { seedUserId } from '../seed/apply/apply-users.js'
import { DEFAULT_SEED } from '../seed/personas.js'
import type { Seed, SeedOrg, SeedUser } from '../seed/seed.js'
import type { PersonaName } from './persona.js'
import { EmulatorTestError } from './test-error.js'

/** The props of the official component that say who is signed in. */
export type PersonaProps = Pick<AuthProviderForTestingProps, 'loading' | 'userInformation' | 'activeOrgFn'>

export interface PersonaPropsOptions {
  /** The users and organizations. Default: the five personas. */
  readonly seed?: Seed | undefined
  /** The active organization, by key or id. */
  readonly org?: string | undefined
  /** The access token that the app gets, such as one of `mint`. Default: a text that is no token. */
  readonly accessToken?: string | undefined
}

type UserInformation = NonNullable<AuthProviderForTestingProps['userInformation']>
type OrgMemberInfo = UserInformation['orgMemberInfos'][number]

/**
 * The props of `AuthProviderForTesting` of `@propelauth/react` for a user, by key, id or email address:
 * `<AuthProviderForTesting {...personaProps('admin')}>`. User and organizations are those that an emulator with this seed
 * has, but it needs no emulator. `null` is a visitor who is not signed in.
 * @throws {EmulatorTestError} `unknown_persona`, `unknown_org`
 * @throws {SeedError} for an invalid seed
 */
export function personaProps(persona: PersonaName | null, options: PersonaPropsOptions = {}): PersonaProps {
  const { seed = DEFAULT_SEED, org, accessToken } = options
  rejectProblems(seed)
  if (persona === null) return { loading: false }
  const user = findUser(seed, persona)
  const orgMemberInfos = orgsOf(seed, user)
  return {
    loading: false,
    userInformation: {
      user: userOf(user),
      orgMemberInfos,
      ...(accessToken === undefined ? {} : { accessToken }),
    },
    ...(org === undefined ? {} : { activeOrgFn: activeOrg(seed, user, org) }),
  }
}

function findUser({ users = [] }: Seed, name: string): SeedUser {
  const email = name.trim().toLowerCase()
  const isNamed = (user: SeedUser): boolean =>
    user.key === name || seedUserId(user) === name || user.email.trim().toLowerCase() === email
  const user = users.find(isNamed)
  if (user) return user
  const keys = users.map(({ key }) => key).join(', ') || 'none'
  const message = `No user of the seed has the key, id or email address ${JSON.stringify(name)}. Users: ${keys}`
  throw new EmulatorTestError('unknown_persona', message)
}

function orgsOfUser({ orgs = [] }: Seed, { key }: SeedUser): readonly SeedOrg[] {
  return orgs.filter(({ members = {} }) => Object.hasOwn(members, key))
}

function activeOrg(seed: Seed, user: SeedUser, name: string): () => string {
  const orgs = orgsOfUser(seed, user)
  const org = orgs.find((candidate) => candidate.key === name || seedOrgId(candidate) === name)
  if (!org) {
    const keys = orgs.map(({ key }) => key).join(', ') || 'none'
    const message = `${user.key} is in no organization with the key or id ${JSON.stringify(name)}. Organizations: ${keys}`
    throw new EmulatorTestError('unknown_org', message)
  }
  const orgId = seedOrgId(org)
  return () => orgId
}

/** The start of 2026, for users whose seed does not say when they were created. */
const CREATED_AT = 1_767_225_600

function userOf(seed: SeedUser): UserInformation['user'] {
  const createdAt = seed.created_at ?? CREATED_AT
  return {
    userId: seedUserId(seed),
    email: seed.email.trim(),
    emailConfirmed: seed.email_confirmed ?? true,
    hasPassword: seed.password !== undefined || seed.password_hash !== undefined,
    locked: seed.locked ?? false,
    enabled: seed.enabled ?? true,
    mfaEnabled: seed.mfa_secret !== undefined || (seed.mfa_phones ?? []).length > 0,
    canCreateOrgs: seed.can_create_orgs ?? false,
    createdAt,
    lastActiveAt: lastActivity(seed) ?? createdAt,
    properties: seed.properties ?? {},
    ...(seed.username === undefined ? {} : { username: seed.username }),
    ...(seed.first_name === undefined ? {} : { firstName: seed.first_name }),
    ...(seed.last_name === undefined ? {} : { lastName: seed.last_name }),
    ...(seed.picture_url === undefined ? {} : { pictureUrl: seed.picture_url }),
    ...(seed.legacy_user_id === undefined ? {} : { legacyUserId: seed.legacy_user_id }),
  }
}

function orgsOf(seed: Seed, user: SeedUser): OrgMemberInfo[] {
  const settings = seedSettings(seed)
  return orgsOfUser(seed, user).map((org) => {
    const [role = '', ...additionalRoles] = [org.members?.[user.key] ?? []].flat()
    const roles = rolesIn(settings, { custom_role_mapping_name: org.custom_role_mapping_name ?? null })
    const claims = roleClaims(settings.role_structure, roles, { role, additionalRoles })
    return {
      orgId: seedOrgId(org),
      orgName: org.name.trim(),
      orgMetadata: { ...org.metadata },
      urlSafeOrgName: urlSafe(org.name),
      // The official type is an enum of these texts.
      orgRoleStructure: claims.org_role_structure as OrgMemberInfo['orgRoleStructure'],
      userAssignedRole: claims.user_role,
      userInheritedRolesPlusCurrentRole: [...claims.inherited_user_roles_plus_current_role],
      userPermissions: [...claims.user_permissions],
      userAssignedAdditionalRoles: [...claims.additional_roles],
      ...(org.legacy_org_id === undefined ? {} : { legacyOrgId: org.legacy_org_id }),
    }
  })
}

import { DEFAULT_ROLES, ORG_PERMISSIONS, visibleRoles } from '../../domain/project/roles.js'
import type { Seed, SeedRoleDefinitions } from '../seed.js'
import { flag, listOf, mapOf, oneOf, type Path, type Problem, record, text } from '../values/checks.js'
import { knownOr } from '../values/reference-checks.js'

const permissionFlags = Object.fromEntries(ORG_PERMISSIONS.map((name) => [name, flag]))

export const roleDefinitions = mapOf(
  record({
    permissions: listOf(text),
    roles_can_manage: listOf(text),
    is_internal: flag,
    disabled: flag,
    ...permissionFlags,
  }),
)

export const roles = record({
  structure: oneOf('single_role_in_hierarchy', 'multi_role'),
  definitions: roleDefinitions,
  default_owner_role: text,
  default_role: text,
})

/** The roles of an organization with this role mapping, or of the project. */
export const rolesOfSeed = (seed: Seed, mapping?: string): SeedRoleDefinitions =>
  (mapping === undefined ? seed.roles?.definitions : seed.custom_role_mappings?.[mapping]) ?? PROJECT_ROLES

const PROJECT_ROLES: SeedRoleDefinitions = DEFAULT_ROLES

/** The names of roles in the definition of the project's roles, and sets of roles that no member could have. */
export function roleProblems(seed: Seed): readonly Problem[] {
  const definitions = rolesOfSeed(seed)
  const known = new Set(Object.keys(definitions))
  const { default_owner_role: ownerRole, default_role: role } = seed.roles ?? {}
  const mappings = seed.custom_role_mappings ?? {}
  return [
    ...(ownerRole === undefined ? [] : heldRoleProblems(definitions, ownerRole, ['roles', 'default_owner_role'])),
    ...(role === undefined ? [] : heldRoleProblems(definitions, role, ['roles', 'default_role'])),
    ...Object.entries(definitions).flatMap(([name, { roles_can_manage: managed = [] }]) =>
      managed.flatMap((other, index) =>
        knownOr(known, other, ['roles', 'definitions', name, 'roles_can_manage', index]),
      ),
    ),
    ...setProblems(definitions, ['roles', 'definitions']),
    ...Object.entries(mappings).flatMap(([name, set]) => setProblems(set, ['custom_role_mappings', name])),
    ...(Object.hasOwn(mappings, '')
      ? [{ path: ['custom_role_mappings'], message: 'has a mapping without a name' }]
      : []),
  ]
}

/** The role of a member must exist, and must not be disabled. */
export function heldRoleProblems(definitions: SeedRoleDefinitions, role: string, path: Path): readonly Problem[] {
  if (definitions[role]?.disabled === true && Object.hasOwn(definitions, role))
    return [{ path, message: `the role ${JSON.stringify(role)} is disabled` }]
  return knownOr(new Set(Object.keys(definitions)), role, path)
}

function setProblems(definitions: SeedRoleDefinitions, path: Path): readonly Problem[] {
  return [
    ...(Object.hasOwn(definitions, '') ? [{ path, message: 'has a role without a name' }] : []),
    ...(visibleRoles(definitions).length > 0
      ? []
      : [{ path, message: 'needs a role that is neither internal nor disabled' }]),
  ]
}

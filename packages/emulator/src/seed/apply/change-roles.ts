import type { Project } from '../../domain/project/project.js'
import {
  isAssignable,
  ORG_PERMISSIONS,
  permissionName,
  type RoleDefinitions,
  type RoleStructure,
} from '../../domain/project/roles.js'
import { invalidFields } from '../../domain/project/service-error.js'
import type { Settings } from '../../domain/project/setting-values.js'
import { changeSettings, readSettings } from '../../domain/project/settings.js'
import { isObject } from '../../values/json.js'
import { seedProblems } from '../check/check-seed.js'
import { roleSeed } from '../check/role-settings.js'
import type { Seed, SeedRoleDefinition, SeedRoleDefinitions, SeedRoles } from '../seed.js'
import { unknownName } from '../values/checks.js'
import { describeProblem } from '../values/seed-error.js'
import { seedSettings } from './apply-seed.js'

/** The roles that are in force, in the words of the seed. */
export interface ShownRoles {
  readonly structure: RoleStructure
  /** Highest role first. */
  readonly definitions: RoleDefinitions
  readonly default_owner_role?: string
  readonly default_role?: string
  readonly custom_role_mappings: Readonly<Record<string, RoleDefinitions>>
}

/** What is absent stays as it is. `roles_can_manage: null` is all roles, and `can_invite: false` takes that permission away. */
export interface RoleEdit extends Omit<SeedRoleDefinition, 'roles_can_manage'> {
  readonly roles_can_manage?: readonly string[] | null
}

/** What is absent stays as it is. */
export interface RoleChange {
  readonly structure?: RoleStructure | undefined
  readonly definitions?: SeedRoleDefinitions | undefined
  /** Changes of single roles, by name. */
  readonly changes?: Readonly<Record<string, RoleEdit>> | undefined
  /** An empty text: the highest role. */
  readonly default_owner_role?: string | undefined
  /** An empty text: the lowest role. */
  readonly default_role?: string | undefined
  readonly custom_role_mappings?: Readonly<Record<string, SeedRoleDefinitions>> | undefined
}

export function shownRoles(project: Project): ShownRoles {
  const { role_structure, roles, default_owner_role, default_role, custom_role_mappings } = readSettings(project)
  return {
    structure: role_structure,
    definitions: roles,
    ...(default_owner_role === null ? {} : { default_owner_role }),
    ...(default_role === null ? {} : { default_role }),
    custom_role_mappings,
  }
}

/**
 * Changes the roles until the project is reset. Also over a restart.
 * @throws {ServiceError} `invalid_fields`, also for a role that a member would lose
 */
export function changeRoles(project: Project, change: RoleChange): void {
  const before = readSettings(project)
  const current = roleSeed(before)
  rejectEdits(change.definitions ?? current.roles?.definitions ?? {}, change.changes ?? {})
  const seed = changedSeed(current, change)
  const problems = seedProblems(seed).map((problem) => describeProblem(problem))
  if (problems.length > 0) throw invalidFields({ roles: problems })
  const { role_structure, roles, default_owner_role, default_role, custom_role_mappings } = seedSettings(seed)
  const next = { role_structure, roles, default_owner_role, default_role, custom_role_mappings }
  checkUse(project, before, next)
  changeSettings(project, next)
}

/** @throws {ServiceError} `invalid_fields` for a role that there is not */
function rejectEdits(definitions: SeedRoleDefinitions, changes: Readonly<Record<string, unknown>>): void {
  const names = Object.keys(definitions)
  const problems = Object.entries(changes).flatMap(([name, edit]) => {
    if (!names.includes(name)) return [`changes: ${unknownName(name, names)}`]
    return isObject(edit) ? [] : [`changes.${name}: must be an object`]
  })
  if (problems.length > 0) throw invalidFields({ roles: problems })
}

function changedSeed(seed: Seed, { custom_role_mappings, changes = {}, ...roles }: RoleChange): Seed {
  const named = Object.entries(roles).filter(([, value]) => value !== undefined)
  const next = { ...seed.roles, ...Object.fromEntries(named) }
  const definitions = Object.entries(next.definitions ?? {}).map(([name, role]) => [
    name,
    // The check of the seed names what is no role.
    Object.hasOwn(changes, name) && isObject(role) ? editedRole(role, changes[name] ?? {}) : role,
  ])
  const chosen = Object.entries({ ...next, definitions: Object.fromEntries(definitions) })
  return {
    ...seed,
    // An empty text is no role: the default is that of a seed without the field.
    roles: Object.fromEntries(chosen.filter(([name, value]) => !isDefault(name, value))) as SeedRoles,
    ...(custom_role_mappings === undefined ? {} : { custom_role_mappings }),
  }
}

const isDefault = (name: string, value: unknown): boolean => name.startsWith('default_') && value === ''

function editedRole({ roles_can_manage: managed, ...role }: SeedRoleDefinition, edit: RoleEdit): SeedRoleDefinition {
  const { roles_can_manage: next = managed ?? null, permissions = role.permissions ?? [], ...flags } = edit
  const taken: readonly string[] = ORG_PERMISSIONS.filter((name) => flags[name] === false).map(permissionName)
  return {
    ...role,
    ...flags,
    permissions: Array.isArray(permissions) ? permissions.filter((name) => !taken.includes(name)) : permissions,
    ...(next === null ? {} : { roles_can_manage: next }),
  }
}

type Roles = Pick<Settings, 'role_structure' | 'roles' | 'custom_role_mappings'>

interface UsedRole {
  readonly mapping: string | null
  readonly role: string
  /** 1 for a role beside the main one. */
  readonly further: number
}

/** The roles of members and invitations, by the role mapping of their organization. */
const USED = `
  SELECT custom_role_mapping_name AS mapping, role, 0 AS further FROM memberships JOIN orgs USING (org_id)
  UNION SELECT custom_role_mapping_name, value, 1
    FROM memberships JOIN orgs USING (org_id), json_each(additional_roles)
  UNION SELECT custom_role_mapping_name, role_in_org, 0 FROM invites JOIN orgs USING (org_id)
  UNION SELECT custom_role_mapping_name, value, 1
    FROM invites JOIN orgs USING (org_id), json_each(additional_roles_in_org)`

/** @throws {ServiceError} `invalid_fields` for a change that would take a role or a role mapping away */
function checkUse(project: Project, before: Roles, next: Roles): void {
  const used = project.db.all<UsedRole>(USED)
  const isGone = ({ mapping, role }: UsedRole): boolean =>
    isAssignable(roleSet(before, mapping), role) && !isAssignable(roleSet(next, mapping), role)
  const problems = [
    ...inUse(
      used.filter(isGone).map(({ role }) => role),
      'Members or invitations have',
      'Give them another role first.',
    ),
    ...inUse(usedMappings(project, next), 'Organizations have the role mapping', 'Give them another one first.'),
    ...(next.role_structure === 'multi_role' || !used.some(({ further }) => further === 1)
      ? []
      : ['Members or invitations have several roles. Give them one role first.']),
  ]
  if (problems.length > 0) throw invalidFields({ roles: problems })
}

function roleSet({ roles, custom_role_mappings: sets }: Roles, mapping: string | null): RoleDefinitions {
  return mapping !== null && Object.hasOwn(sets, mapping) ? (sets[mapping] ?? roles) : roles
}

/** The role mappings that organizations have and that are gone. */
function usedMappings(project: Project, { custom_role_mappings: sets }: Roles): readonly string[] {
  const sql = 'SELECT DISTINCT custom_role_mapping_name AS name FROM orgs WHERE custom_role_mapping_name IS NOT NULL'
  return project.db
    .all<{ name: string }>(sql)
    .map(({ name }) => name)
    .filter((name) => !Object.hasOwn(sets, name))
}

function inUse(names: readonly string[], what: string, advice: string): readonly string[] {
  const listed = [...new Set(names)].map((name) => JSON.stringify(name)).join(', ')
  return listed === '' ? [] : [`${what} ${listed}. ${advice}`]
}

import type { Project } from '../domain/project/project.js'
import type { RoleDefinitions, RoleStructure } from '../domain/project/roles.js'
import { invalidFields } from '../domain/project/service-error.js'
import { changeSettings, readSettings } from '../domain/project/settings.js'
import { seedSettings } from './apply-seed.js'
import { seedProblems } from './check-seed.js'
import type { Seed, SeedRoleDefinitions } from './seed.js'
import { describeProblem } from './seed-error.js'

/** The roles that are in force, in the words of the seed. */
export interface ShownRoles {
  readonly structure: RoleStructure
  /** Highest role first. */
  readonly definitions: RoleDefinitions
  readonly custom_role_mappings: Readonly<Record<string, RoleDefinitions>>
}

/** What is absent stays as it is. */
export interface RoleChange {
  readonly structure?: RoleStructure | undefined
  readonly definitions?: SeedRoleDefinitions | undefined
  readonly custom_role_mappings?: Readonly<Record<string, SeedRoleDefinitions>> | undefined
}

export function shownRoles(project: Project): ShownRoles {
  const { role_structure, roles, custom_role_mappings } = readSettings(project)
  return { structure: role_structure, definitions: roles, custom_role_mappings }
}

/**
 * Changes the roles until the project is reset. Also over a restart.
 * @throws {ServiceError} `invalid_fields`, also for a role that a member would lose
 */
export function changeRoles(project: Project, change: RoleChange): void {
  const old = shownRoles(project)
  const structure = change.structure ?? old.structure
  const definitions = change.definitions ?? old.definitions
  const custom_role_mappings = change.custom_role_mappings ?? old.custom_role_mappings
  const seed: Seed = { roles: { structure, definitions }, custom_role_mappings }
  const problems = seedProblems(seed).map((problem) => describeProblem(problem))
  if (Object.keys(definitions).length === 0) problems.push('roles.definitions: needs a role')
  if (problems.length > 0) throw invalidFields({ roles: problems })
  const settings = seedSettings(seed)
  const next = {
    role_structure: settings.role_structure,
    roles: settings.roles,
    custom_role_mappings: settings.custom_role_mappings,
  }
  checkUse(project, next.roles, next.custom_role_mappings)
  changeSettings(project, next)
}

interface UsedRole {
  readonly mapping: string | null
  readonly role: string
}

/** The roles of members and invitations, by the role mapping of their organization. */
const USED = `
  SELECT custom_role_mapping_name AS mapping, role FROM memberships JOIN orgs USING (org_id)
  UNION SELECT custom_role_mapping_name, value FROM memberships JOIN orgs USING (org_id), json_each(additional_roles)
  UNION SELECT custom_role_mapping_name, role_in_org FROM invites JOIN orgs USING (org_id)
  UNION SELECT custom_role_mapping_name, value FROM invites JOIN orgs USING (org_id), json_each(additional_roles_in_org)`

function checkUse(project: Project, roles: RoleDefinitions, mappings: Readonly<Record<string, RoleDefinitions>>): void {
  const before = readSettings(project)
  const setOf = (mapping: string | null, own: RoleDefinitions, sets: typeof mappings): RoleDefinitions =>
    mapping !== null && Object.hasOwn(sets, mapping) ? (sets[mapping] ?? own) : own
  const lost = project.db
    .all<UsedRole>(USED)
    .filter(
      ({ mapping, role }) =>
        Object.hasOwn(setOf(mapping, before.roles, before.custom_role_mappings), role) &&
        !Object.hasOwn(setOf(mapping, roles, mappings), role),
    )
  const names = [...new Set(lost.map(({ role }) => role))].map((role) => JSON.stringify(role)).join(', ')
  if (names !== '')
    throw invalidFields({ roles: [`Members or invitations have ${names}. Give them another role first.`] })
}

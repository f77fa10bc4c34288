import type { Project } from './project.js'
import { DEFAULT_ROLES, type RoleDefinitions, type RoleStructure } from './roles.js'

/** Settings of a project, with the names of the seed file. */
export interface Settings {
  /** If false, every organization endpoint answers 426. */
  readonly has_orgs: boolean
  readonly has_usernames: boolean
  readonly has_names: boolean
  /** If false, a new user is logged in without a confirmed address. */
  readonly signup_confirms_email: boolean
  readonly can_create_access_tokens: boolean
  readonly access_token_minutes: number
  readonly session_days: number
  readonly role_structure: RoleStructure
  readonly roles: RoleDefinitions
  readonly custom_role_mappings: Readonly<Record<string, RoleDefinitions>>
}

export const DEFAULT_SETTINGS: Settings = {
  has_orgs: true,
  has_usernames: true,
  has_names: true,
  signup_confirms_email: false,
  can_create_access_tokens: true,
  access_token_minutes: 30,
  session_days: 14,
  role_structure: 'single_role_in_hierarchy',
  roles: DEFAULT_ROLES,
  custom_role_mappings: {},
}

export function readSettings(project: Project): Settings {
  const row = project.db.get<{ value: string }>("SELECT value FROM meta WHERE name = 'settings'")
  return row ? { ...DEFAULT_SETTINGS, ...JSON.parse(row.value) } : DEFAULT_SETTINGS
}

export function writeSettings(project: Project, settings: Settings): void {
  const value = JSON.stringify(settings)
  project.db.run(
    "INSERT INTO meta VALUES ('settings', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    value,
  )
}

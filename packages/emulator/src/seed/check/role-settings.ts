import { DEFAULT_SETTINGS, type Settings } from '../../domain/project/setting-values.js'
import type { Seed } from '../seed.js'
import type { Problem } from '../values/checks.js'
import { seedProblems } from './check-seed.js'

/** The problems of the roles of a project, of their role mappings, and of the scopes that name them. */
export const roleSettingProblems = (settings: Settings): readonly Problem[] => seedProblems(roleSeed(settings))

/** The roles and what refers to them, in the words of the seed. */
export function roleSeed(settings: Settings): Seed {
  const { role_structure, roles, default_owner_role, default_role, custom_role_mappings, mcp_scopes } = settings
  return {
    // The scopes of a new project name roles that other projects do not have.
    settings: isDefault(mcp_scopes) ? {} : { mcp_scopes },
    roles: {
      structure: role_structure,
      definitions: roles,
      ...(default_owner_role === null ? {} : { default_owner_role }),
      ...(default_role === null ? {} : { default_role }),
    },
    custom_role_mappings,
  }
}

const isDefault = (scopes: Settings['mcp_scopes']): boolean =>
  JSON.stringify(scopes) === JSON.stringify(DEFAULT_SETTINGS.mcp_scopes)

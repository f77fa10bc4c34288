export type RoleStructure = 'single_role_in_hierarchy' | 'multi_role'

/** Role name to its permissions, highest role first. The order is the hierarchy. */
export type RoleDefinitions = Readonly<Record<string, { readonly permissions: readonly string[] }>>

const BUILT_IN = {
  Member: ['propelauth::can_view_other_members'],
  Admin: [
    'propelauth::can_invite',
    'propelauth::can_change_roles',
    'propelauth::can_remove_users',
    'propelauth::can_edit_org_access',
    'propelauth::can_update_org_metadata',
    'propelauth::can_view_other_members',
  ],
  Owner: [
    'propelauth::can_invite',
    'propelauth::can_change_roles',
    'propelauth::can_remove_users',
    'propelauth::can_setup_saml',
    'propelauth::can_manage_api_keys',
    'propelauth::can_edit_org_access',
    'propelauth::can_update_org_metadata',
    'propelauth::can_view_other_members',
    'propelauth::can_delete_org',
  ],
} as const

/** The roles of a new project: Owner > Admin > Member. `can_view_billing` is a permission of the app. */
export const DEFAULT_ROLES: RoleDefinitions = {
  Owner: { permissions: [...BUILT_IN.Owner, 'can_view_billing'] },
  Admin: { permissions: [...BUILT_IN.Admin, 'can_view_billing'] },
  Member: { permissions: BUILT_IN.Member },
}

export interface Assignment {
  readonly role: string
  readonly additionalRoles: readonly string[]
}

/** The role fields of a membership on the wire. */
export interface RoleClaims {
  readonly user_role: string
  readonly inherited_user_roles_plus_current_role: readonly string[]
  readonly org_role_structure: RoleStructure
  readonly additional_roles: readonly string[]
  readonly user_permissions: readonly string[]
}

export function roleClaims(structure: RoleStructure, roles: RoleDefinitions, assignment: Assignment): RoleClaims {
  const names = Object.keys(roles)
  const single = structure === 'single_role_in_hierarchy'
  const inherited = single ? names.slice(Math.max(0, names.indexOf(assignment.role))) : [assignment.role]
  return {
    user_role: assignment.role,
    inherited_user_roles_plus_current_role: names.includes(assignment.role) ? inherited : [assignment.role],
    org_role_structure: structure,
    additional_roles: single ? [] : assignment.additionalRoles,
    user_permissions: permissionsOf(
      roles,
      single ? [assignment.role] : [assignment.role, ...assignment.additionalRoles],
    ),
  }
}

function permissionsOf(roles: RoleDefinitions, names: readonly string[]): string[] {
  const known = names.filter((name) => Object.hasOwn(roles, name))
  return [...new Set(known.flatMap((name) => roles[name]?.permissions ?? []))]
}

export type RoleStructure = 'single_role_in_hierarchy' | 'multi_role'

export interface RoleDefinition {
  readonly permissions: readonly string[]
  /** With `multi_role`: the roles of the members that this role can manage. Default: all. */
  readonly roles_can_manage?: readonly string[]
  /** A role of the team that runs the project: members cannot assign it, and do not see who has it. */
  readonly is_internal?: boolean
  /** A role that no member can have. */
  readonly disabled?: boolean
}

/** The roles by name, highest role first. The order is the hierarchy. */
export type RoleDefinitions = Readonly<Record<string, RoleDefinition>>

/** The built-in permissions, which the service names `propelauth::can_invite` and so on. */
export const ORG_PERMISSIONS = [
  'can_view_other_members',
  'can_invite',
  'can_change_roles',
  'can_manage_api_keys',
  'can_remove_users',
  'can_setup_saml',
  'can_delete_org',
  'can_edit_org_access',
  'can_update_org_metadata',
] as const

export type OrgPermission = (typeof ORG_PERMISSIONS)[number]

/** The name of a built-in permission in tokens and role definitions. */
export const permissionName = (permission: OrgPermission): string => `propelauth::${permission}`

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

type RoleFlags = Readonly<Record<string, Pick<RoleDefinition, 'is_internal' | 'disabled'>>>

/** Whether members can have the role. */
export const isAssignable = (roles: RoleFlags, name: string): boolean =>
  Object.hasOwn(roles, name) && roles[name]?.disabled !== true

/** The roles that members can have, highest first. */
export const assignableRoles = (roles: RoleFlags): string[] =>
  Object.keys(roles).filter((name) => isAssignable(roles, name))

/** The roles that members do not see. */
export const internalRoles = (roles: RoleFlags): string[] =>
  Object.keys(roles).filter((name) => roles[name]?.is_internal === true)

/** The roles that members can have and see, highest first. */
export const visibleRoles = (roles: RoleFlags): string[] =>
  assignableRoles(roles).filter((name) => roles[name]?.is_internal !== true)

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

/**
 * The roles that a member can assign, and whose members the member can manage: with a hierarchy the own role and those
 * below it, otherwise those of `roles_can_manage`. No internal and no disabled ones.
 */
export function manageableRoles(structure: RoleStructure, roles: RoleDefinitions, assignment: Assignment): string[] {
  const names = Object.keys(roles)
  const visible = visibleRoles(roles)
  if (structure === 'single_role_in_hierarchy') {
    const own = names.indexOf(assignment.role)
    return own === -1 ? [] : visible.filter((name) => names.indexOf(name) >= own)
  }
  const own = [assignment.role, ...assignment.additionalRoles].filter((name) => Object.hasOwn(roles, name))
  const managed = new Set(own.flatMap((name) => roles[name]?.roles_can_manage ?? names))
  return visible.filter((name) => managed.has(name))
}

function permissionsOf(roles: RoleDefinitions, names: readonly string[]): string[] {
  const known = names.filter((name) => Object.hasOwn(roles, name))
  return [...new Set(known.flatMap((name) => roles[name]?.permissions ?? []))]
}

import { OrgMemberInfo } from '../user/org-member-info.js'
import type { CredentialKind, Principal, UserOf } from '../user/principal.js'
import type { User } from '../user/user.js'

/** What a guard for users hands on. Where it accepts API keys, there may be no user. */
export interface UserContext<
  Role extends string = string,
  Permission extends string = string,
  Kind extends CredentialKind = 'user',
> {
  readonly user: UserOf<Role, Permission, Kind>
  readonly principal: Principal<Role, Permission, Kind>
}

/** What a guard that admits everyone hands on. */
export interface OptionalUserContext<
  Role extends string = string,
  Permission extends string = string,
  Kind extends CredentialKind = 'user',
> {
  readonly user: User<Role, Permission> | null
  readonly principal: Principal<Role, Permission, Kind> | null
}

/** What a guard for members of an org hands on. */
export interface OrgContext<
  Role extends string = string,
  Permission extends string = string,
  Kind extends CredentialKind = 'user',
> extends UserContext<Role, Permission, Kind> {
  readonly org: OrgMemberInfo<Role, Permission>
}

// `user` is always a property: where a key has none, what an earlier guard has set must not stay.

export const toUserContext = <Role extends string, Permission extends string, Kind extends CredentialKind>(
  principal: Principal<Role, Permission, Kind>,
): UserContext<Role, Permission, Kind> => ({ user: principal.user as UserOf<Role, Permission, Kind>, principal })

export const toOptionalUserContext = <Role extends string, Permission extends string, Kind extends CredentialKind>(
  principal: Principal<Role, Permission, Kind> | null,
): OptionalUserContext<Role, Permission, Kind> => ({ user: principal?.user ?? null, principal })

/** Compares data, since without a cache of tokens each guard makes a principal of its own. */
const isOther = (one: unknown, another: unknown) => one !== another && JSON.stringify(one) !== JSON.stringify(another)

/**
 * Clears an org that an earlier guard set for another principal. For adapters whose guards share the variables of a
 * request.
 */
export const dropStaleOrg = <Context extends { readonly principal: unknown }>(
  context: Context,
  { org, principal }: { readonly org?: unknown; readonly principal?: unknown },
): Context =>
  org instanceof OrgMemberInfo && isOther(principal, context.principal) ? { org: undefined, ...context } : context

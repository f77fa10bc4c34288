import type { VerifiedClaims } from '../token/claims.js'
import type { CacheName } from '../token/key-source.js'
import type { JsonObject } from '../token/read-claim.js'
import type { VerifiedToken } from '../token/verify-token.js'
import type { OrgMemberInfo } from './org-member-info.js'
import type { User } from './user.js'

/** What a guard may accept: `user` is an access token, `apiKey` an end-user API key. */
export type CredentialKind = 'user' | 'apiKey'

/** A request made with a user's access token. */
export interface UserPrincipal<Role extends string = string, Permission extends string = string> {
  readonly kind: 'user'
  readonly user: User<Role, Permission>
  /** When the token was issued, in seconds of Unix time. */
  readonly issuedAt: number
  /** When the token expires, in seconds of Unix time: close a long-lived connection then. */
  readonly expiresAt: number
}

/** Frozen: requests share it by the token cache. */
export const toUserPrincipal = (user: User, { iat, exp }: VerifiedClaims): UserPrincipal =>
  Object.freeze({ kind: 'user', user, issuedAt: iat, expiresAt: exp })

/**
 * A request made with an end-user API key (docs/access-token.md). A personal key has a user, an org's key has an org
 * and may have a user, a generic key has neither. Deeply frozen.
 */
export interface KeyPrincipal<Role extends string = string, Permission extends string = string> {
  readonly kind: 'apiKey'
  readonly apiKeyId?: string
  /** The holder of the key, as a member of the key's org alone. */
  readonly user?: User<Role, Permission>
  /** The org that owns the key, with the rights of the user in it; without a user there are none. */
  readonly org?: OrgMemberInfo<Role, Permission>
  /** The key's own metadata. Keys inside are the project's and never renamed. */
  readonly metadata?: JsonObject
}

/** Who a request acts for, by what the guard accepts. */
export type Principal<
  Role extends string = string,
  Permission extends string = string,
  Kind extends CredentialKind = CredentialKind,
> = Kind extends 'user' ? UserPrincipal<Role, Permission> : KeyPrincipal<Role, Permission>

/** The user of a request; may be absent where API keys are accepted. */
export type UserOf<Role extends string, Permission extends string, Kind extends CredentialKind> = 'apiKey' extends Kind
  ? User<Role, Permission> | undefined
  : User<Role, Permission>

/** Who a request acts for, with the source of the result: `token` for a cached one. */
export interface Identified {
  readonly principal: Principal
  readonly cache: 'token' | CacheName
  /** The id of the key that signed the token. */
  readonly kid?: string | undefined
  /** The token that has just been verified; absent for a cached one and for API keys. */
  readonly verified?: VerifiedToken | undefined
}

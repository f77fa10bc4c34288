import type { JsonObject } from '../token/claims.js'
import type { CacheLevel } from '../token/key-source.js'
import type { OrgMemberInfo, User } from './user.js'

/** What a guard may accept: `user`, an access token; `apiKey`, an end-user API key. */
export type CredentialKind = 'user' | 'apiKey'

/** A request made with a user's access token. */
export interface UserPrincipal<Role extends string = string, Permission extends string = string> {
  readonly kind: 'user'
  readonly user: User<Role, Permission>
  /** When the token was issued, in seconds of Unix time. */
  readonly issuedAt: number
  /** When the token expires, in seconds of Unix time, so that a connection can end with it. */
  readonly expiresAt: number
}

/**
 * A request made with an end-user API key (docs/access-token.md). A personal key has a user, an org's key has an org and perhaps
 * the user who holds it, a generic key has neither. Deeply frozen.
 */
export interface KeyPrincipal<Role extends string = string, Permission extends string = string> {
  readonly kind: 'apiKey'
  readonly apiKeyId?: string
  /** Knows no org but the key's own. */
  readonly user?: User<Role, Permission>
  /** The org whose key it is, with what the user may do there; without such a user, it has no role and no permission. */
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

/** The user of a request: where API keys are accepted, there may be none. */
export type UserOf<Role extends string, Permission extends string, Kind extends CredentialKind> = 'apiKey' extends Kind
  ? User<Role, Permission> | undefined
  : User<Role, Permission>

/** Who a request acts for, and where that comes from: `token` for a cached result. */
export interface Identified {
  readonly principal: Principal
  readonly level: 'token' | CacheLevel
  /** The id of the key that signed the token. */
  readonly kid?: string | undefined
}

export {
  AuthError,
  type AuthErrorOptions,
  type ErrorResponseOptions,
  errorResponse,
  isAuthError,
} from './auth-error.js'
export { type Requirement, requireOrgMember } from './authorize.js'
export type { RequestLike } from './bearer-token.js'
export type { JsonObject, OrgRoleStructure } from './claims.js'
export { AUTH_ERRORS, type AuthErrorCode, type Refusal } from './errors.js'
export type { Fetch } from './fetch-jwks.js'
export { memoizeByEnv } from './for-env.js'
export {
  checkGuardOptions,
  type GuardOptions,
  type OptionalUserOptions,
  type OrgGuardOptions,
  readOrgGuardOptions,
} from './guard.js'
export {
  type CacheLike,
  cacheApiJwksCache,
  type JwksCache,
  type JwksCacheEntry,
  type JwksCacheKey,
  memoryJwksCache,
} from './jwks-cache.js'
export type { CacheLevel } from './key-source.js'
export {
  createOptionalUserGuard,
  createOrgGuard,
  createUserGuard,
  type OptionalUserContext,
  type OrgContext,
  type RequestGuard,
  type SelectOrgFrom,
  type UserContext,
} from './middleware.js'
export type { PropelAuthEvent, PropelAuthOptions } from './options.js'
export { type AuthResult, createPropelAuth, type PropelAuth, type UserPrincipal } from './propelauth.js'
export {
  type FromCookieOptions,
  fromCookie,
  fromHeader,
  fromWebSocketProtocol,
  type TokenSource,
} from './token-source.js'
export { type LoginMethod, OrgMemberInfo, type OrgMemberInfoData, User, type UserData } from './user.js'
export type { JsonWebKeyLike, JsonWebKeySet } from './verification-key.js'
export type { FetchHandler, GuardedHandler, PreflightOption, SelectOrg, Wrappers } from './wrappers.js'

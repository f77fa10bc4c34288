export type { ApiKeyMembership, ApiKeyOrg, ApiKeyPrincipal, ApiKeyUser } from './api-key-principal.js'
export type { ApiKeyValidator } from './api-keys.js'
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
export { type OptionalUserContext, type OrgContext, type UserContext, withoutForeignOrg } from './context.js'
export { AUTH_ERRORS, type AuthErrorCode, type Refusal } from './errors.js'
export type { Fetch } from './fetch-jwks.js'
export { memoizeByEnv } from './for-env.js'
export {
  checkGuardOptions,
  type GuardOptions,
  type GuardOwner,
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
  type RequestGuard,
  type SelectOrgFrom,
} from './middleware.js'
export type { PropelAuthEvent, PropelAuthOptions } from './options.js'
export type { CredentialKind, KeyPrincipal, Principal, UserOf, UserPrincipal } from './principal.js'
export { type AuthResult, createPropelAuth, type PropelAuth } from './propelauth.js'
export { type ProtectedResource, protectedResourceResponse } from './protected-resource.js'
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

export { requireOrgMember } from './access/require-org-member.js'
export type { Requirement } from './access/requirement.js'
export type { OptionalUserContext, OrgContext, UserContext } from './guards/context.js'
export type { PropelAuthEvent } from './guards/events.js'
export type { SelectOrg } from './guards/guard.js'
export type { CredentialOptions, GuardOptions, OptionalUserOptions, OrgGuardOptions } from './guards/guard-options.js'
export type { IsRevoked, RevocableToken } from './guards/revocation.js'
export type { StepUpOptions, StepUpValidator } from './guards/step-up.js'
export type { FetchHandler, GuardedHandler, PreflightOption, Wrappers } from './guards/wrappers.js'
export type { Fetch } from './keys/fetch-jwks.js'
export type { JsonWebKeyLike, JsonWebKeySet } from './keys/json-web-key.js'
export {
  type CacheLike,
  cacheApiJwksCache,
  type JwksCache,
  type JwksCacheEntry,
  type JwksCacheKey,
  memoryJwksCache,
} from './keys/jwks-cache.js'
export type { PropelAuthOptions } from './options.js'
export { createPropelAuth, type PrefetchOptions, type PropelAuth } from './propelauth.js'
export type { RequestLike } from './request/bearer-token.js'
export { type FromCookieOptions, fromCookie } from './request/cookie.js'
export { fromHeader, fromWebSocketProtocol, type TokenSource } from './request/token-source.js'
export type { AuthResult } from './request-methods.js'
export {
  AuthError,
  type ErrorResponseOptions,
  errorResponse,
  isAuthError,
} from './response/auth-error.js'
export type { AuthErrorOptions } from './response/challenge.js'
export { AUTH_ERRORS, type AuthErrorCode } from './response/errors.js'
export { type ProtectedResource, protectedResourceResponse } from './response/protected-resource.js'
export { type Refusal, refuse } from './response/refusal.js'
export type { CacheName } from './token/key-source.js'
export type { JsonObject, OrgRoleStructure } from './token/read-claim.js'
export type { ApiKeyMembership, ApiKeyOrg, ApiKeyPrincipal, ApiKeyUser } from './user/api-key-principal.js'
export type { ApiKeyValidator } from './user/api-keys.js'
export type { LoginMethod } from './user/login-method.js'
export { OrgMemberInfo, type OrgMemberInfoData } from './user/org-member-info.js'
export type { CredentialKind, KeyPrincipal, Principal, UserOf, UserPrincipal } from './user/principal.js'
export type { UserData } from './user/user.js'
export { User } from './user/user-from-json.js'

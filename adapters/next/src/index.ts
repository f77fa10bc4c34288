// biome-ignore format: a list of names
export {
  type ApiKeyMembership, type ApiKeyOrg, type ApiKeyPrincipal, type ApiKeyUser, type ApiKeyValidator, AUTH_ERRORS,
  AuthError, type AuthErrorCode, type AuthErrorOptions, type AuthResult, type CacheLevel, type CacheLike,
  type CredentialKind, cacheApiJwksCache, type ErrorResponseOptions, errorResponse, type Fetch, type FromCookieOptions,
  fromHeader, fromWebSocketProtocol, type GuardOptions, isAuthError, type JsonObject, type JsonWebKeyLike,
  type JsonWebKeySet, type JwksCache, type JwksCacheEntry, type JwksCacheKey, type KeyPrincipal, type LoginMethod,
  memoryJwksCache, type OptionalUserOptions, type OrgGuardOptions, OrgMemberInfo, type OrgMemberInfoData,
  type OrgRoleStructure, type PreflightOption, type Principal, type PropelAuth, type PropelAuthEvent,
  type PropelAuthOptions, type ProtectedResource, protectedResourceResponse, type Refusal, type RequestLike,
  type Requirement, requireOrgMember, type TokenSource, User, type UserData, type UserPrincipal,
} from '@propelauth-edge/core'
export { fromCookie } from './from-cookie.js'
export {
  createPropelAuth,
  type GuardedHandler,
  type NextPropelAuth,
  type RouteContextLike,
  type RouteHandler,
  type SelectOrg,
} from './propelauth.js'

// biome-ignore format: a list of names
export {
  type ApiKeyMembership, type ApiKeyOrg, type ApiKeyPrincipal, type ApiKeyUser, type ApiKeyValidator, AUTH_ERRORS,
  AuthError, type AuthErrorCode, type AuthErrorOptions, type AuthResult, type CacheLevel, type CacheLike,
  type CredentialKind, cacheApiJwksCache, type ErrorResponseOptions, errorResponse, type Fetch, type FetchHandler,
  type FromCookieOptions, fromCookie, fromHeader, fromWebSocketProtocol, type GuardedHandler, type GuardOptions,
  isAuthError, type JsonObject, type JsonWebKeyLike, type JsonWebKeySet, type JwksCache, type JwksCacheEntry,
  type JwksCacheKey, type KeyPrincipal, type LoginMethod, memoryJwksCache, type OptionalUserContext,
  type OptionalUserOptions, type OrgContext, type OrgGuardOptions, OrgMemberInfo, type OrgMemberInfoData,
  type OrgRoleStructure, type PreflightOption, type Principal, type PropelAuth, type PropelAuthEvent,
  type PropelAuthOptions, type ProtectedResource, protectedResourceResponse, type Refusal, type RequestLike,
  type Requirement, requireOrgMember, type TokenSource, User, type UserContext, type UserData, type UserPrincipal,
} from '@propelauth-edge/core'
export { type KvJwksCacheOptions, type KvLike, kvJwksCache } from '@propelauth-edge/core/kv'
export { createPropelAuth, type GuardedFetch, type WorkerContext, type WorkerPropelAuth } from './propelauth.js'

// biome-ignore format: a list of names
export {
  AUTH_ERRORS, AuthError, type AuthErrorCode, type AuthErrorOptions, type AuthResult, type CacheLevel, type CacheLike,
  cacheApiJwksCache, type ErrorResponseOptions, errorResponse, type Fetch, type FetchHandler, type FromCookieOptions,
  fromCookie, fromHeader, fromWebSocketProtocol, type GuardedHandler, type GuardOptions, isAuthError, type JsonObject,
  type JsonWebKeyLike, type JsonWebKeySet, type JwksCache, type JwksCacheEntry, type JwksCacheKey, type LoginMethod,
  memoryJwksCache, type OptionalUserOptions, type OrgGuardOptions, OrgMemberInfo,
  type OrgMemberInfoData, type OrgRoleStructure, type PreflightOption, type PropelAuth, type PropelAuthEvent,
  type PropelAuthOptions, type Refusal, type RequestLike, type Requirement, requireOrgMember, type TokenSource, User,
  type UserData, type UserPrincipal,
} from '@propelauth-edge/core'
export { type KvJwksCacheOptions, type KvLike, kvJwksCache } from '@propelauth-edge/core/kv'
export { createPropelAuth, type GuardedFetch, type WorkerContext, type WorkerPropelAuth } from './propelauth.js'

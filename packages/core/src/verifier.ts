export type { Fetch } from './keys/fetch-jwks.js'
export type { JsonWebKeyLike, JsonWebKeySet } from './keys/json-web-key.js'
export type { JwksCache, JwksCacheEntry, JwksCacheKey } from './keys/jwks-cache.js'
export type { RequestLike } from './request/bearer-token.js'
export type { RequestContext } from './request/request-context.js'
export type { AuthErrorCode } from './response/errors.js'
export type { OrgMemberInfo } from './user/org-member-info.js'
export type { User } from './user/user.js'
export { createVerifier, type Verifier, type VerifierOptions, type VerifierResult } from './verifier/create-verifier.js'
export {
  type KeyLayer,
  type KeySettings,
  keysOf,
  pemKey,
  type RemoteKeysOptions,
  remoteKeys,
} from './verifier/key-layers.js'
export { type TokenCacheLayer, tokenCache } from './verifier/token-cache-layer.js'

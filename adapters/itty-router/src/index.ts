// The names below win over those of core.
export * from '@propelauth-edge/core'
export { type KvJwksCacheOptions, type KvLike, kvJwksCache } from '@propelauth-edge/core/kv'
export {
  createPropelAuth,
  errorResponse,
  type Guard,
  type IttyPropelAuth,
  type OptionalUserRequest,
  type OrgRequest,
  type SelectOrg,
  type UserRequest,
} from './propelauth.js'

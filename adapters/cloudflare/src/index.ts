// The names below win over those of core.
export * from '@propelauth-edge/core'
export { type KvJwksCacheOptions, type KvLike, kvJwksCache } from '@propelauth-edge/core/kv'
export { createPropelAuth, type GuardedFetch, type WorkerContext, type WorkerPropelAuth } from './propelauth.js'

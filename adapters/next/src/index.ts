// The names below win over those of core.
export * from '@propelauth-edge/core'
export { fromCookie } from './from-cookie.js'
export {
  createPropelAuth,
  type GuardedHandler,
  type NextPropelAuth,
  type RouteContextLike,
  type RouteHandler,
  type SelectOrg,
} from './propelauth.js'

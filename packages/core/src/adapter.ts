// What packages that build on core need and applications do not. Not covered by semantic versioning promises of '.'.
export { createLease, type Lease } from './async/lease.js'
export { after, isPromise, type MaybePromise } from './async/maybe-promise.js'
export { within } from './async/timers.js'
export { isSafeUrl } from './checks/auth-url.js'
export {
  aBoolean,
  aFunction,
  aNumber,
  aText,
  checkedLater,
  checkForm,
  type Form,
  isText,
} from './checks/forms.js'
export { matches } from './checks/matches.js'
export { checkPlainObject, describe, givenObject } from './checks/plain-object.js'
export { memoizeByEnv } from './for-env.js'
export type { Authenticator } from './guards/authenticator.js'
export { dropStaleOrg } from './guards/context.js'
export {
  createOptionalUserGuard,
  createOrgGuard,
  createUserGuard,
  type Guard,
} from './guards/guard.js'
export { type AnyHandler, requestContextOf, wrapHandler } from './guards/wrappers.js'
export { authenticatorOf, type InstanceSettings, settingsOf, toError, toRefusalResponse } from './instance.js'
export { ask as fetchUncached, readText, toJson } from './keys/fetch-jwks.js'
export { keepAlive } from './keys/load-keys.js'
export { hex } from './keys/pem.js'
export { noCredential, toBearerToken } from './request/bearer-token.js'
export { cookieSource } from './request/cookie.js'
export { toCredentialId } from './request/credential-id.js'
export { forwardedOrigin, refuseCrossSite } from './request/cross-site.js'
export { methodFromHeaders } from './request/method-from-headers.js'
export { readToken } from './request/token-source.js'
export { toMetadataUrl } from './response/protected-resource.js'
export { isRefusal } from './response/refusal.js'
export { createAudienceCheck } from './token/audience.js'
export { isProduction } from './token/runtime.js'
export { toBytes } from './token/web-runtime.js'
export { createBoundedMap } from './user/bounded-map.js'
export { createPlaces, type Place } from './user/places.js'

import type { Authenticator, AuthenticatorParts } from './guards/authenticator.js'
import type { Fetch } from './keys/fetch-jwks.js'
import { AuthError } from './response/auth-error.js'
import { toResponse } from './response/challenge.js'
import { isRefusal, type Refusal } from './response/refusal.js'

/** Found through the registry of all realms, so that a package with another copy of core finds it as well. */
const link = /* @__PURE__ */ Symbol.for('propelauth-edge.authenticator')

/** Attaches to an instance how its authenticator is found: at the first use, where options come from a function. */
export const linkAuthenticator = <Instance extends object>(
  instance: Instance,
  getAuthenticator: () => Authenticator,
): Instance => Object.assign(instance, { [link]: getAuthenticator })

/**
 * The authenticator behind an instance, for packages that build on core.
 * @throws {TypeError} for anything that `createPropelAuth` of core has not made, and for wrong options
 */
export function authenticatorOf(instance: object): Authenticator {
  const getAuthenticator = (instance as { readonly [link]?: () => Authenticator })[link]
  if (!getAuthenticator) throw new TypeError('Expected an instance of createPropelAuth or for(env)')
  return getAuthenticator()
}

/** The part of an authenticator that refusals need. */
export interface Challenger {
  readonly parts: Pick<AuthenticatorParts, 'challenge'>
}

/** The response to a refusal, with the challenge of the instance. */
export const toRefusalResponse = ({ parts }: Challenger, refusal: Refusal, showDetail?: boolean): Response =>
  toResponse(refusal, parts.challenge, showDetail)

/** The error of a refusal, with the challenge of the instance. */
export const toError = ({ parts }: Challenger, refusal: Refusal, showDetail?: boolean): AuthError =>
  new AuthError(refusal.code, { ...refusal, ...parts.challenge, showDetail })

/** The value, or the error of a refusal thrown. */
export function orThrow<Value>(authenticator: Authenticator, value: Value | Refusal, showDetail?: boolean): Value {
  if (isRefusal(value)) throw toError(authenticator, value, showDetail)
  return value
}

/** What a package needs of an instance to call the service itself: where it is, and by which clock and `fetch`. */
export interface InstanceSettings {
  readonly origin: string
  readonly issuers: readonly string[]
  readonly now: () => number
  readonly fetch: Fetch
  readonly clockToleranceSeconds: number
  readonly allowEmulator: boolean
}

/**
 * The settings of an instance, for packages that call the service themselves and leave checking tokens to the guards.
 * @throws {TypeError} as `authenticatorOf`, which has the rest
 */
export function settingsOf(instance: object): InstanceSettings {
  const { rules, now, origin, fetch } = authenticatorOf(instance).parts
  const { issuers, clockToleranceSeconds, allowEmulator } = rules
  return { origin, issuers, now, fetch, clockToleranceSeconds, allowEmulator }
}

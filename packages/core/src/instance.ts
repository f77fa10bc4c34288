import type { Verifier } from './guards/verifier.js'
import { AuthError } from './response/auth-error.js'
import { toResponse } from './response/challenge.js'
import type { Refusal } from './response/refusal.js'

/** Found through the registry of all realms, so that a package with another copy of core finds it as well. */
const link = /* @__PURE__ */ Symbol.for('propelauth-edge.verifier')

/** Attaches to an instance how its verifier is found: at the first use, where options come from a function. */
export const linkVerifier = <Instance extends object>(instance: Instance, getVerifier: () => Verifier): Instance =>
  Object.assign(instance, { [link]: getVerifier })

/**
 * The verifier behind an instance, for packages that build on core.
 * @throws {TypeError} for anything that `createPropelAuth` of core has not made, and for wrong options
 */
export function verifierOf(instance: object): Verifier {
  const getVerifier = (instance as { readonly [link]?: () => Verifier })[link]
  if (!getVerifier)
    throw new TypeError('Expected an instance made by createPropelAuth of core, or by for(env) of an adapter')
  return getVerifier()
}

/** The response to a refusal, with the challenge of the instance. */
export const toRefusalResponse = ({ parts }: Verifier, refusal: Refusal, showDetail?: boolean): Response =>
  toResponse(refusal, parts.challenge, showDetail)

/** The error of a refusal, with the challenge of the instance. */
export const toError = ({ parts }: Verifier, refusal: Refusal, showDetail?: boolean): AuthError =>
  new AuthError(refusal.code, { ...refusal, ...parts.challenge, showDetail })

/** The settings of an instance, for packages that call the service themselves. */
export interface InstanceSettings {
  readonly origin: string
  readonly issuers: readonly string[]
  readonly now: () => number
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  readonly clockToleranceSeconds: number
  readonly allowEmulator: boolean
}

export function settingsOf(instance: object): InstanceSettings {
  const { rules, now, origin, fetch } = verifierOf(instance).parts
  const { issuers, clockToleranceSeconds, allowEmulator } = rules
  return { origin, issuers, now, fetch, clockToleranceSeconds, allowEmulator }
}

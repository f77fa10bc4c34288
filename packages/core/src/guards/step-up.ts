import type { MaybePromise } from '../async/maybe-promise.js'
import { within } from '../async/timers.js'
import { aFunction, aText, checkForm } from '../checks/forms.js'
import { matches } from '../checks/matches.js'
import { checkPlainObject } from '../checks/plain-object.js'
import type { RequestLike } from '../request/bearer-token.js'
import { type Refusal, refuse } from '../response/refusal.js'
import type { Principal } from '../user/principal.js'
import { refuseFailure } from '../user/refuse-failure.js'
import type { Denied } from './events.js'

/**
 * Verifies grants of step-up MFA: `createStepUpValidator(client)` of `@propelauth-edge/management`, or an object of your
 * own.
 *
 * @example
 * ```ts
 * const stepUp: StepUpValidator = {
 *   async verifyStepUpGrant(grant, { signal }) {
 *     const response = await fetch('https://grants.example.com', { method: 'POST', body: JSON.stringify(grant), signal })
 *     return { success: response.status === 200 }
 *   },
 * }
 * ```
 */
export interface StepUpValidator {
  /**
   * Whether the grant is for this action and this user, has not expired and is not spent. Verifying a one-time grant spends
   * it. Only `success: true` admits. An error is a failure of the validator, which makes a 503. The signal aborts after 5
   * seconds.
   */
  verifyStepUpGrant(
    request: { readonly actionType: string; readonly userId: string; readonly grant: string },
    options: { readonly signal: AbortSignal },
  ): Promise<{ readonly success: boolean }>
}

/** What a guard demands beside the access token: a grant, which the user got with a second factor for one action. */
export interface StepUpOptions {
  /** The `actionType` that the grant was made for: a name of your own, such as `DELETE_ORG`. */
  readonly action: string
  /**
   * Reads the grant, and may be asynchronous. Default: the header `x-step-up-grant`. Anything but a text counts as no
   * grant. `fromCookie(name)` reads a cookie, with its cross-site rule. For a body, annotate `request: Request` and read
   * a clone, since the handler reads the body as well.
   */
  grantFrom?(request: RequestLike): MaybePromise<string | Refusal | null | undefined>
}

/** The options, with the default filled in. */
export type CheckedStepUp = Required<StepUpOptions>

const fromHeader = ({ headers }: RequestLike) => headers.get('x-step-up-grant')

/** @throws {TypeError} that names an option which is missing, unknown or of the wrong form */
export function readStepUp(given: unknown): CheckedStepUp {
  checkPlainObject('Guard options: stepUp', given, ['action', 'grantFrom'])
  const { action, grantFrom = fromHeader } = given as StepUpOptions
  checkForm('Guard options: stepUp.action', action, aText)
  checkForm('Guard options: stepUp.grantFrom', grantFrom, aFunction)
  return { action, grantFrom }
}

/** A slower answer counts as a failure. */
const timeoutMs = 5_000

/** The service does not document the form of a grant. Other texts are refused without a call. */
const isGrant = /* @__PURE__ */ matches(/^[!-~]{1,2048}$/)

const noSecondFactor = /* @__PURE__ */ refuse('step_up_required', 'An API key has no second factor')
const noGrant = /* @__PURE__ */ refuse('step_up_required', 'No grant')
const notGranted = /* @__PURE__ */ refuse('step_up_required', 'The grant is not valid for this action and user')

/** Verifies the grant of a request; `undefined` if it is good. */
export type StepUpCheck = (
  principal: Principal,
  request: RequestLike,
  stepUp: CheckedStepUp,
) => Promise<Refusal | undefined>

async function callValidator(
  validator: StepUpValidator,
  request: Parameters<StepUpValidator['verifyStepUpGrant']>[0],
): Promise<Refusal | undefined> {
  try {
    const { success } = await within(timeoutMs, (signal) => validator.verifyStepUpGrant(request, { signal }))
    return success === true ? undefined : notGranted
  } catch (error) {
    return refuseFailure('step_up_unavailable', error)
  }
}

/** Nothing is cached: each request asks, since another one may have spent the grant. */
export function createStepUpCheck(validator: StepUpValidator, now: () => number, denied: Denied): StepUpCheck {
  async function verify({ kind, user }: Principal, request: RequestLike, { action, grantFrom }: CheckedStepUp) {
    if (kind !== 'user') return noSecondFactor
    const grant = await grantFrom(request)
    if (!isGrant(grant)) return noGrant
    return callValidator(validator, { actionType: action, userId: user.userId, grant })
  }
  return async (principal, request, stepUp) => {
    const startedAt = now()
    const refusal = await verify(principal, request, stepUp)
    return refusal && denied(refusal, startedAt, principal, { action: stepUp.action })
  }
}

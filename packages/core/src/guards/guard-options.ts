import { conditionNames, type KnownNames, type Requirement, readRequirement } from '../access/requirement.js'
import type { MaybePromise } from '../async/maybe-promise.js'
import { aBoolean, aFunction, checkedLater, checkForm, type Form, isListOf, isSynchronous } from '../checks/forms.js'
import { checkPlainObject, describe } from '../checks/plain-object.js'
import type { RequestContext } from '../request/request-context.js'
import type { TokenSource } from '../request/token-source.js'
import type { CredentialKind } from '../user/principal.js'
import { type CheckedStepUp, readStepUp, type StepUpOptions } from './step-up.js'

/** What every function that reads a credential takes. */
export interface CredentialOptions<Kind extends CredentialKind = 'user'> extends RequestContext {
  /**
   * What counts: access tokens alone by default. A credential with exactly two dots is a token, anything else an API
   * key, and neither is ever tried as the other. `apiKey` needs the option `apiKeys` of `createPropelAuth`.
   */
  readonly accept?: readonly Kind[] | undefined
  /** Where the token is read from; the `Authorization` header by default. In a list, the first that has one decides. */
  readonly tokenFrom?: TokenSource | readonly TokenSource[] | undefined
  /**
   * Refuse requests of employees who act as a user: 403 `impersonation_denied`. `undefined` is a `TypeError`: a
   * misspelt constant must not admit them.
   */
  readonly denyImpersonation?: boolean
  /** Give the exact reason in the body of a refusal. Leave it off in production. */
  readonly detail?: boolean | undefined
}

/** What every function that admits users takes. */
export interface GuardOptions<Kind extends CredentialKind = 'user'> extends CredentialOptions<Kind> {
  /**
   * Demand a step-up grant for an action, which the user got with a second factor: without one, 401 `step_up_required`
   * with the challenge of RFC 9470; 503 `step_up_unavailable` if the service could not be asked. The grant is verified
   * after everything else, so that a request which is refused does not spend it. API keys are refused. Needs the option
   * `stepUp` of `createPropelAuth`. `undefined` is a `TypeError`: a misspelt constant must not drop the demand.
   */
  readonly stepUp?: StepUpOptions
}

export interface OptionalUserOptions<Kind extends CredentialKind = 'user'> extends CredentialOptions<Kind> {
  /** `reject` refuses a token that is there and invalid; by default it counts as none, as in the FastAPI library. */
  readonly onInvalid?: 'ignore' | 'reject' | undefined
}

/** Options of a guard for members of an org: the requirement and how to find the org. */
export type OrgGuardOptions<
  SelectOrg,
  Role extends string = string,
  Permission extends string = string,
  Kind extends CredentialKind = 'user',
> = GuardOptions<Kind> & Requirement<Role, Permission> & { readonly orgId?: SelectOrg }

/** Options of any guard, checked and copied. */
export interface CheckedGuardOptions extends OptionalUserOptions<CredentialKind> {
  readonly stepUp?: CheckedStepUp
  readonly preflight?: ((request: Request) => MaybePromise<Response>) | undefined
}

/** Options a guard is checked against; a function is resolved at the first request. */
export type GuardOwner =
  | (KnownNames & { readonly authUrl?: unknown; readonly apiKeys?: unknown; readonly stepUp?: unknown })
  | ((...env: never[]) => unknown)

const knownOptions = (owner: GuardOwner | undefined) => (typeof owner === 'function' ? undefined : owner)

const isSources = (value: unknown) => isSynchronous(value) || isListOf(value, isSynchronous)
const isKinds = (value: unknown) => isListOf(value, (kind) => kind === 'user' || kind === 'apiKey')

/** The form of each option where it is given. */
const forms: Record<keyof CheckedGuardOptions, Form> = {
  accept: [isKinds, 'a list of "user", "apiKey" or both'],
  waitUntil: aFunction,
  tokenFrom: [isSources, 'a synchronous function such as fromCookie("name"), or a list of them'],
  denyImpersonation: aBoolean,
  detail: aBoolean,
  onInvalid: [(value) => value === 'ignore' || value === 'reject', '"ignore" or "reject"'],
  preflight: aFunction,
  stepUp: checkedLater,
}

const common = ['accept', 'waitUntil', 'tokenFrom', 'denyImpersonation', 'detail'] as const

/** `undefined` leaves an option at its default, except where that would admit more. */
const mayBeUndefined = (name: string) => name !== 'denyImpersonation'

function checkPort(port: unknown, name: string, use: string): asserts port {
  if (!port) throw new TypeError(`To ${use}, createPropelAuth needs the option ${name}`)
}

/** @throws {TypeError} for `apiKey` without a validator */
export function checkAccept(accept: readonly CredentialKind[] | undefined, apiKeys: unknown): void {
  if (accept?.includes('apiKey')) checkPort(apiKeys, 'apiKeys', 'accept "apiKey"')
}

/** @throws {TypeError} for `stepUp` without a validator */
export function checkStepUpPort(port: unknown): asserts port {
  checkPort(port, 'stepUp', 'demand stepUp')
}

/** Later changes of a list must not change a guard. */
const copyOption = (name: string, value: unknown) =>
  name === 'stepUp' ? readStepUp(value) : Array.isArray(value) ? [...value] : value

const copyOf = (options: object): CheckedGuardOptions =>
  Object.fromEntries(Object.entries(options).map(([name, value]) => [name, copyOption(name, value)]))

/**
 * A checked copy of the options of a guard, or of a function that reads a request.
 * @throws {TypeError} that names an option which is unknown or of the wrong form
 */
export function readGuardOptions(
  options: object = {},
  others: readonly ('onInvalid' | 'preflight' | 'stepUp')[] = [],
  owner?: GuardOwner,
): CheckedGuardOptions {
  const names = [...common, ...others]
  const condition = conditionNames.find((name) => name in Object(options))
  if (condition !== undefined)
    throw new TypeError(`Guard options: "${condition}" is a requirement of an org; use the guard for members of an org`)
  checkPlainObject('Guard options', options, names)
  const copy = copyOf(options)
  for (const name of names) {
    const value = copy[name]
    if (name in copy && !(value === undefined && mayBeUndefined(name)))
      checkForm(`Guard options: ${name}`, value, forms[name])
  }
  const known = knownOptions(owner)
  if (known) checkAccept(copy.accept, known.apiKeys)
  if (known && copy.stepUp) checkStepUpPort(known.stepUp)
  return copy
}

/**
 * Splits the options of an org guard into requirement, selector and the rest. A selector that is given must be one:
 * `undefined` never stands for the default.
 * @throws {TypeError} as `requireOrgMember` and every guard do; without a selector
 */
export function readOrgGuardOptions<SelectOrg>(
  options: object,
  others: readonly ('preflight' | 'stepUp')[] = [],
  defaultOrgId?: SelectOrg,
  owner?: GuardOwner,
): { readonly requirement: Requirement; readonly options: CheckedGuardOptions; readonly orgId: SelectOrg } {
  checkPlainObject('Guard options', options, [...common, ...others, ...conditionNames, 'orgId'])
  const { orgId, ...rest } = { orgId: defaultOrgId, ...options }
  if (typeof orgId !== 'function')
    throw new TypeError(`orgId must be a function that finds the org of a request, found ${describe(orgId)}`)
  const isCondition = ([name]: readonly [string, unknown]) => (conditionNames as readonly string[]).includes(name)
  const entries = Object.entries(rest)
  const requirement = Object.fromEntries(entries.filter(isCondition)) as Requirement
  const guard = Object.fromEntries(entries.filter((entry) => !isCondition(entry)))
  return {
    requirement: readRequirement(requirement, knownOptions(owner)),
    options: readGuardOptions(guard, others, owner),
    orgId,
  }
}

import { checkRequirement, isCondition, type Requirement } from './authorize.js'
import type { KeyContext } from './key-source.js'
import type { TokenSource } from './token-source.js'

/** What every function that reads a request takes. */
export interface GuardOptions extends KeyContext {
  /** Where the token is read from; the `Authorization` header by default. In a list, the first that has one decides. */
  readonly tokenFrom?: TokenSource | readonly TokenSource[] | undefined
  /** Refuse requests of employees who act as a user: 403 `impersonation_denied`. */
  readonly denyImpersonation?: boolean | undefined
  /** Give the exact reason in the body of a refusal. Leave it off in production. */
  readonly detail?: boolean | undefined
}

export interface OptionalUserOptions extends GuardOptions {
  /** `reject` refuses a token that is there and invalid; by default it counts as none, as in the FastAPI library. */
  readonly onInvalid?: 'ignore' | 'reject' | undefined
}

/** Options of a guard for members of an org: the requirement and how to find the org. */
export type OrgGuardOptions<
  SelectOrg,
  Role extends string = string,
  Permission extends string = string,
> = GuardOptions & Requirement<Role, Permission> & { readonly orgId?: SelectOrg }

const guardKeys = ['waitUntil', 'tokenFrom', 'denyImpersonation', 'detail']

/**
 * Checks the options of a guard when it is made: a misspelt `denyImpersonation` must not admit anybody.
 * @throws {TypeError} for an option that is neither a guard's own nor one of the others named
 */
export function checkGuardOptions(options: object = {}, others: readonly string[] = []): void {
  const key = Object.keys(options).find((name) => !guardKeys.includes(name) && !others.includes(name))
  if (key !== undefined) throw new TypeError(`Unknown guard option "${key}"`)
}

/**
 * Splits the options of an org guard into requirement, selector and the rest, for adapters to use when a guard is
 * made. A selector that is given must be one: `undefined` never stands for the default.
 * @throws {TypeError} as `requireOrgMember` and every guard do; without a selector
 */
export function readOrgGuardOptions<SelectOrg, Role extends string, Permission extends string>(
  options: OrgGuardOptions<SelectOrg, Role, Permission>,
  others: readonly string[] = [],
  defaultOrgId?: SelectOrg,
): { requirement: Requirement<Role, Permission>; guard: GuardOptions; orgId: SelectOrg } {
  const { orgId, ...rest } = { orgId: defaultOrgId, ...options }
  if (typeof orgId !== 'function') throw new TypeError('orgId must be a function that finds the org of a request')
  const entries = Object.entries(rest)
  const requirement = Object.fromEntries(entries.filter(([key]) => isCondition(key)))
  const guard = Object.fromEntries(entries.filter(([key]) => !isCondition(key)))
  checkRequirement(requirement)
  checkGuardOptions(guard, others)
  return { requirement, guard, orgId }
}

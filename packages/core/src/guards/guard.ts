import { checkPlain, checkRequirement, isCondition, type Requirement } from '../access/authorize.js'
import type { PropelAuthOptions } from '../options.js'
import type { RequestContext } from '../request/request-context.js'
import type { TokenSource } from '../request/token-source.js'
import { AUTH_ERRORS, type AuthErrorCode } from '../response/errors.js'
import type { CredentialKind } from '../user/principal.js'

/** What every function that reads a request takes. */
export interface GuardOptions<Kind extends CredentialKind = 'user'> extends RequestContext {
  /**
   * What counts: access tokens alone by default. A credential with exactly two dots is a token, anything else an API
   * key, and neither is ever tried as the other. `apiKey` needs the option `apiKeys` of `createPropelAuth`.
   */
  readonly accept?: readonly Kind[] | undefined
  /** Where the token is read from; the `Authorization` header by default. In a list, the first that has one decides. */
  readonly tokenFrom?: TokenSource | readonly TokenSource[] | undefined
  /** Refuse requests of employees who act as a user: 403 `impersonation_denied`. */
  readonly denyImpersonation?: boolean | undefined
  /** Give the exact reason in the body of a refusal. Leave it off in production. */
  readonly detail?: boolean | undefined
}

export interface OptionalUserOptions<Kind extends CredentialKind = 'user'> extends GuardOptions<Kind> {
  /** `reject` refuses a token that is there and invalid; by default it counts as none, as in the FastAPI library. */
  readonly onInvalid?: 'ignore' | 'reject' | undefined
}

/** A credential that is absent or wrong counts as none; trouble with keys and decisions about a user do not. */
export function countsAsNone(code: AuthErrorCode, { onInvalid = 'ignore' }: { readonly onInvalid?: unknown }): boolean {
  if (code === 'missing_token') return true
  return onInvalid === 'ignore' && (AUTH_ERRORS[code].status === 401 || code === 'cross_site_request')
}

/** Options of a guard for members of an org: the requirement and how to find the org. */
export type OrgGuardOptions<
  SelectOrg,
  Role extends string = string,
  Permission extends string = string,
  Kind extends CredentialKind = 'user',
> = GuardOptions<Kind> & Requirement<Role, Permission> & { readonly orgId?: SelectOrg }

const guardKeys = ['accept', 'waitUntil', 'tokenFrom', 'denyImpersonation', 'detail']

/**
 * Checks what a guard accepts: a list that is empty, misspelt or without its port must not admit anybody, nor nobody.
 * @throws {TypeError}
 */
export function checkAccept(accept: unknown, hasApiKeys: boolean): void {
  const kinds = Array.isArray(accept) ? [...accept] : []
  if (kinds.length === 0 || !kinds.every((kind) => kind === 'user' || kind === 'apiKey'))
    throw new TypeError('accept must be a list of "user", "apiKey" or both')
  if (kinds.includes('apiKey') && !hasApiKeys) throw new TypeError('To accept "apiKey", createPropelAuth needs apiKeys')
}

/** What a guard belongs to: options of `createPropelAuth`, or a function that gives them later. */
export type GuardOwner = PropelAuthOptions | ((...env: never[]) => unknown)

const later = () => {}

/**
 * Checks the options of a guard when it is made: a misspelt `denyImpersonation` must not admit anybody.
 * @throws {TypeError} for an option that is neither a guard's own nor one of the others named; for `accept`, unless it
 * is a list that the owner, if it is known by now, can serve
 */
export function checkGuardOptions(
  options: object = {},
  others: readonly string[] = [],
  owner: GuardOwner = later,
): void {
  checkPlain('Guard options', options)
  const key = Object.keys(options).find((name) => !guardKeys.includes(name) && !others.includes(name))
  if (key !== undefined) throw new TypeError(`Unknown guard option "${key}"`)
  const { accept }: { accept?: unknown } = options
  if (accept !== undefined) checkAccept(accept, typeof owner === 'function' || !!owner.apiKeys)
}

/**
 * Splits the options of an org guard into requirement, selector and the rest, for adapters to use when a guard is
 * made. A selector that is given must be one: `undefined` never stands for the default.
 * @throws {TypeError} as `requireOrgMember` and every guard do; without a selector
 */
export function readOrgGuardOptions<
  SelectOrg,
  Role extends string,
  Permission extends string,
  Kind extends CredentialKind,
>(
  options: OrgGuardOptions<SelectOrg, Role, Permission, Kind>,
  others: readonly string[] = [],
  defaultOrgId?: SelectOrg,
  owner?: GuardOwner,
): { requirement: Requirement<Role, Permission>; guard: GuardOptions<Kind>; orgId: SelectOrg } {
  checkPlain('Guard options', options)
  const { orgId, ...rest } = { orgId: defaultOrgId, ...options }
  if (typeof orgId !== 'function') throw new TypeError('orgId must be a function that finds the org of a request')
  const entries = Object.entries(rest)
  const requirement = Object.fromEntries(entries.filter(([key]) => isCondition(key)))
  const guard = Object.fromEntries(entries.filter(([key]) => !isCondition(key)))
  checkRequirement(requirement)
  checkGuardOptions(guard, others, owner)
  return { requirement, guard, orgId }
}

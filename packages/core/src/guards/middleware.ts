import type { AuthResult, PropelAuth } from '../propelauth.js'
import type { RequestLike } from '../request/bearer-token.js'
import type { RequestContext } from '../request/request-context.js'
import type { CredentialKind, Principal } from '../user/principal.js'
import {
  type OptionalUserContext,
  type OrgContext,
  toOptionalUserContext,
  toUserContext,
  type UserContext,
} from './context.js'
import {
  checkGuardOptions,
  countsAsNone,
  type GuardOptions,
  type GuardOwner,
  type OptionalUserOptions,
  type OrgGuardOptions,
  readOrgGuardOptions,
} from './guard.js'

/**
 * A guard without its framework: looks at one request with an instance and gives what to hand on.
 * @throws {AuthError} what the framework's guard answers with
 */
export type RequestGuard<Context, Role extends string, Permission extends string, Source = unknown> = (
  propelAuth: PropelAuth<Role, Permission>,
  request: RequestLike,
  /** What the platform lends; asked for only when it is needed. */
  platform: RequestContext,
  /** What an org is selected from. */
  source: Source,
) => Promise<Context>

/**
 * What the platform of one request lends, asked for only when it is needed. A class, since an object literal with a
 * getter gets a hidden class of its own, and to collect those is dearer than to check a remembered token.
 */
class LazyPlatform implements RequestContext {
  readonly #own: RequestContext['waitUntil']
  readonly #platform: RequestContext

  constructor(own: RequestContext['waitUntil'], platform: RequestContext) {
    this.#own = own
    this.#platform = platform
  }

  get waitUntil() {
    return this.#own ?? this.#platform.waitUntil
  }
}

/** Who the request acts for; with `optional`, `null` for a credential that counts as none. */
async function authenticate<Role extends string, Permission extends string, Kind extends CredentialKind>(
  propelAuth: PropelAuth<Role, Permission>,
  request: RequestLike,
  { waitUntil, ...options }: OptionalUserOptions<Kind>,
  platform: RequestContext,
) {
  const guard: GuardOptions<Kind> = Object.assign(new LazyPlatform(waitUntil, platform), options)
  return propelAuth.authenticateRequest(request, guard)
}

function orThrow<Role extends string, Permission extends string, Kind extends CredentialKind>(
  result: AuthResult<Role, Permission, Kind>,
): Principal<Role, Permission, Kind> {
  if (result.ok) return result.principal
  throw result.error
}

/** `requireUser` of an adapter. Throws a `TypeError` at once for wrong options. */
export function createUserGuard<Role extends string, Permission extends string, Kind extends CredentialKind = 'user'>(
  options: GuardOptions<Kind> = {},
  owner?: GuardOwner,
): RequestGuard<UserContext<Role, Permission, Kind>, Role, Permission> {
  checkGuardOptions(options, [], owner)
  return async (propelAuth, request, platform) =>
    toUserContext(orThrow(await authenticate(propelAuth, request, options, platform)))
}

/** `optionalUser` of an adapter. Throws a `TypeError` at once for wrong options. */
export function createOptionalUserGuard<
  Role extends string,
  Permission extends string,
  Kind extends CredentialKind = 'user',
>(
  options: OptionalUserOptions<Kind> = {},
  owner?: GuardOwner,
): RequestGuard<OptionalUserContext<Role, Permission, Kind>, Role, Permission> {
  checkGuardOptions(options, ['onInvalid'], owner)
  return async (propelAuth, request, platform) => {
    const result = await authenticate(propelAuth, request, options, platform)
    return toOptionalUserContext(!result.ok && countsAsNone(result.code, options) ? null : orThrow(result))
  }
}

/**
 * `requireOrgMember` of an adapter: identifies the user, then selects the org, then decides. Throws a `TypeError` at
 * once for wrong options.
 */
export function createOrgGuard<
  Source,
  Role extends string,
  Permission extends string,
  Kind extends CredentialKind = 'user',
>(
  options: OrgGuardOptions<SelectOrgFrom<Source>, Role, Permission, Kind> = {},
  defaultOrgId?: SelectOrgFrom<Source>,
  owner?: GuardOwner,
): RequestGuard<OrgContext<Role, Permission, Kind>, Role, Permission, Source> {
  const { requirement, guard, orgId } = readOrgGuardOptions(options, [], defaultOrgId, owner)
  return async (propelAuth, request, platform, source) => {
    const principal = orThrow(await authenticate(propelAuth, request, guard, platform))
    const org = propelAuth.requireOrgMember(principal, await orgId(source), requirement, guard)
    return { ...toUserContext(principal), org }
  }
}

/** Finds the org a request is about. Asked for users only; what it does not find is refused with 403. */
export type SelectOrgFrom<Source> = (source: Source) => string | undefined | null | Promise<string | undefined | null>

import type { RequestLike } from './bearer-token.js'
import {
  checkGuardOptions,
  type GuardOptions,
  type OptionalUserOptions,
  type OrgGuardOptions,
  readOrgGuardOptions,
} from './guard.js'
import type { KeyContext } from './key-source.js'
import type { PropelAuth, UserPrincipal } from './propelauth.js'
import type { OrgMemberInfo, User } from './user.js'

/** What a guard for users hands on. */
export interface UserContext<Role extends string = string, Permission extends string = string> {
  readonly user: User<Role, Permission>
  readonly principal: UserPrincipal<Role, Permission>
}

/** What a guard that admits everyone hands on. */
export interface OptionalUserContext<Role extends string = string, Permission extends string = string> {
  readonly user: User<Role, Permission> | null
  readonly principal: UserPrincipal<Role, Permission> | null
}

/** What a guard for members of an org hands on. */
export interface OrgContext<Role extends string = string, Permission extends string = string>
  extends UserContext<Role, Permission> {
  readonly org: OrgMemberInfo<Role, Permission>
}

/**
 * A guard without its framework: looks at one request with an instance and gives what to hand on.
 * @throws {AuthError} what the framework's guard answers with
 */
export type RequestGuard<Context, Role extends string, Permission extends string, Source = unknown> = (
  propelAuth: PropelAuth<Role, Permission>,
  request: RequestLike,
  /** What the platform lends; asked for only when it is needed. */
  platform: KeyContext,
  /** What an org is selected from. */
  source: Source,
) => Promise<Context>

/**
 * What the platform of one request lends, asked for only when it is needed. A class, since an object literal with a
 * getter gets a hidden class of its own, and to collect those is dearer than to check a remembered token.
 */
class LazyPlatform implements KeyContext {
  readonly #own: KeyContext['waitUntil']
  readonly #platform: KeyContext

  constructor(own: KeyContext['waitUntil'], platform: KeyContext) {
    this.#own = own
    this.#platform = platform
  }

  get waitUntil() {
    return this.#own ?? this.#platform.waitUntil
  }
}

const withPlatform = ({ waitUntil, ...options }: OptionalUserOptions, platform: KeyContext): OptionalUserOptions =>
  Object.assign(new LazyPlatform(waitUntil, platform), options)

const toContext = <Role extends string, Permission extends string>(
  user: User<Role, Permission>,
): UserContext<Role, Permission> => ({ user, principal: { kind: 'user', user } })

/** `requireUser` of an adapter. Throws a `TypeError` at once for wrong options. */
export function createUserGuard<Role extends string, Permission extends string>(
  options: GuardOptions = {},
): RequestGuard<UserContext<Role, Permission>, Role, Permission> {
  checkGuardOptions(options)
  return async (propelAuth, request, platform) =>
    toContext(await propelAuth.validateRequest(request, withPlatform(options, platform)))
}

/** `optionalUser` of an adapter. Throws a `TypeError` at once for wrong options. */
export function createOptionalUserGuard<Role extends string, Permission extends string>(
  options: OptionalUserOptions = {},
): RequestGuard<OptionalUserContext<Role, Permission>, Role, Permission> {
  checkGuardOptions(options, ['onInvalid'])
  return async (propelAuth, request, platform) => {
    const user = await propelAuth.optionalUser(request, withPlatform(options, platform))
    return user ? toContext(user) : { user, principal: null }
  }
}

/**
 * `requireOrgMember` of an adapter: identifies the user, then selects the org, then decides. Throws a `TypeError` at
 * once for wrong options.
 */
export function createOrgGuard<Source, Role extends string, Permission extends string>(
  options: OrgGuardOptions<SelectOrgFrom<Source>, Role, Permission> = {},
  defaultOrgId?: SelectOrgFrom<Source>,
): RequestGuard<OrgContext<Role, Permission>, Role, Permission, Source> {
  const { requirement, guard, orgId } = readOrgGuardOptions(options, [], defaultOrgId)
  return async (propelAuth, request, platform, source) => {
    const user = await propelAuth.validateRequest(request, withPlatform(guard, platform))
    return { ...toContext(user), org: propelAuth.requireOrgMember(user, await orgId(source), requirement, guard) }
  }
}

/** Finds the org a request is about. Asked for users only; what it does not find is refused with 403. */
export type SelectOrgFrom<Source> = (source: Source) => string | undefined | null | Promise<string | undefined | null>

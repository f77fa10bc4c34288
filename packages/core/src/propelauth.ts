import { type Requirement, readRequirement } from './access/requirement.js'
import { isPromise, type MaybePromise } from './async/maybe-promise.js'
import { checkPlainObject, givenObject } from './checks/plain-object.js'
import { type Authenticator, createAuthenticator } from './guards/authenticator.js'
import { createReport, failureOf } from './guards/events.js'
import { authenticateOptional } from './guards/guard.js'
import {
  type CheckedGuardOptions,
  checkAccept,
  type GuardOptions,
  type OptionalUserOptions,
  readGuardOptions,
} from './guards/guard-options.js'
import { createRevocationCheck } from './guards/revocation.js'
import { createWrappers, type Wrappers } from './guards/wrappers.js'
import { linkAuthenticator, toError, toRefusalResponse } from './instance.js'
import { pemFallback } from './keys/fetch-pem.js'
import { fixedKeys } from './keys/key-set.js'
import { createKeyMemory, type KeyMemory, type RemoteKeysConfig, remoteKeys } from './keys/remote-keys.js'
import { sharedKeys } from './keys/shared-keys.js'
import { type PropelAuthOptions, readOptions, rebindSettings, type Settings } from './options.js'
import { type RequestLike, toBearerToken } from './request/bearer-token.js'
import type { RequestContext } from './request/request-context.js'
import type { AuthError, ErrorResponseOptions } from './response/auth-error.js'
import type { AuthErrorCode } from './response/errors.js'
import { isRefusal, type Refusal } from './response/refusal.js'
import type { KeySource } from './token/key-source.js'
import { createTokenCache, type TokenCache } from './token/token-cache.js'
import { type ApiKeyMemory, createApiKeyMemory } from './user/api-key-memory.js'
import { createApiKeyCheck } from './user/api-keys.js'
import { cachedUsers } from './user/cached-users.js'
import type { CredentialKind, Identified, Principal, UserOf } from './user/principal.js'
import type { OrgMemberInfo, User } from './user/user.js'
import { type FindUser, userVerification } from './user/verify-user.js'

/** The outcome of `authenticateRequest`: who the request acts for, or an error with its finished response. */
export type AuthResult<
  Role extends string = string,
  Permission extends string = string,
  Kind extends CredentialKind = 'user',
> =
  | {
      readonly ok: true
      readonly user: UserOf<Role, Permission, Kind>
      readonly principal: Principal<Role, Permission, Kind>
    }
  | {
      readonly ok: false
      readonly code: AuthErrorCode
      /** Made when it is first read, so that refusing costs no stack trace. */
      readonly error: AuthError
      response(options?: ErrorResponseOptions): Response
    }

export interface PrefetchOptions extends RequestContext {
  readonly force?: boolean | undefined
}

export interface PropelAuth<Role extends string = string, Permission extends string = string>
  extends Wrappers<Role, Permission> {
  /**
   * The user of a request. Where API keys are accepted there may be none; `authenticateRequest` tells whose key it is.
   * @throws {AuthError} 401 for a missing or invalid credential, 403 `impersonation_denied` or `cross_site_request`,
   * 503 `jwks_unavailable`; for API keys also 429 `rate_limited`, 503 `api_keys_unavailable`
   */
  validateRequest<Kind extends CredentialKind = 'user'>(
    request: RequestLike,
    options?: GuardOptions<Kind>,
  ): Promise<UserOf<Role, Permission, Kind>>
  // The last form of each is what `ReturnType` takes.
  validateRequest(request: RequestLike, options?: GuardOptions): Promise<User<Role, Permission>>
  /** The same as a value: never throws for a credential. */
  authenticateRequest<Kind extends CredentialKind = 'user'>(
    request: RequestLike,
    options?: GuardOptions<Kind>,
  ): Promise<AuthResult<Role, Permission, Kind>>
  authenticateRequest(request: RequestLike, options?: GuardOptions): Promise<AuthResult<Role, Permission>>
  /**
   * The user of a request, or `null` when the credential is missing or invalid, or a key of no user.
   * @throws {AuthError} 503 `jwks_unavailable`; 403 `impersonation_denied`; for API keys 429 `rate_limited`, 503
   * `api_keys_unavailable`; with `onInvalid: 'reject'` also what `validateRequest` throws for a credential that is there
   */
  optionalUser<Kind extends CredentialKind = 'user'>(
    request: RequestLike,
    options?: OptionalUserOptions<Kind>,
  ): Promise<User<Role, Permission> | null>
  /** The user of a bare token or API key, without `Bearer`. Throws what `validateRequest` throws. */
  validateToken<Kind extends CredentialKind = 'user'>(
    token: string,
    options?: GuardOptions<Kind>,
  ): Promise<UserOf<Role, Permission, Kind>>
  validateToken(token: string, options?: GuardOptions): Promise<User<Role, Permission>>
  /** See the free function of this name; its errors carry this instance's realm. */
  requireOrgMember(
    user: User<Role, Permission> | Principal<Role, Permission>,
    orgId: string | undefined | null,
    requirement?: Requirement<Role, Permission>,
    options?: ErrorResponseOptions,
  ): OrgMemberInfo<Role, Permission>
  /**
   * Fetches the keys before the first request needs them. With `force`, asks the origin now, whatever is cached: after
   * a key has been compromised.
   * @throws {AuthError} 503 `jwks_unavailable`
   */
  prefetchKeys(options?: PrefetchOptions): Promise<void>
}

const noOptions: CheckedGuardOptions = {}

/** What instances with equal data share: everything but their ports. Filled by the first instance. */
export interface SharedState {
  settings?: Settings
  keyMemory?: KeyMemory
  tokenCache?: TokenCache<Identified>
  apiKeyMemory?: ApiKeyMemory
}

function composeKeys(settings: Settings, report: ReturnType<typeof createReport>, shared: SharedState): KeySource {
  const { keySet, jwksCache: cache, origin, issuers, apiKey } = settings
  if (keySet) return fixedKeys(keySet)
  const config: RemoteKeysConfig = {
    ...settings,
    fallback: apiKey === undefined ? undefined : pemFallback(`${origin}/api/v1/token_verification_metadata`, apiKey),
    shared: cache && sharedKeys({ ...settings, cache, issuer: issuers.join(' ') }),
    onLoad: (cache, startedAt, failure) =>
      report?.({ type: 'keys', cache, ...(failure && failureOf(failure)) }, startedAt),
  }
  shared.keyMemory ??= createKeyMemory(config)
  return remoteKeys(config, shared.keyMemory)
}

function readSettings(options: PropelAuthOptions, shared: SharedState): Settings {
  if (shared.settings) return rebindSettings(shared.settings, options)
  shared.settings = readOptions(options)
  return shared.settings
}

function composeApiKeyCheck({ apiKeys, now }: Settings, shared: SharedState) {
  if (!apiKeys) return undefined
  shared.apiKeyMemory ??= createApiKeyMemory()
  return createApiKeyCheck(apiKeys, now, shared.apiKeyMemory)
}

function composeFindUser(settings: Settings, keys: KeySource, shared: SharedState): FindUser {
  const parts = { rules: settings, keys, now: settings.now }
  const verification = userVerification(parts)
  if (settings.tokenCacheBytes === 0) return verification
  shared.tokenCache ??= createTokenCache<Identified>(settings.tokenCacheBytes, settings)
  return cachedUsers(verification, parts, shared.tokenCache)
}

/** The one place that knows the order of the whole: options → keys, caches and ports → authenticator. */
function composeAuthenticator(options: PropelAuthOptions, shared: SharedState): Authenticator {
  const settings = readSettings(options, shared)
  const { realm, resourceMetadata } = settings
  const report = createReport(settings)
  const keys = composeKeys(settings, report, shared)
  return createAuthenticator({
    rules: settings,
    now: settings.now,
    origin: settings.origin,
    fetch: settings.fetch,
    keys,
    findUser: composeFindUser(settings, keys, shared),
    checkApiKey: composeApiKeyCheck(settings, shared),
    checkRevocation: createRevocationCheck(settings.isRevoked),
    challenge: { realm, resourceMetadata },
    known: settings,
    report,
    audit: settings.audit,
  })
}

/**
 * Everything a backend needs to admit PropelAuth users: validates access tokens with the project's
 * published keys, and decides on org, role and permission. Make one instance and keep it, outside the handler.
 *
 * With a function, the options are read at the first request: bundlers may evaluate modules without an environment.
 *
 * @throws {TypeError} for wrong options, saying what to change
 *
 * @example
 * ```ts
 * const propelAuth = createPropelAuth({ authUrl: 'https://auth.example.com' })
 *
 * export default {
 *   fetch: propelAuth.withUser((request, { user }) => Response.json({ userId: user.userId })),
 * }
 * ```
 */
export function createPropelAuth<const Role extends string = string, const Permission extends string = string>(
  options: PropelAuthOptions<Role, Permission> | (() => PropelAuthOptions<Role, Permission>),
): PropelAuth<Role, Permission> {
  return createInstance(options, {})
}

/** An instance that shares state with others whose options hold the same data. */
export function createInstance<Role extends string, Permission extends string>(
  options: PropelAuthOptions<Role, Permission> | (() => PropelAuthOptions<Role, Permission>),
  shared: SharedState,
): PropelAuth<Role, Permission> {
  let authenticator = typeof options === 'function' ? undefined : composeAuthenticator(options, shared)
  const getAuthenticator = (): Authenticator => {
    authenticator ??= composeAuthenticator((options as () => PropelAuthOptions)(), shared)
    return authenticator
  }

  function orThrow<Value>(value: Value | Refusal, showDetail?: boolean): Value {
    if (isRefusal(value)) throw toError(getAuthenticator(), value, showDetail)
    return value
  }

  /** Options are checked at every call: a misspelt one must not admit anyone. */
  const read = (options: object | undefined, others?: readonly 'onInvalid'[]): CheckedGuardOptions =>
    options ? readGuardOptions(options, others) : noOptions

  const authenticate = (request: RequestLike, guard: CheckedGuardOptions) =>
    getAuthenticator().authenticate(request, guard, guard) as MaybePromise<Principal<Role, Permission> | Refusal>

  const instance = {
    ...createWrappers<Role, Permission>(getAuthenticator, options),

    async validateRequest(request: RequestLike, options?: object) {
      const guard = read(options)
      return orThrow(await authenticate(request, guard), guard.detail).user
    },

    async authenticateRequest(request: RequestLike, options?: object) {
      const guard = read(options)
      const found = authenticate(request, guard)
      const principal = isPromise(found) ? await found : found
      if (!isRefusal(principal)) return { ok: true, user: principal.user, principal }
      let error: AuthError | undefined
      return {
        ok: false,
        code: principal.code,
        get error() {
          error ??= toError(getAuthenticator(), principal, guard.detail)
          return error
        },
        response: ({ detail = guard.detail }: ErrorResponseOptions = {}) =>
          toRefusalResponse(getAuthenticator(), principal, detail),
      }
    },

    async optionalUser(request: RequestLike, options?: object) {
      const guard = read(options, ['onInvalid'])
      return orThrow(await authenticateOptional(getAuthenticator(), request, guard, guard), guard.detail)?.user ?? null
    },

    async validateToken(token: string, options?: object) {
      const guard = read(options)
      const { check, parts } = getAuthenticator()
      checkAccept(guard.accept, { apiKeys: parts.checkApiKey })
      const credential = toBearerToken(token, parts.rules.maxTokenBytes)
      return orThrow(await check(credential, guard, guard), guard.detail).user
    },

    requireOrgMember(
      user: User | Principal,
      orgId: string | undefined | null,
      ...given: readonly [requirement?: Requirement, options?: ErrorResponseOptions]
    ) {
      const [, { detail } = {}] = given
      const requirement = readRequirement(givenObject(given), getAuthenticator().parts.known)
      return orThrow(getAuthenticator().decide(user, orgId, requirement), detail)
    },

    async prefetchKeys(options: object = {}) {
      checkPlainObject('Options of prefetchKeys', options, ['waitUntil', 'force'])
      orThrow(await getAuthenticator().parts.keys.load(options))
    },
  }
  return linkAuthenticator(instance as unknown as PropelAuth<Role, Permission>, getAuthenticator)
}

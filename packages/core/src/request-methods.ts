import { after, isPromise, type MaybePromise } from './async/maybe-promise.js'
import type { Authenticator } from './guards/authenticator.js'
import { authenticateOptional, toUserGuard } from './guards/guard.js'
import { type CheckedGuardOptions, checkAccept, readGuardOptions } from './guards/guard-options.js'
import { orThrow, toError, toRefusalResponse } from './instance.js'
import { type RequestLike, toBearerToken } from './request/bearer-token.js'
import type { AuthError, ErrorResponseOptions } from './response/auth-error.js'
import type { AuthErrorCode } from './response/errors.js'
import { isRefusal, type Refusal } from './response/refusal.js'
import type { CredentialKind, Principal, UserOf } from './user/principal.js'

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

const noOptions: CheckedGuardOptions = {}

/** Options are checked at every call: a misspelt one must not admit anyone. */
const read = (options: object | undefined, others?: readonly ('onInvalid' | 'stepUp')[]): CheckedGuardOptions =>
  options ? readGuardOptions(options, others) : noOptions

/** The principal of a request. Only a demand for a grant needs the whole guard. */
function authenticate(
  authenticator: Authenticator,
  request: RequestLike,
  options: CheckedGuardOptions,
): MaybePromise<Principal | Refusal> {
  if (!options.stepUp) return authenticator.authenticate(request, options, options)
  const found = toUserGuard(options).admit(authenticator, request, options, [])
  return after(found, (admitted) => (isRefusal(admitted) ? admitted : admitted.principal))
}

function toFailure(authenticator: Authenticator, refusal: Refusal, showDetail: boolean | undefined) {
  let error: AuthError | undefined
  return {
    ok: false,
    code: refusal.code,
    get error() {
      error ??= toError(authenticator, refusal, showDetail)
      return error
    },
    response: ({ detail = showDetail }: ErrorResponseOptions = {}) => toRefusalResponse(authenticator, refusal, detail),
  }
}

/** The functions of an instance that read a request or a token. Their types are those of `PropelAuth`. */
export const createRequestMethods = (getAuthenticator: () => Authenticator) => ({
  async validateRequest(request: RequestLike, options?: object) {
    const guard = read(options, ['stepUp'])
    const authenticator = getAuthenticator()
    return orThrow(authenticator, await authenticate(authenticator, request, guard), guard.detail).user
  },

  async authenticateRequest(request: RequestLike, options?: object) {
    const guard = read(options, ['stepUp'])
    const authenticator = getAuthenticator()
    const found = authenticate(authenticator, request, guard)
    const principal = isPromise(found) ? await found : found
    if (isRefusal(principal)) return toFailure(authenticator, principal, guard.detail)
    return { ok: true, user: principal.user, principal }
  },

  async optionalUser(request: RequestLike, options?: object) {
    const guard = read(options, ['onInvalid'])
    const authenticator = getAuthenticator()
    const found = await authenticateOptional(authenticator, request, guard, guard)
    return orThrow(authenticator, found, guard.detail)?.user ?? null
  },

  async validateToken(token: string, options?: object) {
    const guard = read(options)
    const authenticator = getAuthenticator()
    const { check, parts } = authenticator
    checkAccept(guard.accept, parts.checkApiKey)
    const credential = toBearerToken(token, parts.rules.maxTokenBytes)
    return orThrow(authenticator, await check(credential, guard, guard), guard.detail).user
  },
})

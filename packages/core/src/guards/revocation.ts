import { after, type MaybePromise } from '../async/maybe-promise.js'
import { within } from '../async/timers.js'
import { describe } from '../checks/plain-object.js'
import { isRefusal, type Refusal, refuse } from '../response/refusal.js'
import type { Principal, UserPrincipal } from '../user/principal.js'

/** What an emergency stop is decided on. Times are in seconds of Unix time, as in the token. */
export interface RevocableToken {
  readonly userId: string
  readonly issuedAt: number
  readonly expiresAt: number
  readonly orgIds: readonly string[]
}

/** Whether a token that is valid otherwise must not count any more. */
export type IsRevoked = (token: RevocableToken) => boolean | Promise<boolean>

const revoked = /* @__PURE__ */ refuse('token_revoked', 'isRevoked said that this token does not count any more')

const toToken = ({ user, issuedAt, expiresAt }: UserPrincipal): RevocableToken => ({
  userId: user.userId,
  issuedAt,
  expiresAt,
  orgIds: Object.keys(user.orgIdToOrgMemberInfo),
})

function toRefusal(answer: boolean): Refusal | undefined {
  if (typeof answer !== 'boolean') throw new TypeError(`isRevoked must give true or false, found ${describe(answer)}`)
  return answer ? revoked : undefined
}

/** A slower answer counts as a failure. */
const timeoutMs = 5_000

/** Without an answer the request is refused: the stop exists for emergencies. */
const unavailable = (cause: unknown): Refusal =>
  refuse('jwks_unavailable', 'The option isRevoked failed, not the keys; a valid token counts only with its answer', {
    cause,
  })

/** Asked on every request with an access token, cached ones included. */
export type RevocationCheck = (principal: Principal) => MaybePromise<Refusal | undefined>

/** `undefined` without the option. */
export function createRevocationCheck(isRevoked: IsRevoked | undefined): RevocationCheck | undefined {
  if (!isRevoked) return undefined
  const ask = (token: RevocableToken): MaybePromise<boolean | Refusal> => {
    try {
      const answer = isRevoked(token)
      return typeof answer === 'boolean' ? answer : within(timeoutMs, async () => answer).catch(unavailable)
    } catch (error) {
      return unavailable(error)
    }
  }
  return (principal) =>
    principal.kind === 'user'
      ? after(ask(toToken(principal)), (answer) => (isRefusal(answer) ? answer : toRefusal(answer)))
      : undefined
}

import { after, type MaybePromise } from '../async/maybe-promise.js'
import { within } from '../async/timers.js'
import { aBoolean, checkForm } from '../checks/forms.js'
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

const revoked = /* @__PURE__ */ refuse('token_revoked', 'isRevoked gave true')

const toToken = ({ user, issuedAt, expiresAt }: UserPrincipal): RevocableToken => ({
  userId: user.userId,
  issuedAt,
  expiresAt,
  orgIds: Object.keys(user.orgIdToOrgMemberInfo),
})

function readAnswer(answer: boolean): Refusal | undefined {
  checkForm('isRevoked()', answer, aBoolean)
  return answer ? revoked : undefined
}

/** A slower answer counts as a failure. */
const timeoutMs = 5_000

/** Without an answer the request is refused: the stop exists for emergencies. */
const unavailable = (cause: unknown): Refusal => refuse('jwks_unavailable', 'isRevoked failed, not the keys', { cause })

/** `undefined` without the option. */
export function createRevocationCheck(isRevoked: IsRevoked | undefined) {
  if (!isRevoked) return undefined
  const callIsRevoked = (token: RevocableToken): MaybePromise<boolean | Refusal> => {
    try {
      const answer = isRevoked(token)
      return typeof answer === 'boolean' ? answer : within(timeoutMs, async () => answer).catch(unavailable)
    } catch (error) {
      return unavailable(error)
    }
  }
  return (principal: Principal): MaybePromise<Refusal | undefined> =>
    principal.kind === 'user'
      ? after(callIsRevoked(toToken(principal)), (answer) => (isRefusal(answer) ? answer : readAnswer(answer)))
      : undefined
}

import { after, type MaybePromise } from '../async/maybe-promise.js'
import type { BearerToken } from '../request/bearer-token.js'
import type { RequestContext } from '../request/request-context.js'
import { isRefusal, type Refusal } from '../response/refusal.js'
import type { KeySource } from '../token/key-source.js'
import { type TokenRules, type VerifiedToken, verifyToken } from '../token/verify-token.js'
import { type Identified, toUserPrincipal } from './principal.js'
import { toUser } from './user.js'

/** What the user of a token is found with. */
export interface UserSettings {
  readonly rules: TokenRules
  readonly keys: KeySource
  /** The clock, in milliseconds of Unix time. */
  readonly now: () => number
}

/** Token → user, from verification or from a cache. */
export type FindUser = (
  token: BearerToken,
  context: RequestContext,
  /** Whether the token is a slice of a longer text, such as a header of cookies. */
  isSlice?: boolean,
) => MaybePromise<Identified | Refusal>

function identify(verified: VerifiedToken | Refusal): Identified | Refusal {
  if (isRefusal(verified)) return verified
  const { claims, cache, key } = verified
  const user = toUser(claims)
  return isRefusal(user) ? user : { principal: toUserPrincipal(user, claims), cache, kid: key.kid, verified }
}

/** Bearer token → verified claims → user. */
export const userVerification =
  ({ keys, rules, now }: UserSettings): FindUser =>
  (token, context) =>
    after(verifyToken(token, keys, rules, now() / 1_000, context), identify)

import type { RequestContext } from '../request/request-context.js'
import { type Refusal, refuse } from '../response/refusal.js'
import { unknownKey } from '../token/key-source.js'
import { candidates } from './key-set.js'
import { ageOf, type KeyState } from './key-state.js'
import { kidLookupMs, load } from './load-keys.js'

const untilKidLookup = ({ memory, config }: KeyState) => memory.kidLookup.remaining(config.now(), kidLookupMs)

const isKnown = ({ memory: { held } }: KeyState, kid: string) => held !== undefined && candidates(held, kid).length > 0

/** The key may have been published a moment ago: asks the origin, at most once in 30 seconds for all unknown kids. */
export async function lookUpKid(
  state: KeyState,
  kid: string,
  askedBefore: number,
  context: RequestContext,
  signal?: AbortSignal,
) {
  const { config, memory } = state
  while (!isKnown(state, kid) && memory.lease.isHeld() && !signal?.aborted)
    await load(state, context, 'unknown-kid', signal)
  if (isKnown(state, kid) || untilKidLookup(state) > 0 || signal?.aborted) return
  if (memory.asked === askedBefore) return load(state, context, 'unknown-kid', signal)
  // The origin was asked for this request already, since no keys were held or they were old.
  memory.kidLookup.start(config.now(), memory.failure ? 0 : ageOf(state, memory.held))
}

const notYet = /* @__PURE__ */ refuse('jwks_unavailable', 'The key may be newer than the set')

/**
 * Returns 401 only if the origin was last asked after the token was issued and still did not publish its key.
 * `issuedAt` is in whole seconds, rounded down, by a clock that may be behind by the tolerance.
 */
export function refuseUnknown(state: KeyState, issuedAt: number, askedBefore: number): Refusal {
  const { config, memory } = state
  const { held, failure, answered } = memory
  if (answered > askedBefore) return unknownKey
  const fetchedAt = held?.fetchedAt ?? 0
  const issuedBefore = (issuedAt + 1 + config.clockToleranceSeconds) * 1_000
  if (!failure && issuedBefore < fetchedAt && fetchedAt <= config.now()) return unknownKey
  return { ...(failure ?? notYet), retryAfterSeconds: Math.max(1, Math.ceil(untilKidLookup(state) / 1_000)) }
}

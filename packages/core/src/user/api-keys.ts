import { sleep, within } from '../async/timers.js'
import { toCredentialId } from '../request/credential-id.js'
import { isRefusal, type Refusal, refuse } from '../response/refusal.js'
import { createKeyFormCheck } from './api-key-form.js'
import type { Permit } from './api-key-limits.js'
import { type ApiKeyMemory, createApiKeyMemory } from './api-key-memory.js'
import { type ApiKeyPrincipal, toKeyPrincipal } from './api-key-principal.js'
import type { Place } from './places.js'
import type { Identified, KeyPrincipal } from './principal.js'
import { refuseFailure } from './refuse-failure.js'

/**
 * Validates end-user API keys: `createApiKeyValidator(client)` of `@propelauth-edge/management`, or an object of your
 * own. Make it once: answers are cached for each validator.
 *
 * @example
 * ```ts
 * const apiKeys: ApiKeyValidator = {
 *   async validate(apiKey, { signal }) {
 *     const response = await fetch('https://keys.example.com', { method: 'POST', body: apiKey, signal })
 *     return response.status === 404 ? null : await response.json()
 *   },
 * }
 * ```
 */
export interface ApiKeyValidator {
  /**
   * The principal of a key, or `null` for a key that is not valid. An error with `code: 'rate_limited'` is the key's
   * own limit; any other error is a failure of the validator, which makes a 503. With `retryAfterSeconds` it stops all
   * calls for that time. The signal aborts after 5 seconds.
   */
  validate(apiKey: string, options: { readonly signal: AbortSignal }): Promise<ApiKeyPrincipal | null>
  /** How long a valid key is cached, which is also how long a revoked key still works: 0 to 3600, default 60. */
  readonly cacheSeconds?: number | undefined
  /**
   * The form of a key, matched against the whole of it; other keys are refused without a call. Default: the characters
   * of a bearer token, `:` and `|`. Keys of more than 2,048 characters are always refused.
   */
  readonly keyPattern?: RegExp | undefined
}

const timeoutMs = 5_000
const longestCacheSeconds = 3_600
/** Short: a new key that was tried too early should work soon. */
const negativeTtlSeconds = 10
/** How long a request waits for a permit to call the validator. */
const maxWaitMs = 2_000

const notKeyForm = /* @__PURE__ */ refuse('invalid_api_key', 'Not the form of an API key')
const refused = /* @__PURE__ */ refuse('invalid_api_key', 'The key is wrong, expired or archived')

async function callValidator(validator: ApiKeyValidator, apiKey: string): Promise<KeyPrincipal | Refusal> {
  try {
    const answer = await within(timeoutMs, (signal) => validator.validate(apiKey, { signal }))
    return answer ? toKeyPrincipal(answer) : refused
  } catch (error) {
    return refuseFailure('api_keys_unavailable', error, true)
  }
}

function tooManyCalls(pausedMs: number): Refusal {
  const detail = pausedMs > 0 ? 'The validator asked for a pause' : 'Too many API keys are being validated'
  return refuse('api_keys_unavailable', detail, { retryAfterSeconds: Math.ceil(pausedMs / 1_000) || 1 })
}

/**
 * The answer of the call, for which a permit is waited for; or the answer of another request, as soon as it is there; or
 * a refusal, when waiting takes too long.
 */
async function withPermit(
  id: string,
  { limits, laneOf }: ApiKeyMemory,
  answers: ReturnType<ApiKeyMemory['answersOf']>,
  now: () => number,
  call: (permit: Permit) => Promise<Identified | Refusal>,
): Promise<Identified | Refusal> {
  const lane = laneOf(id)
  let place: Place | undefined
  try {
    for (let waited = 0, pause = 1; ; waited += pause, pause = Math.min(pause * 2, 25)) {
      const answer = answers.recall(id, now())
      if (answer) return answer
      const permit = limits.start(lane, now(), place)
      // Not awaited here: the place in the queue is free while the call runs.
      if (permit) return call(permit)
      const pausedMs = limits.pausedMs(now())
      if (waited >= maxWaitMs || pausedMs > maxWaitMs) return tooManyCalls(pausedMs)
      place ??= limits.queue(lane, now())
      if (!place) return tooManyCalls(pausedMs)
      await sleep(pause)
    }
  } finally {
    place?.leave()
  }
}

/**
 * The principal of a key, from memory or from the validator. Requests share plain values and never a promise: on
 * Workers, a promise of a request whose client has gone never settles.
 *
 * @throws {TypeError} for a validator with a wrong `keyPattern`
 */
export function createApiKeyCheck(
  validator: ApiKeyValidator,
  now: () => number,
  memory: ApiKeyMemory = createApiKeyMemory(),
): (apiKey: string) => Promise<Identified | Refusal> {
  const hasForm = createKeyFormCheck(validator.keyPattern)
  const positiveTtlSeconds = Math.min(validator.cacheSeconds ?? 60, longestCacheSeconds)
  const { limits } = memory
  const answers = memory.answersOf(validator)

  function noteRefusal(id: string, refusal: Refusal, from: number) {
    const { code, retryAfterSeconds } = refusal
    if (code === 'invalid_api_key') memory.setKnown(id, false)
    if (code !== 'api_keys_unavailable')
      answers.remember(id, refusal, from, Math.min(retryAfterSeconds ?? negativeTtlSeconds, negativeTtlSeconds))
    else if (retryAfterSeconds !== undefined) limits.pause(retryAfterSeconds, now())
  }

  async function call(apiKey: string, id: string, permit: Permit): Promise<Identified | Refusal> {
    const from = now()
    const principal = await callValidator(validator, apiKey)
    // A key at its own limit exists.
    permit.end(!isRefusal(principal) || principal.code === 'rate_limited')
    if (isRefusal(principal)) {
      noteRefusal(id, principal, from)
      return principal
    }
    memory.setKnown(id, true)
    answers.remember(id, { principal, cache: 'memory' }, from, positiveTtlSeconds)
    return { principal, cache: 'origin' }
  }

  return async (apiKey) => {
    if (!hasForm(apiKey)) return notKeyForm
    const id = await toCredentialId(apiKey)
    return withPermit(id, memory, answers, now, (permit) => call(apiKey, id, permit))
  }
}

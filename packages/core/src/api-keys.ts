import { type ApiKeyPrincipal, toKeyPrincipal } from './api-key-principal.js'
import { Refusal, refuse } from './errors.js'
import type { CacheLevel } from './key-source.js'
import type { KeyPrincipal } from './principal.js'
import { within } from './timers.js'

/**
 * Tells whom an end-user API key stands for: `createApiKeyValidator(client)` of `@propelauth-edge/management`, or an
 * object of your own.
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
   * Answers `null` for a key that is refused. What it throws with `code: 'rate_limited'`, and `retryAfterSeconds` if
   * that is known, is the key's own limit; everything else it throws is no fault of the key. After 5 seconds the
   * signal aborts, and nobody waits any longer.
   */
  validate(apiKey: string, options: { readonly signal: AbortSignal }): Promise<ApiKeyPrincipal | null>
  /** How long a yes is remembered, which is how long a revoked key may go on: 0 to 3600, by default 60. */
  readonly cacheSeconds?: number | undefined
}

export interface FoundKey {
  readonly principal: KeyPrincipal
  /** `memory` for a remembered answer. */
  readonly level: CacheLevel
}

type Verdict = KeyPrincipal | Refusal

const timeoutMs = 5_000
/** A new key that was tried too early must not wait for long. */
const noSeconds = 10
const maxEntries = 1_000

const refused = /* @__PURE__ */ refuse('invalid_api_key', 'The key is wrong, expired or archived')

/** Answers, each for its own time, which a clock that is set back does not prolong. */
function createMemory(now: () => number) {
  const entries = new Map<string, { readonly verdict: Verdict; readonly at: number; readonly ms: number }>()
  return {
    get(id: string): Verdict | undefined {
      const entry = entries.get(id)
      const age = entry ? now() - entry.at : -1
      return entry && age >= 0 && age < entry.ms ? entry.verdict : undefined
    },
    put(id: string, verdict: Verdict, at: number, seconds: number) {
      entries.delete(id)
      entries.set(id, { verdict, at, ms: seconds * 1_000 })
      const [oldest = id] = entries.keys()
      if (entries.size > maxEntries) entries.delete(oldest)
    },
    delete: (id: string) => void entries.delete(id),
  }
}

/** Stands for the key in memory: of a bounded size, and of no use to whoever reads it. */
async function toId(apiKey: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(apiKey))
  return String.fromCharCode(...new Uint8Array(digest))
}

const toSeconds = (value: unknown) =>
  typeof value === 'number' && value > 0 && value < 1e6 ? Math.ceil(value) : undefined

/** Nothing of the error but its code, which is a word: messages may repeat the key. */
function toRefusal(error: unknown): Refusal {
  const { code, retryAfterSeconds }: { code?: unknown; retryAfterSeconds?: unknown } = Object(error)
  const word = typeof code === 'string' && /^\w+$/.test(code) ? code : 'no code'
  return code === 'rate_limited'
    ? refuse(code, undefined, toSeconds(retryAfterSeconds))
    : refuse('api_keys_unavailable', `The validator failed: ${word}`, toSeconds(retryAfterSeconds))
}

/**
 * Whom a key stands for: from memory, or from the validator. Every request asks for itself, since on Workers a promise
 * of one request never settles for another once the first one's client has gone.
 * @throws {TypeError} at once, for a validator that is none
 */
export function createApiKeyCheck(
  validator: ApiKeyValidator,
  now: () => number,
): (apiKey: string) => Promise<FoundKey | Refusal> {
  const { cacheSeconds = 60 } = validator
  if (typeof validator.validate !== 'function' || !(cacheSeconds >= 0 && cacheSeconds <= 3600))
    throw new TypeError('createPropelAuth: apiKeys needs a function validate, and cacheSeconds from 0 to 3600')
  // Apart, so that made-up keys do not drive out those in use.
  const [yes, no] = [createMemory(now), createMemory(now)]

  function remember(id: string, verdict: Verdict, askedAt: number) {
    if (!(verdict instanceof Refusal)) return yes.put(id, verdict, askedAt, cacheSeconds)
    yes.delete(id)
    const { code, retryAfterSeconds = noSeconds } = verdict
    if (code !== 'api_keys_unavailable') no.put(id, verdict, askedAt, Math.min(retryAfterSeconds, noSeconds))
  }

  async function ask(apiKey: string): Promise<Verdict> {
    try {
      const answer = await within(timeoutMs, (signal) => validator.validate(apiKey, { signal }))
      return answer ? toKeyPrincipal(answer) : refused
    } catch (error) {
      return toRefusal(error)
    }
  }

  return async (apiKey) => {
    const id = await toId(apiKey)
    const known = yes.get(id) ?? no.get(id)
    const askedAt = now()
    const verdict = known ?? (await ask(apiKey))
    if (!known) remember(id, verdict, askedAt)
    return verdict instanceof Refusal ? verdict : { principal: verdict, level: known ? 'memory' : 'origin' }
  }
}

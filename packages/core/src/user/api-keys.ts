import { within } from '../async/timers.js'
import { isRefusal, type Refusal, refuse } from '../response/refusal.js'
import { type ApiKeyPrincipal, toKeyPrincipal } from './api-key-principal.js'
import type { Identified, KeyPrincipal } from './principal.js'

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

const timeoutMs = 5_000
const longestCacheSeconds = 3_600
/** A key that was tried before it was made must not wait for long. */
const noSeconds = 10
/** Of either kind; the oldest goes first. */
const maxEntries = 1_000

const refused = /* @__PURE__ */ refuse('invalid_api_key', 'The key is wrong, expired or archived')

/** Stands for the key in memory: of a bounded size, and of no use to whoever reads it. */
async function toId(apiKey: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(apiKey))
  return String.fromCharCode(...new Uint8Array(digest))
}

/** Nothing of the error but its code and its time: a message may repeat the key. */
function toRefusal(error: unknown): Refusal {
  const { code, retryAfterSeconds }: { code?: unknown; retryAfterSeconds?: unknown } = Object(error)
  const seconds = Math.ceil(Number(retryAfterSeconds))
  const wait = seconds > 0 && seconds < 1e6 ? seconds : undefined
  if (code === 'rate_limited') return refuse(code, undefined, { retryAfterSeconds: wait })
  const detail = /^\w+$/.test(String(code)) ? `The validator failed: ${code}` : 'The validator failed'
  return refuse('api_keys_unavailable', detail, { retryAfterSeconds: wait })
}

async function ask(validator: ApiKeyValidator, apiKey: string): Promise<KeyPrincipal | Refusal> {
  try {
    const answer = await within(timeoutMs, (signal) => validator.validate(apiKey, { signal }))
    return answer ? toKeyPrincipal(answer) : refused
  } catch (error) {
    return toRefusal(error)
  }
}

interface Remembered {
  readonly found: Identified | Refusal
  readonly from: number
  readonly until: number
}

/**
 * Whom a key stands for: from memory, or from the validator. Every request asks for itself, since on Workers a promise
 * of one request never settles for another once the first one's client has gone.
 */
export function createApiKeyCheck(
  validator: ApiKeyValidator,
  now: () => number,
): (apiKey: string) => Promise<Identified | Refusal> {
  const yesSeconds = Math.min(validator.cacheSeconds ?? 60, longestCacheSeconds)
  // Apart, so that made-up keys do not drive out those in use.
  const [yes, no] = [new Map<string, Remembered>(), new Map<string, Remembered>()]

  function remember(id: string, found: Identified | Refusal, from: number) {
    const isNo = isRefusal(found)
    if (isNo && found.code === 'api_keys_unavailable') return
    const seconds = isNo ? Math.min(found.retryAfterSeconds ?? noSeconds, noSeconds) : yesSeconds
    const [entries, others] = isNo ? [no, yes] : [yes, no]
    others.delete(id)
    entries.delete(id)
    entries.set(id, { found, from, until: from + seconds * 1_000 })
    const [oldest = id] = entries.keys()
    if (entries.size > maxEntries) entries.delete(oldest)
  }

  return async (apiKey) => {
    const id = await toId(apiKey)
    const from = now()
    const held = yes.get(id) ?? no.get(id)
    // From, too: a clock that is set back prolongs nothing.
    if (held && from >= held.from && from < held.until) return held.found
    const principal = await ask(validator, apiKey)
    const isNo = isRefusal(principal)
    remember(id, isNo ? principal : { principal, level: 'memory' }, from)
    return isNo ? principal : { principal, level: 'origin' }
  }
}

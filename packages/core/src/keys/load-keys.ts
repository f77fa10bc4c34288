import type { RequestContext } from '../request/request-context.js'
import { type Refusal, refuse } from '../response/refusal.js'
import type { KeySet } from '../token/key-source.js'
import { ageOf, freshMs, hold, isYoung, type KeyState, usableKeys } from './key-state.js'

/** An entry of the shared cache that is younger is not written again: 5 minutes. */
const rewriteMs = 300_000
/** The origin is asked for unknown kids once in this time. */
export const kidLookupMs = 30_000

/**
 * Why keys are loaded: none can be used, those held are no longer fresh, they lack a kid, or the origin has to be asked
 * in any case.
 */
export type LoadMode = 'cold' | 'refresh' | 'unknown-kid' | 'force'

/** How old an entry of the shared cache may be to save the fetch, at most `maxKeyAgeMs`. */
const enoughMs: Readonly<Record<LoadMode, number>> = {
  // No limit of its own. Not `Number.POSITIVE_INFINITY`, with which bundlers keep the table wherever it is unused.
  cold: 1e15,
  refresh: freshMs,
  'unknown-kid': kidLookupMs,
  force: 0,
}

/** The messages of an error and its cause: `fetch failed: getaddrinfo ENOTFOUND auth.example.com`. */
function reasonOf(error: unknown): string {
  const texts = [error, (error as Partial<Error> | undefined)?.cause].map((at) => {
    const { message, code } = Object(at)
    return message || code || at
  })
  return texts.filter((text) => typeof text === 'string').join(': ') || 'no answer'
}

/** 503 with the reason. Some runtimes put the URL into messages, as given or normalised; its query may be a secret. */
export function unavailable({ config: { jwksUrl } }: KeyState, cause?: unknown): Refusal {
  const { host, href, search } = new URL(jwksUrl)
  const secrets = [jwksUrl, href, search.slice(1) || href]
  const reason = secrets.reduce((text, secret) => text.replaceAll(secret, host), reasonOf(cause))
  const detail = `No keys from ${host}: ${reason.slice(0, 300)}`
  return refuse('jwks_unavailable', detail, { cause })
}

/** What the shared cache has. It may fail in every way; that is reported and changes no decision. */
async function readShared(state: KeyState): Promise<KeySet | undefined> {
  const { shared, now, onLoad } = state.config
  if (!shared) return undefined
  const startedAt = now()
  try {
    // With keys at hand, the request waits for a second in all, the origin included.
    const stored = await shared.read(state.memory.held ? 500 : 1_000)
    onLoad?.('shared', startedAt)
    return stored
  } catch (error) {
    onLoad?.('shared', startedAt, unavailable(state, error))
    return undefined
  }
}

/** Takes an entry of the shared cache that is newer than the keys held. */
function offer(state: KeyState, stored: KeySet) {
  if (isYoung(state, stored, kidLookupMs)) state.memory.kidLookup.start(state.config.now(), ageOf(state, stored))
  const current = usableKeys(state)
  const isNewer = !current || stored.fetchedAt > current.fetchedAt
  if (isNewer && isYoung(state, stored, Number.POSITIVE_INFINITY)) hold(state, stored)
}

async function writeShared(state: KeyState, set: KeySet) {
  const { shared, now, onLoad } = state.config
  const startedAt = now()
  try {
    await shared?.write(set)
  } catch (error) {
    onLoad?.('shared', startedAt, unavailable(state, error))
  }
}

/**
 * Asks the origin. A good answer replaces the keys held, unless a later question was answered before, by this isolate or
 * by another one through the shared cache.
 */
async function askOrigin(state: KeyState): Promise<{ set?: KeySet; failure?: Refusal }> {
  const { config, memory } = state
  const { now, onLoad } = config
  const startedAt = now()
  const sequence = ++memory.asked
  const before = memory.held
  try {
    // Dated by the question: a process may be suspended before it reads the answer.
    const set = await config.fetchKeys(startedAt)
    onLoad?.('origin', startedAt)
    if (sequence < memory.answered) return {}
    memory.answered = sequence
    const { held } = memory
    if (held?.cache === 'shared' && held !== before && held.fetchedAt > startedAt) return {}
    hold(state, set)
    return { set }
  } catch (error) {
    const failure = unavailable(state, error)
    onLoad?.('origin', startedAt, failure)
    if (sequence > memory.answered) {
      memory.failure = failure
      memory.sinceFailure.start(now(), now() - startedAt)
    }
    return { failure }
  }
}

/** One load: the shared cache, then the origin unless the entry is younger than the limit of the mode. */
async function loadOnce(state: KeyState, context: RequestContext, mode: LoadMode): Promise<Refusal | undefined> {
  if (mode === 'unknown-kid') state.memory.kidLookup.start(state.config.now())
  const stored = mode === 'force' ? undefined : await readShared(state)
  if (stored) offer(state, stored)
  if (stored && isYoung(state, stored, enoughMs[mode])) return undefined
  const { set, failure } = await askOrigin(state)
  if (set && !(stored && isYoung(state, stored, rewriteMs))) keepAlive(writeShared(state, set), context)
  return failure
}

/** Loads as the owner of the lease. Never rejects. */
export async function loadNow(state: KeyState, context: RequestContext, mode: LoadMode): Promise<Refusal | undefined> {
  const { memory } = state
  let failure: Refusal | undefined
  const work = memory.lease.run(async () => {
    failure = await loadOnce(state, context, mode)
    memory.loads++
  })
  keepAlive(work, context)
  await work
  return failure
}

/** Loads once for all requests that ask at the same time. A request that has been answered takes no lease. */
export async function load(
  state: KeyState,
  context: RequestContext,
  mode: LoadMode,
  signal?: AbortSignal,
): Promise<void> {
  const { memory } = state
  const before = memory.loads
  while (memory.lease.isHeld()) {
    await memory.lease.wait()
    if (memory.loads !== before || signal?.aborted) return
  }
  await loadNow(state, context, mode)
}

/** Lets work outlive its request where the platform can. A `waitUntil` that throws or rejects counts as none. */
export function keepAlive(work: Promise<unknown>, context: RequestContext): void {
  const hand = async () => context.waitUntil?.(work)
  hand().catch(() => {})
}

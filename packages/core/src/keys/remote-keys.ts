import type { MaybePromise } from '../async/maybe-promise.js'
import { within } from '../async/timers.js'
import type { RequestContext } from '../request/request-context.js'
import type { Refusal } from '../response/refusal.js'
import { type KeySet, type KeySource, unknownKey } from '../token/key-source.js'
import { select } from './key-set.js'
import { freshKeys, isOverdue, type KeyMemory, type KeyState, type RemoteKeysConfig, usableKeys } from './key-state.js'
import { type LoadMode, load, loadNow, unavailable } from './load-keys.js'
import { lookUpKid, refuseUnknown } from './unknown-kid.js'

/** How long a request waits for overdue keys: less than a second, although timers are late. */
const foregroundMs = 900
/** The pause after a failure without keys. */
const coldRetryMs = 600
/** The pause after a failure while older keys are used. */
const refreshRetryMs = 30_000

/** Waits for keys where none can be used; an entry of the shared cache is enough, however old. */
async function loadCold(state: KeyState, context: RequestContext, signal?: AbortSignal) {
  const { config, memory } = state
  const { lease, sinceFailure } = memory
  if (lease.isHeld() || sinceFailure.remaining(config.now(), coldRetryMs) <= 0)
    await load(state, context, 'cold', signal)
}

/** Replaces keys that are no longer fresh: behind the response, or before it if they are overdue. */
async function refresh(state: KeyState, context: RequestContext, mode: LoadMode, signal?: AbortSignal) {
  const { config, memory } = state
  const { lease, loads, sinceFailure } = memory
  const overdue = isOverdue(state)
  const isPointless = lease.isHeld()
    ? !overdue || memory.lateLoad === loads
    : sinceFailure.remaining(config.now(), refreshRetryMs) > 0
  if (isPointless) return
  const work = load(state, context, mode, signal)
  if (!overdue) return
  try {
    await within(foregroundMs, () => work)
  } catch {
    memory.lateLoad = loads
  }
}

/** Loads what a token of the kid needs: keys, newer keys, the kid. */
async function loadFor(state: KeyState, kid: string | undefined, context: RequestContext, signal?: AbortSignal) {
  const { memory } = state
  const { loads, asked } = memory
  if (!usableKeys(state)) await loadCold(state, context, signal)
  if (!usableKeys(state)) return
  // What was loaded just now is not read from the shared cache once more.
  if (!freshKeys(state)) await refresh(state, context, memory.loads === loads ? 'refresh' : 'force', signal)
  if (kid !== undefined) await lookUpKid(state, kid, asked, context, signal)
}

/** Slow path: the keys after a load. Where another request loads, that one may be cancelled, and the next one as well. */
async function findSlowly(state: KeyState, kid: string | undefined, issuedAt: number, context: RequestContext) {
  const { memory } = state
  const { loads, asked, lease, longestLoadMs } = memory
  if (lease.isHeld())
    await within(longestLoadMs, (signal) => loadFor(state, kid, context, signal)).catch(() => {
      // Time is up: what is known by now decides.
    })
  else await loadFor(state, kid, context)
  if (!usableKeys(state)) return memory.failure ?? unavailable(state)
  const found = select(memory.held, kid, memory.loads === loads ? 'memory' : undefined)
  if (found) return found
  return kid === undefined ? unknownKey : refuseUnknown(state, issuedAt, asked)
}

/** Asks the origin and waits until the shared cache has the answer, too. */
async function reload(state: KeyState): Promise<Refusal | undefined> {
  const works: Promise<unknown>[] = []
  const failure = await loadNow(state, { waitUntil: (work) => works.push(work) }, 'force')
  await Promise.all(works)
  return failure
}

/**
 * The published keys: memory, then the shared cache, then the origin. Known keys keep working while the origin is
 * away, up to `maxKeyAgeMs`; unknown kids cost at most one fetch in 30 seconds. Sources with ports of their own may share a memory.
 */
export function remoteKeys(config: RemoteKeysConfig, memory: KeyMemory): KeySource {
  const state: KeyState = { config, memory }
  return {
    isFresh: (now) => freshKeys(state, now) !== undefined,
    find: (kid, issuedAt, context): MaybePromise<KeySet | Refusal> =>
      select(freshKeys(state), kid, 'memory') ?? findSlowly(state, kid, issuedAt, context),
    async load(options) {
      if (options.force) return reload(state)
      if (!freshKeys(state)) await load(state, options, 'refresh')
      return usableKeys(state) ? undefined : (memory.failure ?? unavailable(state))
    },
  }
}

import type { MaybePromise } from '../async/maybe-promise.js'
import { sleep } from '../async/timers.js'
import type { RequestContext } from '../request/request-context.js'
import { type Refusal, refuse } from '../response/refusal.js'
import { type CacheLevel, type FoundKeys, type KeySource, unknownKey } from '../token/key-source.js'
import type { VerificationKey } from '../token/verification-key.js'
import { type Cooldown, createCooldown } from './cooldown.js'
import { fetchKeySet, type KeyOrigin } from './fetch-jwks.js'
import { candidates } from './key-set.js'
import { createLease, type Lease } from './lease.js'
import type { DatedKeySet, SharedKeys } from './shared-keys.js'

export interface RemoteKeysConfig extends KeyOrigin {
  readonly shared: SharedKeys | undefined
  readonly now: () => number
  /** Told of every look outside memory. */
  readonly onLoad: (level: CacheLevel, failed: boolean, startedAt: number) => void
}

const second = 1_000
const minute = 60_000

/** Younger than this, keys are used without a look anywhere. */
const freshMs = 600_000
/** Older than this, and without `waitUntil`, a request waits for the refresh, but no longer than the limit below. */
const overdueMs = 1_200_000
const foregroundMs = second
/** How long keys are good with the origin away. */
const usableMs = 86_400_000
/** A shared entry younger than this is not written again. */
const rewriteMs = 300_000
/** Clocks of isolates differ a little: an entry may seem to come from the future by this much. */
const skewMs = minute

const unavailable = /* @__PURE__ */ refuse(
  'jwks_unavailable',
  'The key set can be had neither from a cache nor from the origin',
)

const idOf = ({ kid, n, e }: VerificationKey) => JSON.stringify([kid, n, e])

/** Keys that stay published stay the same objects, imported already; those that left are marked for good. */
function carryOver(next: DatedKeySet, previous: DatedKeySet | undefined): DatedKeySet {
  const before = previous?.set.keys ?? []
  const known = new Map(before.map((key) => [idOf(key), key]))
  const keys = next.set.keys.map((key) => known.get(idOf(key)) ?? key)
  for (const key of before) key.withdrawn = !keys.includes(key)
  return { ...next, set: { ...next.set, keys } }
}

/**
 * The published keys: memory, then the shared cache, then the origin. Known keys never wait for the origin and
 * outlive its absence by a day; unknown key ids cost at most one fetch in 30 seconds.
 */
/** What one isolate knows about the keys of one origin. Sources with ports of their own may share it. */
export interface KeyMemory {
  held: DatedKeySet | undefined
  heldFrom: CacheLevel
  lastFetchFailed: boolean
  /** Counters that tell waiters that another request's load or fetch has finished. */
  loads: number
  fetches: number
  /** Responses can arrive out of order: the most recently started fetch wins. */
  turns: number
  heldTurn: number
  readonly lease: Lease
  readonly afterFailure: Cooldown
  readonly afterFailedRefresh: Cooldown
  readonly afterUnknownKid: Cooldown
}

export const createKeyMemory = (): KeyMemory => ({
  held: undefined,
  heldFrom: 'memory',
  lastFetchFailed: false,
  loads: 0,
  fetches: 0,
  turns: 0,
  heldTurn: 0,
  lease: createLease(() => Date.now()),
  afterFailure: createCooldown(600),
  afterFailedRefresh: createCooldown(30 * second),
  afterUnknownKid: createCooldown(30 * second),
})

export function remoteKeys(config: RemoteKeysConfig, memory: KeyMemory = createKeyMemory()): KeySource {
  const { now, shared, onLoad } = config
  const { lease, afterFailure, afterFailedRefresh, afterUnknownKid } = memory

  const isYoung = ({ fetchedAt }: DatedKeySet, limit: number, age = now() - fetchedAt) => age >= -skewMs && age < limit
  const isFresh = (at = now()) => memory.held !== undefined && isYoung(memory.held, freshMs, at - memory.held.fetchedAt)
  const usable = () => (memory.held && now() - memory.held.fetchedAt < usableMs ? memory.held : undefined)

  function hold(dated: DatedKeySet, from: CacheLevel) {
    memory.held = carryOver(dated, memory.held)
    memory.heldFrom = from
  }

  /** A stored set is taken if it is fresh and newer than the one held, or if none is held at all. */
  function isWorthHolding(stored: DatedKeySet) {
    const current = usable()
    return current ? isYoung(stored, freshMs) && stored.fetchedAt > current.fetchedAt : isYoung(stored, usableMs)
  }

  async function loadShared() {
    const startedAt = now()
    const stored = await shared?.read()
    const taken = stored !== undefined && isWorthHolding(stored)
    if (taken) hold(stored, 'shared')
    if (shared) onLoad('shared', false, startedAt)
    return { stored, taken }
  }

  async function loadOrigin() {
    const startedAt = now()
    const turn = ++memory.turns
    let dated: DatedKeySet | undefined
    try {
      dated = { set: await fetchKeySet(config), fetchedAt: now() }
      if (turn > memory.heldTurn) hold(dated, 'origin')
      memory.heldTurn = Math.max(turn, memory.heldTurn)
    } catch {
      afterFailure.start(now())
      afterFailedRefresh.start(now())
    }
    memory.lastFetchFailed = dated === undefined
    memory.fetches++
    onLoad('origin', memory.lastFetchFailed, startedAt)
    return dated
  }

  async function store(dated: DatedKeySet, seen: DatedKeySet | undefined) {
    const stored = seen ?? (await shared?.read())
    if (!stored || !isYoung(stored, rewriteMs)) await shared?.write(dated)
  }

  /** Loads once for all who ask at the same time. Never rejects. */
  async function load(context: RequestContext, where: 'anywhere' | 'origin') {
    const before = memory.loads
    while (lease.isHeld()) {
      await lease.wait()
      if (memory.loads !== before) return
    }
    const work = lease.run(async () => {
      const { stored, taken } = where === 'anywhere' ? await loadShared() : {}
      const dated = taken ? undefined : await loadOrigin()
      if (dated && shared) keepAlive(store(dated, stored), context)
      memory.loads++
    })
    keepAlive(work, context)
    await work
  }

  /** Replaces what is no longer fresh, behind the response where the platform allows it. */
  async function refresh({ fetchedAt }: DatedKeySet, context: RequestContext) {
    if (lease.isHeld() || !afterFailedRefresh.isOver(now())) return
    const work = load(context, 'anywhere')
    const mayWait = !context.waitUntil && now() - fetchedAt >= overdueMs
    if (mayWait) await Promise.race([work, sleep(foregroundMs)])
  }

  /** A token may name a key that was published a moment ago: looks again, unless too many have claimed that. */
  async function findUnpublished(kid: string, context: RequestContext, fetchesBefore: number) {
    let keys: readonly VerificationKey[] = []
    while (keys.length === 0 && memory.fetches === fetchesBefore) {
      if (!lease.isHeld()) {
        if (!afterUnknownKid.isOver(now())) break
        afterUnknownKid.start(now())
      }
      await load(context, 'origin')
      keys = memory.held ? candidates(memory.held.set, kid) : []
    }
    return keys
  }

  function find(kid: string | undefined, context: RequestContext): MaybePromise<FoundKeys | Refusal> {
    const keys = memory.held && isFresh() ? candidates(memory.held.set, kid) : []
    return keys.length > 0 ? { keys, level: 'memory' } : look(kid, context)
  }

  async function look(kid: string | undefined, context: RequestContext): Promise<FoundKeys | Refusal> {
    const [loadsBefore, fetchesBefore] = [memory.loads, memory.fetches]
    const current = usable()
    if (current && !isFresh()) await refresh(current, context)
    else if (!current && (lease.isHeld() || afterFailure.isOver(now()))) await load(context, 'anywhere')
    if (!memory.held || !usable()) return unavailable
    let keys = candidates(memory.held.set, kid)
    if (keys.length === 0 && kid !== undefined) {
      if (memory.fetches !== fetchesBefore) afterUnknownKid.start(now())
      keys = await findUnpublished(kid, context, fetchesBefore)
    }
    if (keys.length > 0) return { keys, level: memory.loads === loadsBefore ? 'memory' : memory.heldFrom }
    return kid !== undefined && memory.lastFetchFailed ? unavailable : unknownKey
  }

  return {
    isFresh,
    find,
    async load(context) {
      if (!isFresh()) await load(context, 'anywhere')
      return usable() ? undefined : unavailable
    },
  }
}

/** Lets work outlive its request where the platform can; without, it goes on as long as the runtime lets it. */
function keepAlive(work: Promise<unknown>, { waitUntil }: RequestContext) {
  try {
    waitUntil?.(work)
  } catch {
    // A platform that takes no more work is no reason to refuse a request.
  }
}

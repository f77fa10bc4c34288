import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { originFaults } from './bad-answers.js'
import { createKeyRing } from './key-ring.js'
import { authUrl, cacheFaults, clockFaults, type Isolate, World } from './world.js'

const [second, minute] = [1_000, 60_000]
/** The last key is never published. */
const ring = createKeyRing(6, authUrl)
const forger = 5
/** Tokens issued long ago, and tokens with the kid of a published key that the forger has signed. */
const oldTokens = ring.map((key) => key.token(1_000_000_000))
const forgeries = [0, 1, 2, 3, 4].map((key) => ring[forger]?.token(1_000_000_000, `key-${key}`))

const schedules = Number(process.env.SCHEDULES ?? 1_000)
const firstSeed = Number(process.env.SEED ?? 1)
const stepsPerSchedule = 40
const start = new Date('2026-01-01T00:00:00Z')

const bearer = (token: string | undefined) => ({ headers: new Headers({ authorization: `Bearer ${token}` }) })

/** What happened to a request of one key, and what was so before and after it. */
interface Outcome {
  readonly verdict: string
  readonly retryAfter: string | null
  /** Issued for this request. */
  readonly isNew: boolean
  readonly wasKnown: boolean
  readonly isKnown: boolean
  readonly wasPublishedFor: number
  /** The key server has given the key to an isolate within a day. */
  readonly wasServed: boolean
  /** The service has not changed its keys meanwhile. */
  readonly isUnrotated: boolean
  readonly isClockTrue: boolean
  /** The key server was good for a minute before the request, and throughout. */
  readonly isOriginGood: boolean
}

/** The rules, each with what breaks it. */
const rules: Record<string, (outcome: Outcome) => boolean> = {
  'a token of a known key is accepted': ({ verdict, wasKnown, isKnown }) =>
    wasKnown && isKnown && verdict !== 'accepted',
  'a key withdrawn for 20 minutes is refused while the key server is good': (outcome) =>
    outcome.verdict === 'accepted' &&
    outcome.isClockTrue &&
    outcome.isOriginGood &&
    outcome.isUnrotated &&
    outcome.wasPublishedFor < -20 * minute,
  'a key that the key server has not given for a day is refused': (outcome) =>
    outcome.verdict === 'accepted' && outcome.isClockTrue && !outcome.wasServed,
  'a key published for 30 seconds is accepted while the key server is good': (outcome) =>
    outcome.verdict !== 'accepted' &&
    outcome.isClockTrue &&
    outcome.isOriginGood &&
    outcome.wasPublishedFor > 30 * second &&
    outcome.isUnrotated,
  'a new token of a published key gets 503, never 401': ({ verdict, isNew, wasPublishedFor, isUnrotated }) =>
    isNew && wasPublishedFor >= 0 && isUnrotated && !/^(accepted|jwks_unavailable)$/.test(verdict),
  '503 says when to come again, within 30 seconds': ({ verdict, retryAfter }) =>
    verdict === 'jwks_unavailable' && !(Number(retryAfter) >= 1 && Number(retryAfter) <= 30),
}

/** Requests that are under way. */
class Traffic {
  readonly pending: Promise<void>[] = []
  readonly violations: string[] = []
  readonly verdicts: Record<string, number> = {}
  readonly #world: World

  constructor(world: World) {
    this.#world = world
  }

  /** A request with a token of a key of the service. */
  async send(key: number) {
    const world = this.#world
    const isolate = world.random.pick(world.isolates)
    const isNew = world.random.oneIn(2)
    const token = isNew ? ring[key]?.token(Math.ceil(world.now() / second)) : oldTokens[key]
    const { rotations } = world
    const before = {
      wasKnown: world.knows(isolate, key),
      wasPublishedFor: world.publishedFor(key),
      wasOriginGood: world.isOriginGood(minute),
    }
    const answer = await this.#ask(isolate, token)
    this.#judge(key, {
      ...answer,
      ...before,
      isNew,
      isKnown: world.knows(isolate, key),
      wasServed: world.wasServed(key),
      isUnrotated: world.rotations === rotations,
      isClockTrue: world.isClockTrue,
      isOriginGood: before.wasOriginGood && world.isOriginGood(minute),
    })
  }

  async #ask({ propelAuth }: Isolate, token: string | undefined) {
    const waitUntil = this.#world.random.oneIn(2) ? () => {} : undefined
    const result = await propelAuth.authenticateRequest(bearer(token), { waitUntil })
    if (result.ok) return { verdict: 'accepted', retryAfter: null }
    return { verdict: result.code, retryAfter: result.response().headers.get('retry-after') }
  }

  #judge(key: number, outcome: Outcome) {
    this.verdicts[outcome.verdict] = (this.verdicts[outcome.verdict] ?? 0) + 1
    for (const [rule, isBroken] of Object.entries(rules))
      if (isBroken(outcome)) this.violations.push(`${rule}: key ${key}, ${JSON.stringify(outcome)}`)
  }

  /** A request with a token that no isolate may accept. */
  async sendForgery() {
    const { random, isolates } = this.#world
    const isolate = random.pick(isolates)
    const token = random.oneIn(2) ? oldTokens[forger] : random.pick(forgeries)
    const result = await isolate.propelAuth.authenticateRequest(bearer(token))
    if (result.ok) this.violations.push('a forged token was accepted')
  }
}

/** One event in the world. */
async function disturb(world: World, traffic: Traffic, hasClockFaults: boolean) {
  const { random } = world
  const roll = random.below(20)
  if (roll < 9) traffic.pending.push(traffic.send(random.below(5)))
  else if (roll < 12) traffic.pending.push(traffic.sendForgery())
  else if (roll < 14) world.setOrigin(random.pick(originFaults))
  else if (roll < 15) world.setOrigin('ok')
  else if (roll < 16) world.cacheFault = random.pick(cacheFaults)
  else if (roll < 17) {
    if (!hasClockFaults) return
    // What a cache has answered already is taken before the clock is set.
    await vi.advanceTimersByTimeAsync(0)
    world.setClock(random.pick(clockFaults))
  } else if (roll < 18) world.publish(rotate(world))
  else if (world.isolates.length < 4) world.addIsolate()
}

/** The next key joins, with the one before it or without: with overlap, without, and back again. */
function rotate({ random, published }: World): readonly number[] {
  const next = random.below(5)
  return random.oneIn(2) ? [...new Set([...published.slice(-1), next])] : [next]
}

const pauses = [0, 1, 30, 700, 5_000, 31_000, 61_000, 601_000, 1_300_000, 3_600_000 * 13] as const

async function run(seed: number) {
  // All begin at the same time: a seed does the same alone as after others, and many ask for the same token.
  vi.clearAllTimers()
  vi.setSystemTime(start)
  const world = new World(seed, ring)
  const traffic = new Traffic(world)
  const hasClockFaults = world.random.oneIn(2)
  for (let step = 0; step < stepsPerSchedule; step++) {
    for (let burst = world.random.below(3); burst >= 0; burst--) {
      await disturb(world, traffic, hasClockFaults)
    }
    await vi.advanceTimersByTimeAsync(world.random.pick(pauses))
  }
  const settled = Promise.all(traffic.pending).then(() => 'settled')
  await vi.advanceTimersByTimeAsync(30_000)
  const hung = (await Promise.race([settled, Promise.resolve('hung')])) === 'hung'
  const { violations, verdicts } = traffic
  return { violations, hung, verdicts, requests: traffic.pending.length, fetches: world.fetches }
}

describe(`${schedules} schedules of faults in key server, cache and clock`, () => {
  beforeEach(() => {
    vi.useFakeTimers()
    // Waiters hash to let the event loop turn, which takes real time: a schedule would differ from run to run.
    vi.spyOn(crypto.subtle, 'digest').mockResolvedValue(new ArrayBuffer())
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  })

  test(`break no rule, accept no forged token and leave no request hanging: ${Object.keys(rules).join('; ')}`, {
    timeout: 600_000,
  }, async () => {
    let requests = 0
    const verdicts = new Set<string>()
    for (let seed = firstSeed; seed < firstSeed + schedules; seed++) {
      const outcome = await run(seed)
      requests += outcome.requests
      for (const verdict of Object.keys(outcome.verdicts)) verdicts.add(verdict)
      expect(outcome, `seed ${seed}`).toMatchObject({ violations: [], hung: false })
    }
    expect(requests).toBeGreaterThan(schedules * 10)
    expect(verdicts).toEqual(new Set(['accepted', 'jwks_unavailable', 'unknown_key']))
  })
})

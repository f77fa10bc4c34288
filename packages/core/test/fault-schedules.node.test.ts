import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { cacheFaults, clockFaults, createKeyRing, originFaults, World } from './world.js'

const ring = await createKeyRing(6)
const forger = 5

const schedules = Number(process.env.SCHEDULES ?? 1_000)
const firstSeed = Number(process.env.SEED ?? 1)
const stepsPerSchedule = 40

const bearer = (token: string | undefined) => ({ headers: new Headers({ authorization: `Bearer ${token}` }) })

/** The token with the id of a published key, signed by another one. */
async function forge(publishedKey: number): Promise<string> {
  return ring.issuers[forger]?.token({ header: { kid: `key-${publishedKey}` }, claims: { iat: 1e9, exp: 3e9 } }) ?? ''
}

const forgeries = await Promise.all([0, 1, 2, 3, 4].map(forge))

/** Requests that are under way, each with what it must not come to. */
class Traffic {
  readonly pending: Promise<void>[] = []
  readonly violations: string[] = []
  readonly #world: World

  constructor(world: World) {
    this.#world = world
  }

  /** A request with the token of a key of the service. */
  async send(key: number) {
    const isolate = this.#world.random.pick(this.#world.isolates)
    const known = this.#world.knows(isolate, key)
    const waitUntil = this.#world.random.oneIn(2) ? () => {} : undefined
    const result = await isolate.propelAuth.authenticateRequest(bearer(ring.tokens[key]), { waitUntil })
    const stillKnown = this.#world.knows(isolate, key)
    if (!result.ok && known && stillKnown) this.violations.push(`key ${key} is known and got ${result.error.code}`)
  }

  /** A request with a token nobody may accept. */
  async sendForgery() {
    const { random, isolates } = this.#world
    const isolate = random.pick(isolates)
    const token = random.oneIn(2) ? ring.tokens[forger] : random.pick(forgeries)
    const result = await isolate.propelAuth.authenticateRequest(bearer(token))
    if (result.ok) this.violations.push('a forged token was accepted')
  }
}

/** One thing that happens in the world. */
async function disturb(world: World, traffic: Traffic) {
  const { random } = world
  const roll = random.below(20)
  if (roll < 9) traffic.pending.push(traffic.send(random.below(5)))
  else if (roll < 12) traffic.pending.push(traffic.sendForgery())
  else if (roll < 14) world.originFault = random.pick(originFaults)
  else if (roll < 15) world.originFault = 'ok'
  else if (roll < 16) world.cacheFault = random.pick(cacheFaults)
  else if (roll < 17) {
    // What a cache has answered already is taken before the clock is set.
    await vi.advanceTimersByTimeAsync(0)
    world.setClock(random.pick(clockFaults))
  } else if (roll < 18) world.published = rotate(world)
  else if (world.isolates.length < 4) world.addIsolate()
}

/** The next key joins, with the one before it or without: with overlap, without, and back again. */
function rotate({ random, published }: World): readonly number[] {
  const next = random.below(5)
  return random.oneIn(2) ? [...new Set([...published.slice(-1), next])] : [next]
}

const pauses = [0, 1, 30, 700, 5_000, 31_000, 601_000, 1_300_000, 3_600_000 * 13] as const

async function run(seed: number) {
  const world = new World(seed, ring.issuers)
  const traffic = new Traffic(world)
  for (let step = 0; step < stepsPerSchedule; step++) {
    for (let burst = world.random.below(3); burst >= 0; burst--) {
      await disturb(world, traffic)
    }
    await vi.advanceTimersByTimeAsync(world.random.pick(pauses))
  }
  const settled = Promise.all(traffic.pending).then(() => 'settled')
  await vi.advanceTimersByTimeAsync(30_000)
  const hung = (await Promise.race([settled, Promise.resolve('hung')])) === 'hung'
  return { violations: traffic.violations, hung, requests: traffic.pending.length, fetches: world.fetches }
}

describe(`${schedules} schedules of faults in key server, cache and clock`, () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00Z') })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('no forged token is accepted, no token of a known key refused, no request left hanging', {
    timeout: 600_000,
  }, async () => {
    let requests = 0
    for (let seed = firstSeed; seed < firstSeed + schedules; seed++) {
      const outcome = await run(seed)
      requests += outcome.requests
      expect(outcome, `seed ${seed}`).toMatchObject({ violations: [], hung: false })
    }
    expect(requests).toBeGreaterThan(schedules * 10)
  })
})

import { createRandom, type Random } from 'test-kit/random'
import type { Fetch } from '../src/keys/fetch-jwks.js'
import type { JwksCache, JwksCacheEntry } from '../src/keys/jwks-cache.js'
import { createPropelAuth, type PropelAuth } from '../src/propelauth.js'
import { badAnswer, type OriginFault } from './bad-answers.js'
import type { RingKey } from './key-ring.js'

/** What the shared cache does with a call. */
export const cacheFaults = ['ok', 'throws', 'hangs', 'slow', 'garbage', 'other issuer', 'forgets'] as const
export type CacheFault = (typeof cacheFaults)[number]

export const clockFaults = ['runs', 'stands still', 'steps back'] as const
export type ClockFault = (typeof clockFaults)[number]

export const authUrl = 'https://auth.example.com'
const jwksUrl = `${authUrl}/.well-known/jwks.json`
const second = 1_000
const day = 24 * 3_600 * second

/** One isolate: memory of its own, the cache shared with the others. */
export interface Isolate {
  readonly propelAuth: PropelAuth
  /** Keys of the last good answer it was given, and when. */
  known: readonly number[]
  knownAt: number
}

/** The service, its key server, the shared cache and the clock, each of which may fail. */
export class World {
  readonly random: Random
  cacheFault: CacheFault = 'ok'
  fetches = 0
  isolates: Isolate[] = []
  readonly #ring: readonly RingKey[]
  readonly #stored = new Map<string, { entry: JwksCacheEntry; published: readonly number[] }>()
  #originFault: OriginFault = 'ok'
  #originSince = Number.NEGATIVE_INFINITY
  #published: readonly number[] = [0]
  readonly #publishedSince = new Map([[0, Number.NEGATIVE_INFINITY]])
  readonly #withdrawnAt = new Map<number, number>()
  readonly #servedAt = new Map<number, number>()
  /** How often the service has changed its keys. */
  rotations = 0
  #clockOffset = 0
  #stoppedAt: number | undefined
  /** Whether the clock has run without a fault so far: only then the times that the library measures are right. */
  isClockTrue = true

  constructor(seed: number, ring: readonly RingKey[]) {
    this.random = createRandom(seed)
    this.#ring = ring
    this.addIsolate()
  }

  /** Keys the service publishes, by their place in the ring. */
  get published(): readonly number[] {
    return this.#published
  }

  publish(keys: readonly number[]): void {
    this.rotations++
    for (const key of this.#published) if (!keys.includes(key)) this.#withdrawnAt.set(key, Date.now())
    for (const key of keys) if (!this.#published.includes(key)) this.#publishedSince.set(key, Date.now())
    this.#published = keys
  }

  setOrigin(fault: OriginFault): void {
    if (fault !== this.#originFault) this.#originSince = Date.now()
    this.#originFault = fault
  }

  /** Whether the key server has answered well for so long. */
  isOriginGood(ms: number): boolean {
    return this.#originFault === 'ok' && Date.now() - this.#originSince >= ms
  }

  /** For how many milliseconds the key has been published; below zero, for how many it has not. */
  publishedFor(key: number): number {
    if (this.#published.includes(key)) return Date.now() - (this.#publishedSince.get(key) ?? 0)
    return (this.#withdrawnAt.get(key) ?? Number.NEGATIVE_INFINITY) - Date.now() - 1
  }

  /** Whether the origin has given the key to an isolate within a day. */
  wasServed(key: number): boolean {
    return Date.now() - (this.#servedAt.get(key) ?? Number.NEGATIVE_INFINITY) < day
  }

  /** The clock that the library gets; the timers go on regardless. */
  now(): number {
    return this.#stoppedAt ?? Date.now() + this.#clockOffset
  }

  setClock(fault: ClockFault): void {
    if (fault !== 'runs') this.isClockTrue = false
    this.#stoppedAt = fault === 'stands still' ? this.now() : undefined
    if (fault === 'steps back') this.#clockOffset -= 1 + this.random.below(3_600_000)
  }

  addIsolate(): Isolate {
    const isolate: Isolate = { propelAuth: undefined as never, known: [], knownAt: Number.NEGATIVE_INFINITY }
    const propelAuth = createPropelAuth({
      authUrl,
      fetch: this.#originFor(isolate),
      jwksCache: this.#cacheFor(isolate),
      now: () => this.now(),
      ...(this.random.oneIn(2) && { tokenCache: false }),
    })
    const made = Object.assign(isolate, { propelAuth })
    this.isolates.push(made)
    return made
  }

  /** Whether the isolate was given the key less than a day ago, and no later answer lacks it. */
  knows(isolate: Isolate, key: number): boolean {
    return isolate.known.includes(key) && this.now() - isolate.knownAt < day - 60_000
  }

  #tell(isolate: Isolate, keys: readonly number[], at: number) {
    isolate.known = keys
    isolate.knownAt = at
  }

  /** A stored set counts for an isolate that holds none yet; it may take keys away from the others. */
  #hear(isolate: Isolate, keys: readonly number[], at: number) {
    const age = this.now() - at
    if (isolate.knownAt !== Number.NEGATIVE_INFINITY) isolate.known = isolate.known.filter((key) => keys.includes(key))
    else if (age < day && age >= -60_000) this.#tell(isolate, keys, at)
  }

  #keySet(keys: readonly number[]) {
    return { keys: keys.map((key) => this.#ring[key]?.jwk) }
  }

  #originFor(isolate: Isolate): Fetch {
    return async (url, init) => {
      this.fetches++
      if (url !== jwksUrl) return new Response(null, { status: 404 })
      const fault = this.#originFault
      if (fault === 'ok') {
        this.#tell(isolate, this.#published, this.now())
        for (const key of this.#published) this.#servedAt.set(key, Date.now())
        return Response.json(this.#keySet(this.#published))
      }
      return badAnswer(fault, init.signal ?? undefined)
    }
  }

  #cacheFor(isolate: Isolate): JwksCache {
    return {
      get: async (key) => {
        const stored = this.#stored.get(key)
        if (this.cacheFault === 'throws') throw new Error('KV is out of order')
        if (this.cacheFault === 'hangs') return new Promise(() => {})
        if (this.cacheFault === 'slow') await sleep(700)
        if (this.cacheFault === 'garbage') return '<html>'
        if (this.cacheFault === 'forgets' || !stored) return null
        if (this.cacheFault === 'other issuer') return { ...stored.entry, issuer: 'https://evil.example.com' }
        this.#hear(isolate, stored.published, stored.entry.fetchedAt)
        return structuredClone(stored.entry)
      },
      put: async (key, entry) => {
        if (this.cacheFault === 'throws') throw new Error('KV is out of order')
        if (this.cacheFault === 'hangs') return new Promise(() => {})
        const published = entry.keys.map(({ kid }) => Number(String(kid).slice('key-'.length)))
        this.#stored.set(key, { entry: structuredClone(entry), published })
      },
    }
  }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

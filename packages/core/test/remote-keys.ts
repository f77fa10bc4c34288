import type { PropelAuthEvent } from '../src/guards/events.js'
import type { JsonWebKeyLike } from '../src/keys/json-web-key.js'
import type { JwksCache, JwksCacheEntry } from '../src/keys/jwks-cache.js'
import type { PropelAuthOptions } from '../src/options.js'
import { createPropelAuth } from '../src/propelauth.js'
import type { Refusal } from '../src/response/refusal.js'
import { createTestIssuer, type TestIssuer } from '../src/testing.js'
import { createClock } from './clock.js'
import { createOrigin } from './origin.js'
import { type Verdict, verdict } from './verdict.js'

export const authUrl = 'https://auth.example.com'
export const cacheKey = `${authUrl}/.well-known/jwks.json|${authUrl}`

export const [first, next, stranger] = await Promise.all([
  createTestIssuer({ authUrl, kid: 'first' }),
  createTestIssuer({ authUrl, kid: 'next' }),
  createTestIssuer({ authUrl, kid: 'stranger' }),
])
export const [firstKey, nextKey] = [first, next].map((issuer) => issuer.jwks.keys[0] as JsonWebKeyLike) as [
  JsonWebKeyLike,
  JsonWebKeyLike,
]

/** Issued long ago and valid for long, so that the keys alone decide. */
export const lasting = { claims: { iat: 1_000_000_000, exp: 9_000_000_000 } }
export const [byFirst, byNext, byStranger] = await Promise.all(
  [first, next, stranger].map((issuer) => issuer.token(lasting)) as [Promise<string>, Promise<string>, Promise<string>],
)

/** A token issued at this time, in milliseconds of Unix time. */
export const issuedAt = (issuer: TestIssuer, ms: number, header = {}): Promise<string> =>
  issuer.token({ claims: { iat: ms / 1_000, exp: 9_000_000_000 }, header })

/** An origin that publishes these keys. */
export const keys =
  (...members: unknown[]) =>
  (): Response =>
    Response.json({ keys: members })
export const down = (): Promise<never> => Promise.reject(new TypeError('fetch failed'))
export const hang = (): Promise<never> => new Promise<never>(() => {})

/** When the clocks of all tests start: a whole second, so that `iat` can name it. */
export const start = Math.floor(Date.now() / 1_000) * 1_000

/** One isolate with an origin of its own. `settle` waits for everything that was handed to `waitUntil`. */
export function setUp(options: Partial<PropelAuthOptions> = {}) {
  const clock = createClock(start)
  const origin = createOrigin(keys(firstKey))
  const events: PropelAuthEvent[] = []
  const kept: Promise<unknown>[] = []
  const propelAuth = createPropelAuth({
    authUrl,
    fetch: origin.fetch,
    now: clock.now,
    onEvent: (event) => void events.push(event),
    ...options,
  })
  const waitUntil = (work: Promise<unknown>) => void kept.push(work)
  const check = (token: string, context: object = { waitUntil }): Promise<Verdict> =>
    verdict(propelAuth.validateToken(token, context))
  /** The refusal of a token, as an error has it. */
  const refusal = async (token: string): Promise<Pick<Refusal, 'code' | 'detail' | 'retryAfterSeconds' | 'cause'>> =>
    propelAuth.validateToken(token, { waitUntil }).then(
      () => ({ code: 'accepted' as never }),
      ({ code, detail, retryAfterSeconds, cause }) => ({ code, detail, retryAfterSeconds, cause }),
    )
  async function settle() {
    while (kept.length > 0) await Promise.all(kept.splice(0))
  }
  return { clock, origin, events, check, refusal, settle, propelAuth, waitUntil }
}

/** The same in a time that timers and clock share. */
export const setUpInFakeTime = (options: Partial<PropelAuthOptions> = {}) =>
  setUp({ now: () => Date.now(), ...options })

export async function took(work: () => Promise<Verdict>): Promise<[Verdict, number]> {
  const startedAt = Date.now()
  return [await work(), Date.now() - startedAt]
}

/** An entry as another isolate wrote it. */
export const entryOf = (fetchedAt: number, ...members: JsonWebKeyLike[]): JwksCacheEntry =>
  ({ issuer: authUrl, fetchedAt, keys: members }) as unknown as JwksCacheEntry

/** A cache that always answers with this. */
export const stored = (entry: unknown): JwksCache => ({ get: async () => entry, put: async () => {} })

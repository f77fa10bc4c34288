import { describe, expect, test } from 'vitest'
import { hour, minute, second } from '../../test/clock.js'
import { inFakeTime } from '../../test/fake-time.js'
import { badAnswers } from '../../test/origin.js'
import {
  authUrl,
  byFirst,
  byNext,
  byStranger,
  cacheKey,
  down,
  entryOf,
  firstKey,
  hang,
  keys,
  nextKey,
  setUp,
  setUpInFakeTime,
  start,
  stored,
  took,
} from '../../test/remote-keys.js'
import { sleep } from '../async/timers.js'
import type { PropelAuthEvent } from '../guards/events.js'
import type { KeySet } from '../token/key-source.js'
import { toVerificationKeys } from './json-web-key.js'
import { type JwksCache, memoryJwksCache } from './jwks-cache.js'
import { createKeyMemory } from './key-memory.js'
import type { KeyMemory, KeyState } from './key-state.js'
import { loadNow } from './load-keys.js'
import { remoteKeys } from './remote-keys.js'

const keyEvents = (events: readonly PropelAuthEvent[]) =>
  events
    .filter(({ type }) => type === 'keys')
    .map(({ cache, code, cause }) => [cache, code, (cause as Error | undefined)?.message])

describe('a request that waits for the loads of others', () => {
  test.each([
    ['without keys', undefined],
    ['for the key of an unknown kid', toVerificationKeys({ keys: [nextKey] }, false)],
  ])('gets an answer after the longest time of one load, however many are cancelled, %s', async (_title, held) => {
    const { result } = await inFakeTime(async () => {
      let loads = 0
      // The owner is cancelled with its request, and so is the next one.
      const lease = { isHeld: () => true, wait: () => sleep(3_500), run: (work: () => Promise<never>) => work() }
      const memory: KeyMemory = { ...createKeyMemory(3_000), lease }
      if (held) memory.held = { keys: held, anyKid: false, fetchedAt: Date.now(), cache: 'origin' }
      const keysOfOrigin = remoteKeys(
        {
          jwksUrl: `${authUrl}/.well-known/jwks.json`,
          maxKeyAgeMs: hour,
          clockToleranceSeconds: 10,
          now: Date.now,
          shared: undefined,
          fetchKeys: () => Promise.reject(new Error(`load ${++loads}`)),
        },
        memory,
      )
      const startedAt = Date.now()
      const found = await keysOfOrigin.find('first', startedAt / 1_000, {})
      const tookMs = Date.now() - startedAt
      await sleep(minute)
      return { found, tookMs, loads }
    })
    expect(result).toEqual({ found: expect.objectContaining({ code: 'jwks_unavailable' }), tookMs: 5_000, loads: 0 })
  })
})

describe('a shared cache', () => {
  test('with newer keys of another isolate saves the fetch, and their removal counts', async () => {
    const jwksCache = memoryJwksCache()
    const [one, other] = [setUp({ jwksCache }), setUp({ jwksCache })]
    expect(await one.check(byFirst)).toBe('accepted')
    await one.settle()
    expect(await other.check(byFirst)).toBe('accepted')
    expect(other.origin.asked).toEqual([])
    one.clock.advance(20 * minute)
    other.clock.advance(20 * minute)
    one.origin.answer = keys(nextKey)
    expect(await one.check(byFirst)).toBe('unknown_key')
    await one.settle()
    other.origin.answer = down
    expect(await other.check(byNext)).toBe('accepted')
    expect(await other.check(byFirst)).toBe('unknown_key')
    expect(other.origin.asked).toEqual([])
  })

  test('is enough to prefetch from', async () => {
    const { origin, propelAuth } = setUp({ jwksCache: stored(entryOf(start, firstKey)) })
    origin.answer = down
    await propelAuth.prefetchKeys()
    expect(origin.asked).toEqual([])
  })

  test('lets a second isolate start with the origin down', async () => {
    const jwksCache = memoryJwksCache()
    const one = setUp({ jwksCache })
    expect(await one.check(byFirst)).toBe('accepted')
    await one.settle()
    const other = setUp({ jwksCache })
    other.origin.answer = down
    expect(await other.check(byFirst)).toBe('accepted')
    expect(other.origin.asked).toEqual([])
  })

  for (const [age, asked, verdict] of [
    [10 * minute - 1, 0, 'accepted'],
    [10 * minute, 1, 'accepted'],
    [20 * minute - 1, 1, 'accepted'],
    [20 * minute, 1, 'unknown_key'],
    [23 * hour, 1, 'unknown_key'],
  ] as const)
    test(`with an entry of ${age / minute} minutes asks the origin ${asked} times; a withdrawn key is ${verdict}`, async () => {
      let reads = 0
      const get = async () => {
        reads++
        return entryOf(start - age, firstKey)
      }
      const { origin, check } = setUp({ jwksCache: { get, put: async () => {} } })
      let respond = () => {}
      const hasResponded = new Promise<void>((resolve) => {
        respond = resolve
      })
      // A refresh behind the response must not win the race against a slow verification.
      origin.answer = async () => {
        if (verdict === 'accepted') await hasResponded
        return keys(nextKey)()
      }
      expect(await check(byFirst)).toBe(verdict)
      respond()
      expect(origin.asked).toHaveLength(asked)
      expect(reads).toBe(1)
    })

  test('with an old entry delays the first request by less than a second while the origin hangs', async () => {
    const { result } = await inFakeTime(async () => {
      const { origin, check } = setUpInFakeTime({ jwksCache: stored(entryOf(Date.now() - hour, firstKey)) })
      origin.answer = hang
      return [await took(() => check(byFirst)), await took(() => check(byFirst))]
    })
    expect(result).toEqual([
      ['accepted', 900],
      ['accepted', 0],
    ])
  })

  test('keeps an isolate going for a day after the last good answer, and not longer', async () => {
    for (const [age, expected] of [
      [24 * hour - 1, 'accepted'],
      [24 * hour, 'jwks_unavailable'],
    ] as const) {
      const { origin, check } = setUp({ jwksCache: stored(entryOf(start - age, firstKey)) })
      origin.answer = down
      expect(await check(byFirst)).toBe(expected)
    }
  })

  test('is stored for as long as maxKeyAgeSeconds allows its keys to be used', async () => {
    const ttls: number[] = []
    const put: JwksCache['put'] = async (_key, _entry, { ttlSeconds }) => void ttls.push(ttlSeconds)
    const { check, settle } = setUp({ jwksCache: { get: async () => null, put }, maxKeyAgeSeconds: 604_800 })
    await check(byFirst)
    await settle()
    expect(ttls).toEqual([604_800])
  })

  test('keeps an isolate going for maxKeyAgeSeconds', async () => {
    for (const [age, expected] of [
      [hour - 1, 'accepted'],
      [hour, 'jwks_unavailable'],
    ] as const) {
      const jwksCache = stored(entryOf(start - age, firstKey))
      const { origin, check } = setUp({ jwksCache, maxKeyAgeSeconds: 3_600 })
      origin.answer = down
      expect(await check(byFirst)).toBe(expected)
    }
  })

  test('counts up to a minute ahead, since clocks of isolates differ, and not further', async () => {
    for (const [ahead, expected] of [
      [minute, 'accepted'],
      [minute + 1, 'jwks_unavailable'],
    ] as const) {
      const { origin, check } = setUp({ jwksCache: stored(entryOf(start + ahead, firstKey)) })
      origin.answer = down
      expect(await check(byFirst)).toBe(expected)
    }
  })

  test('with an entry of another issuer, of another form or without a time is asked in vain', async () => {
    const good = entryOf(start, nextKey)
    const entries = [
      { ...good, issuer: 'https://evil.example' },
      { ...good, issuer: undefined },
      { ...good, fetchedAt: undefined },
      { ...good, keys: [] },
      'garbage',
      null,
    ]
    for (const entry of entries) {
      const { origin, check } = setUp({ jwksCache: stored(entry) })
      expect(await check(byNext)).toBe('unknown_key')
      expect(await check(byFirst)).toBe('accepted')
      expect(origin.asked).toHaveLength(1)
    }
  })

  test('that is older than what is in memory changes nothing', async () => {
    const { clock, origin, check } = setUp({ jwksCache: stored(entryOf(start - 25 * hour, nextKey)) })
    expect(await check(byFirst)).toBe('accepted')
    origin.answer = down
    clock.advance(hour)
    expect(await check(byFirst)).toBe('accepted')
  })

  test('is written behind the response, and only if its entry is older than five minutes', async () => {
    const puts: string[] = []
    const shared = memoryJwksCache()
    const jwksCache: JwksCache = {
      get: shared.get,
      put: async (key, entry, options) => {
        puts.push(key)
        await shared.put(key, entry, options)
      },
    }
    const { clock, origin, check, settle } = setUp({ jwksCache })
    for (const [step, token, asked, written] of [
      [0, byFirst, 1, 1],
      [31 * second, byStranger, 2, 1],
      [5 * minute, byStranger, 3, 2],
      [11 * minute, byFirst, 4, 3],
    ] as const) {
      clock.advance(step)
      await check(token)
      await settle()
      expect([origin.asked.length, puts.length]).toEqual([asked, written])
    }
    expect(new Set(puts)).toEqual(new Set([cacheKey]))
  })

  test('hands its work to waitUntil', async () => {
    const kept: Promise<unknown>[] = []
    const { check } = setUp({ jwksCache: memoryJwksCache() })
    await check(byFirst, { waitUntil: (work: Promise<unknown>) => kept.push(work) })
    expect(kept.length).toBeGreaterThanOrEqual(2)
    await Promise.all(kept)
  })

  test('can admit whom its writer wants: it lies within the trust boundary', async () => {
    const { check } = setUp({ jwksCache: stored(entryOf(start, nextKey)) })
    expect(await check(byNext)).toBe('accepted')
  })
})

describe('a shared cache that fails', () => {
  const ways: Record<string, () => Promise<never>> = {
    rejects: () => Promise.reject(new Error('KV GET failed: 503')),
    throws: () => {
      throw new Error('KV GET failed: 503')
    },
    hangs: hang,
  }
  for (const [way, fail] of Object.entries(ways))
    test(`changes no decision and delays a cold request by a second at most: it ${way}`, async () => {
      const { result } = await inFakeTime(async () => {
        const { check } = setUpInFakeTime({ jwksCache: { get: fail, put: fail } })
        return [await took(() => check(byFirst)), await took(() => check(byStranger)), await took(() => check(byFirst))]
      })
      expect(result.map(([verdict]) => verdict)).toEqual(['accepted', 'unknown_key', 'accepted'])
      const expected = way === 'hangs' ? [1_000, 500, 0] : [0, 0, 0]
      for (const [at, [, tookMs]] of result.entries()) {
        expect(tookMs).toBeGreaterThanOrEqual(expected[at] ?? 0)
        expect(tookMs).toBeLessThan((expected[at] ?? 0) + 100)
      }
    })

  test('by hanging leaves time to refresh overdue keys before they are used', async () => {
    const { result } = await inFakeTime(async () => {
      const { origin, check } = setUpInFakeTime({ jwksCache: { get: hang, put: hang } })
      await check(byFirst)
      await sleep(hour)
      origin.answer = keys(nextKey)
      return took(() => check(byFirst))
    })
    expect(result[0]).toBe('unknown_key')
  })

  test('is an event with its cause, unlike an empty one', async () => {
    const empty = setUp({ jwksCache: stored(null) })
    await empty.check(byFirst)
    expect(keyEvents(empty.events)).toEqual([
      ['shared', undefined, undefined],
      ['origin', undefined, undefined],
    ])
    const failing = setUp({ jwksCache: { get: ways.rejects ?? hang, put: async () => {} } })
    await failing.check(byFirst)
    expect(keyEvents(failing.events)).toEqual([
      ['shared', 'jwks_unavailable', 'KV GET failed: 503'],
      ['origin', undefined, undefined],
    ])
  })

  test('when it is written is an event with its cause', async () => {
    const put = () => Promise.reject(new Error('KV PUT failed: 429 Too Many Requests'))
    const { check, events, settle } = setUp({ jwksCache: { get: async () => null, put } })
    expect(await check(byFirst)).toBe('accepted')
    await settle()
    expect(keyEvents(events).at(-1)).toEqual(['shared', 'jwks_unavailable', 'KV PUT failed: 429 Too Many Requests'])
  })

  test('with a value that is no error is an event as well', async () => {
    for (const reason of [undefined, null, 'text', 7, {}, Object.create(null), Symbol('x')]) {
      const { check, events } = setUp({ jwksCache: { get: () => Promise.reject(reason), put: async () => {} } })
      expect(await check(byFirst)).toBe('accepted')
      expect(keyEvents(events)[0]?.slice(0, 2)).toEqual(['shared', 'jwks_unavailable'])
    }
  })
})

describe('why there are no keys', () => {
  const reasons: Record<string, [answer: () => Response | Promise<Response>, reason: string]> = {
    'a name that does not resolve': [
      () =>
        Promise.reject(new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND auth.example.com') })),
      'fetch failed: getaddrinfo ENOTFOUND auth.example.com',
    ],
    'a certificate': [
      () => Promise.reject(new TypeError('fetch failed', { cause: new Error('self-signed certificate') })),
      'fetch failed: self-signed certificate',
    ],
    'a cause that has only a code': [
      () => Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } })),
      'fetch failed: ECONNREFUSED',
    ],
    'a cause that has nothing': [() => Promise.reject(new TypeError('', { cause: {} })), 'no answer'],
    'a rejection with text': [() => Promise.reject('no route'), 'no route'],
    'a rejection with nothing': [() => Promise.reject(), 'no answer'],
    'a status': [() => new Response('no', { status: 403 }), 'status 403'],
    'a redirect': [() => new Response(null, { status: 302, headers: { location: '/' } }), 'status 302'],
    'a page': [() => new Response('<!doctype html>'), 'the answer is not JSON'],
    'an empty set': [() => Response.json({ keys: [] }), 'no usable key in the answer'],
    'a body that is too long': [() => new Response(' '.repeat(1_100_000)), 'the answer is longer than 1048576 bytes'],
  }
  for (const [title, [answer, reason]] of Object.entries(reasons))
    test(`is in the error, its cause and the event: ${title}`, async () => {
      const { origin, refusal, events } = setUp()
      origin.answer = answer
      const found = await refusal(byFirst)
      expect(found).toMatchObject({ code: 'jwks_unavailable', detail: `No keys from auth.example.com: ${reason}` })
      const [event] = events
      expect(event).toMatchObject({ type: 'keys', cache: 'origin', code: 'jwks_unavailable' })
      expect(event?.cause).toBe(found.cause)
      // A request within the pause after the failure has the same reason.
      expect(await refusal(byFirst)).toEqual(found)
    })

  test('is the time-out', async () => {
    const { result } = await inFakeTime(async () => {
      const { origin, refusal } = setUpInFakeTime({ keyTimeoutMs: 700 })
      origin.answer = hang
      return refusal(byFirst)
    })
    expect(result.detail).toBe('No keys from auth.example.com: no answer within 700 ms')
  })

  test('is given by prefetchKeys as well', async () => {
    const { origin, propelAuth } = setUp()
    origin.answer = badAnswers['status 500'] ?? down
    for (const options of [{}, { force: true }])
      await expect(propelAuth.prefetchKeys(options)).rejects.toMatchObject({
        code: 'jwks_unavailable',
        detail: 'No keys from auth.example.com: status 500',
        cause: expect.objectContaining({ message: 'status 500' }),
      })
  })

  test('names no secret: not the query of the address, nor the API key', async () => {
    const jwksUrl = 'https://user:canary@keys.example.com/jwks.json?token=canary'
    const { origin, refusal } = setUp({ jwksUrl, apiKey: 'canary' })
    origin.answer = () => Promise.reject(new TypeError(`error sending request for url (${jwksUrl})`))
    const { detail } = await refusal(byFirst)
    expect(detail).toBe('No keys from keys.example.com: error sending request for url (keys.example.com)')
    origin.answer = () => new Response('canary', { status: 404 })
    expect((await refusal(byFirst)).detail).not.toContain('canary')
  })

  test.each([
    'https://Keys.Example.com/jwks?sig=canary',
    'https://keys.example.com?sig=canary',
    'https://keys.example.com:443/jwks?sig=canary',
    'https://keys.example.com/a/../jwks?sig=canary',
    'https://keys.example.com/jwks?name=a b&sig=canary',
    'https://keys.example.com/jwks?sig=canary#top',
    `https://keys.example.com/jwks?sig=canary${'x'.repeat(300)}`,
  ])('does not show the query of %s, whatever form of the address the runtime shows', async (jwksUrl) => {
    const { href, pathname, search } = new URL(jwksUrl)
    const forms = [jwksUrl, href, href.replace(/#.*/, ''), `${pathname}${search}`, search.slice(1)]
    for (const form of forms) {
      const { origin, refusal } = setUp({ jwksUrl })
      origin.answer = () => Promise.reject(new TypeError('fetch failed', { cause: new Error(`no route to ${form}!`) }))
      const { detail } = await refusal(byFirst)
      expect(detail).toMatch(/^No keys from keys\.example\.com: fetch failed: no route to .*keys\.example\.com!$/)
      expect(detail).not.toContain('canary')
    }
  })

  test('is bounded in length and depth', async () => {
    const { origin, refusal } = setUp()
    const cyclic = new Error('x'.repeat(10_000))
    cyclic.cause = cyclic
    origin.answer = () => Promise.reject(cyclic)
    expect((await refusal(byFirst)).detail?.length).toBeLessThan(400)
  })
})

interface Answer {
  readonly promise: Promise<Response>
  resolve(response: Response): void
  reject(error: Error): void
}

/** An answer of the origin that comes when the test says so. */
function createAnswer(): Answer {
  let settle: Pick<Answer, 'resolve' | 'reject'> | undefined
  const promise = new Promise<Response>((resolve, reject) => {
    settle = { resolve, reject }
  })
  return { promise, resolve: (response) => settle?.resolve(response), reject: (error) => settle?.reject(error) }
}

describe('answers out of order', () => {
  /** An isolate whose keys are being refreshed, and the origin's answer to that in the hands of the test. */
  async function refreshing(options: Parameters<typeof setUp>[0] = {}) {
    const world = setUp(options)
    await world.check(byFirst)
    await world.settle()
    world.clock.advance(15 * minute)
    const answer = createAnswer()
    world.origin.answer = () => answer.promise
    expect(await world.check(byFirst)).toBe('accepted')
    return { ...world, answer }
  }

  test('never revive a withdrawn key: the later question counts', async () => {
    const jwksCache = memoryJwksCache()
    const { origin, check, settle, propelAuth, answer } = await refreshing({ jwksCache })
    origin.answer = keys(nextKey)
    await propelAuth.prefetchKeys({ force: true })
    answer.resolve(keys(firstKey)())
    await settle()
    expect(await check(byFirst)).toBe('unknown_key')
    expect(await check(byNext)).toBe('accepted')
    expect(await jwksCache.get(cacheKey)).toMatchObject({ keys: [{ kid: 'next' }] })
  })

  // The first request is suspended with its client, so that another one takes the lease over.
  for (const [age, kid] of [
    [-1, 'next'],
    [1, 'first'],
  ] as const)
    test(`do not replace an entry of the shared cache that was read meanwhile, if it is newer: by ${-age} ms`, async () => {
      const answer = createAnswer()
      const entry = {
        keys: toVerificationKeys({ keys: [nextKey] }, false) ?? [],
        anyKid: false,
        fetchedAt: start - age,
      }
      const writes: unknown[] = []
      let stored: KeySet | undefined
      const state: KeyState = {
        memory: createKeyMemory(3_000),
        config: {
          jwksUrl: `${authUrl}/.well-known/jwks.json`,
          maxKeyAgeMs: hour,
          clockToleranceSeconds: 10,
          now: () => start,
          shared: { read: async () => stored, write: async (set) => void writes.push(set) },
          fetchKeys: async (fetchedAt) => {
            const keys = toVerificationKeys(await (await answer.promise).json(), false) ?? []
            return { keys, anyKid: false, fetchedAt, cache: 'origin' }
          },
        },
      }
      const suspended = loadNow(state, {}, 'refresh')
      await sleep(0)
      stored = { ...entry, cache: 'shared' }
      await loadNow(state, {}, 'refresh')
      answer.resolve(keys(firstKey)())
      expect(await suspended).toBeUndefined()
      expect(state.memory.held?.keys.map((key) => key.kid)).toEqual([kid])
      expect(writes).toHaveLength(kid === 'first' ? 1 : 0)
    })

  test('count if the later question failed', async () => {
    const { origin, check, settle, propelAuth, answer } = await refreshing()
    origin.answer = badAnswers['status 500'] ?? down
    await expect(propelAuth.prefetchKeys({ force: true })).rejects.toThrow()
    answer.resolve(keys(nextKey)())
    await settle()
    origin.answer = keys(nextKey)
    expect(await check(byNext)).toBe('accepted')
    expect(await check(byFirst)).toBe('unknown_key')
  })

  test('do not count if they are failures: the origin is not down, an unknown kid is to blame', async () => {
    const { origin, check, settle, propelAuth, answer } = await refreshing()
    origin.answer = keys(firstKey)
    await propelAuth.prefetchKeys({ force: true })
    expect(await check(byStranger)).toBe('unknown_key')
    answer.resolve(new Response(null, { status: 500 }))
    await settle()
    expect(await check(byStranger)).toBe('unknown_key')
    expect(origin.asked).toHaveLength(4)
  })

  for (const [title, settleAnswer] of Object.entries({
    fails: (answer: Answer) => answer.reject(new Error('socket closed')),
    'comes with a bad status': (answer: Answer) => answer.resolve(new Response(null, { status: 502 })),
    'is good, but a day old': (answer: Answer) => answer.resolve(keys(firstKey)()),
  }))
    test(`in a process that was suspended for a day block no request: the answer ${title}`, async () => {
      const { clock, origin, check, settle, answer } = await refreshing()
      clock.advance(25 * hour)
      settleAnswer(answer)
      origin.answer = keys(nextKey)
      await settle()
      expect(await check(byNext)).toBe('accepted')
      expect(await check(byFirst)).toBe('unknown_key')
    })
})

describe('prefetchKeys with force', () => {
  test('asks the origin although the keys are fresh, and ends cached tokens of a withdrawn key', async () => {
    const { origin, check, propelAuth } = setUp()
    await check(byFirst)
    origin.answer = keys(nextKey)
    await propelAuth.prefetchKeys()
    expect(await check(byFirst)).toBe('accepted')
    await propelAuth.prefetchKeys({ force: true })
    expect(await check(byFirst)).toBe('unknown_key')
    expect(await check(byNext)).toBe('accepted')
  })

  test('replaces an entry of the shared cache that is seconds old, before it returns', async () => {
    const memory = memoryJwksCache()
    const put: JwksCache['put'] = async (...of) => {
      await sleep(5)
      await memory.put(...of)
    }
    const jwksCache = { get: memory.get, put }
    const [one, other] = [setUp({ jwksCache }), setUp({ jwksCache })]
    await one.check(byFirst)
    await one.settle()
    one.clock.advance(5 * second)
    one.origin.answer = keys(nextKey)
    await one.propelAuth.prefetchKeys({ force: true })
    expect(await jwksCache.get(cacheKey)).toMatchObject({ issuer: authUrl, keys: [{ kid: 'next' }] })
    expect(await other.check(byNext)).toBe('accepted')
    expect(other.origin.asked).toEqual([])
  })

  test('waits for no pause after a failure or an unknown kid', async () => {
    const { origin, check, propelAuth } = setUp()
    origin.answer = badAnswers['status 500'] ?? down
    await check(byFirst)
    await check(byStranger)
    origin.answer = keys(firstKey)
    await propelAuth.prefetchKeys({ force: true })
    expect(await check(byFirst)).toBe('accepted')
  })

  test('does not take the answer to an earlier question for its own', async () => {
    const { clock, origin, check, settle, propelAuth } = setUp()
    await check(byFirst)
    clock.advance(15 * minute)
    const earlier = createAnswer()
    origin.answer = () => earlier.promise
    await check(byFirst)
    origin.answer = keys(nextKey)
    const forced = propelAuth.prefetchKeys({ force: true })
    earlier.resolve(keys(firstKey)())
    await forced
    await settle()
    expect(await check(byFirst)).toBe('unknown_key')
  })

  test('keeps the keys at hand when it fails', async () => {
    const { origin, check, propelAuth } = setUp()
    await check(byFirst)
    origin.answer = badAnswers['an empty set'] ?? down
    await expect(propelAuth.prefetchKeys({ force: true })).rejects.toMatchObject({ code: 'jwks_unavailable' })
    expect(await check(byFirst)).toBe('accepted')
  })

  test('reports a shared cache that cannot be written', async () => {
    const put = () => Promise.reject(new Error('read-only'))
    const { events, propelAuth } = setUp({ jwksCache: { get: async () => null, put } })
    await propelAuth.prefetchKeys({ force: true })
    expect(keyEvents(events)).toEqual([
      ['origin', undefined, undefined],
      ['shared', 'jwks_unavailable', 'read-only'],
    ])
  })
})

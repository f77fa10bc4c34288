import { createRandom } from 'test-kit/random'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { clientAnswering, json, rejection } from '../../test/answering.js'
import { orgId } from '../../test/samples.js'
import { call } from '../call/call.js'
import { createManagementClient } from '../client.js'
import { fetchOrg } from '../endpoints/orgs.js'
import type { ManagementEvent } from '../options/options.js'
import { createTransport } from './transport.js'

const options = { authUrl: 'https://auth.example.com', apiKey: 'api-key' }

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Runs a call with fake timers. */
async function passing<T>(work: Promise<T>, ms = 60_000): Promise<T> {
  work.catch(() => {})
  await vi.advanceTimersByTimeAsync(ms)
  return work
}

describe('what is sent', () => {
  test('the API key, the project and, with a body, its type', async () => {
    const { client, asked } = clientAnswering(() => json({ org_id: orgId, name: 'A' }))
    await client.fetchOrg(orgId)
    await client.createOrg({ name: 'A' })
    const [get, post] = asked
    expect(Object.fromEntries(get?.headers ?? [])).toEqual({
      authorization: 'Bearer api-key',
      'x-propelauth-url': 'auth.example.com',
    })
    expect(Object.fromEntries(post?.headers ?? [])).toEqual({
      authorization: 'Bearer api-key',
      'content-type': 'application/json',
      'x-propelauth-url': 'auth.example.com',
    })
  })

  test('headers of the client and of the call, which cannot replace ours', async () => {
    const { client, asked } = clientAnswering(json({}), {
      headers: { 'X-A': 'client', 'X-B': 'client', authorization: 'Bearer stolen' },
    })
    const headers = new Headers({ 'x-b': 'call', AUTHORIZATION: 'Bearer stolen', 'X-PropelAuth-Url': 'elsewhere' })
    await client.deleteUser('3822d38a-9a37-4af6-a627-06dd1dbe1c78', { headers })
    expect(Object.fromEntries(asked[0]?.headers ?? [])).toEqual({
      authorization: 'Bearer api-key',
      'x-a': 'client',
      'x-b': 'call',
      'x-propelauth-url': 'auth.example.com',
    })
  })

  test('to the shared host by default, to `baseUrl` with its path if there is one', async () => {
    for (const [baseUrl, expected] of [
      [undefined, 'https://propelauth-api.com/api/backend/v1/custom_role_mappings'],
      ['http://localhost:4460', 'http://localhost:4460/api/backend/v1/custom_role_mappings'],
      ['https://gateway.example/propelauth/', 'https://gateway.example/propelauth/api/backend/v1/custom_role_mappings'],
    ] as const) {
      const { client, asked } = clientAnswering(json({ custom_role_mappings: [] }), { baseUrl })
      await client.fetchCustomRoleMappings()
      expect(asked[0]?.url.href).toBe(expected)
    }
  })

  test('session requests go to the auth URL itself', async () => {
    const { client, asked } = clientAnswering(json({}))
    await client.logoutRefreshToken('token')
    await client.refreshAccessTokenFromRefreshToken('token', orgId)
    await client.exchangeSsrCode('https://app.example.com/callback', 'code')
    expect(asked.map(({ url }) => url.href)).toEqual([
      'https://auth.example.com/api/backend/v1/logout',
      `https://auth.example.com/api/backend/v1/refresh_token?with_active_org_support=true&active_org_id=${orgId}`,
      'https://auth.example.com/propelauth/ssr/token',
    ])
  })

  test('redirects are not followed', async () => {
    const { client, asked } = clientAnswering(
      new Response(null, { status: 307, headers: { Location: 'https://evil.example' } }),
    )
    expect(await rejection(client.fetchCustomRoleMappings())).toMatchObject({
      code: 'unexpected_response',
      status: 307,
    })
    expect(asked).toHaveLength(1)
    expect(asked[0]?.init.redirect).toBe('manual')
  })

  test('with the global `fetch` at the time of the call, without a `this`', async () => {
    const client = createManagementClient(options)
    vi.stubGlobal('fetch', function (this: unknown) {
      return Promise.resolve(
        json({ custom_role_mappings: [], self: String(this === undefined || this === globalThis) }),
      )
    })
    expect(await client.fetchCustomRoleMappings()).toEqual({ customRoleMappings: [], self: 'true' })
  })
})

describe('retries', () => {
  const failThenAnswer = (...failures: (() => Response | Promise<Response>)[]) => [
    ...failures,
    () => json({ org_id: orgId, name: 'A' }),
  ]
  const status =
    (code: number, headers: Record<string, string> = {}) =>
    () =>
      new Response('', { status: code, headers })
  const lost = (code: string) => () => Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: { code } }))

  test('a GET is retried after 429, 5xx and a network error', async () => {
    vi.useFakeTimers()
    for (const failure of [status(429), status(500), status(502), status(503), status(504), lost('ECONNRESET')]) {
      const { client, asked } = clientAnswering(failThenAnswer(failure, failure))
      expect(await passing(client.fetchOrg(orgId))).toMatchObject({ name: 'A' })
      expect(asked).toHaveLength(3)
    }
  })

  test('at most `maxRetries` times', async () => {
    vi.useFakeTimers()
    for (const maxRetries of [0, 1, 4]) {
      const { client, asked } = clientAnswering(status(503), { maxRetries, timeoutMs: 60_000 })
      expect(await rejection(passing(client.fetchOrg(orgId)))).toMatchObject({ code: 'unavailable', status: 503 })
      expect(asked).toHaveLength(1 + maxRetries)
    }
  })

  test('not after another 4xx, nor after 501', async () => {
    for (const code of [400, 401, 403, 404, 409, 418, 426, 501]) {
      const { client, asked } = clientAnswering(status(code))
      await client.fetchOrgScimGroups({ orgId }).catch(() => {})
      expect(asked).toHaveLength(1)
    }
  })

  test('other methods are retried only if nothing was sent', async () => {
    vi.useFakeTimers()
    for (const code of ['ECONNREFUSED', 'ConnectionRefused', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']) {
      const { client, asked } = clientAnswering(failThenAnswer(lost(code)))
      expect(await passing(client.createOrg({ name: 'A' }))).toMatchObject({ name: 'A' })
      expect(asked).toHaveLength(2)
    }
    for (const failure of [
      lost('ECONNRESET'),
      lost('UND_ERR_SOCKET'),
      lost('EAGAIN'),
      lost('ETIMEDOUT'),
      lost(''),
      status(429),
      status(503),
    ]) {
      const { client, asked } = clientAnswering(failThenAnswer(failure))
      await rejection(passing(client.createOrg({ name: 'A' })))
      expect(asked).toHaveLength(1)
    }
  })

  test('the delay is `Retry-After` plus the backoff', async () => {
    vi.useFakeTimers()
    const { client, asked } = clientAnswering(failThenAnswer(status(429, { 'Retry-After': '5' })))
    const work = client.fetchOrg(orgId)
    await vi.advanceTimersByTimeAsync(4_999)
    expect(asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(300)
    expect(await work).toMatchObject({ name: 'A' })
  })

  test('a retry that does not fit into the time limit is not made', async () => {
    const { client, asked } = clientAnswering(status(429, { 'Retry-After': '3600' }))
    expect(await rejection(client.fetchOrg(orgId))).toMatchObject({ code: 'rate_limited', retryAfterSeconds: 3600 })
    expect(asked).toHaveLength(1)
  })

  test('the backoff doubles, with 50 % jitter', async () => {
    vi.useFakeTimers()
    vi.spyOn(Math, 'random').mockImplementation(createRandom(20_261_129).fraction)
    const waits: number[] = []
    for (let run = 0; run < 50; run++) {
      const onEvent = ({ retryInMs }: ManagementEvent) => retryInMs && waits.push(retryInMs)
      const { client } = clientAnswering(status(503), { onEvent })
      await rejection(passing(client.fetchOrg(orgId)))
    }
    const [first, second] = [waits.filter((_, index) => index % 2 === 0), waits.filter((_, index) => index % 2 === 1)]
    for (const wait of first) expect(wait).toBeGreaterThanOrEqual(125)
    for (const wait of first) expect(wait).toBeLessThanOrEqual(250)
    for (const wait of second) expect(wait).toBeGreaterThanOrEqual(250)
    for (const wait of second) expect(wait).toBeLessThanOrEqual(500)
    expect(new Set(waits).size).toBe(waits.length)
    vi.mocked(Math.random).mockRestore()
  })
})

describe('the end of a call', () => {
  const hang = (seen: AbortSignal[]) => (_: string, init: RequestInit) => {
    if (init.signal) seen.push(init.signal)
    return new Promise<Response>(() => {})
  }

  test.each([
    // The second answer comes in time, a third one would not.
    ['unavailable', 125, 0],
    ['timeout', 249, 0.99],
  ])(
    'the time limit covers the whole call with its retries: %s after a backoff of %i ms',
    async (code, _ms, chance) => {
      vi.useFakeTimers()
      vi.spyOn(Math, 'random').mockReturnValue(chance)
      const { client, asked } = clientAnswering(
        () => new Promise((resolve) => setTimeout(resolve, 400, new Response('', { status: 503 }))),
      )
      const work = rejection(client.fetchOrg(orgId, { timeoutMs: 1_000 }))
      await vi.advanceTimersByTimeAsync(1_000)
      expect(await work).toMatchObject({ code })
      vi.mocked(Math.random).mockRestore()
      const before = asked.length
      await vi.advanceTimersByTimeAsync(60_000)
      expect(asked).toHaveLength(before)
    },
  )

  test('the time limit of the call replaces that of the client, and the request is aborted', async () => {
    vi.useFakeTimers()
    const seen: AbortSignal[] = []
    const client = createManagementClient({ ...options, fetch: hang(seen), timeoutMs: 50_000 })
    const work = rejection(client.fetchOrg(orgId, { timeoutMs: 100 }))
    await vi.advanceTimersByTimeAsync(100)
    expect(await work).toMatchObject({ code: 'timeout', operation: 'fetchOrg' })
    expect(seen[0]?.aborted).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a very long time limit does not expire at once', async () => {
    vi.useFakeTimers()
    const afterADay = () => new Promise<Response>((resolve) => setTimeout(resolve, 86_400_000, json({ org_id: orgId })))
    const { client } = clientAnswering(afterADay, { timeoutMs: Number.POSITIVE_INFINITY })
    const answers = [client.fetchOrg(orgId), client.fetchOrg(orgId, { timeoutMs: 2 ** 40 })]
    await vi.advanceTimersByTimeAsync(86_400_000)
    expect(await Promise.all(answers)).toEqual([{ orgId }, { orgId }])
  })

  test('an abort rejects with the reason of the signal, at once, and stops the request', async () => {
    const seen: AbortSignal[] = []
    const client = createManagementClient({ ...options, fetch: hang(seen) })
    const controller = new AbortController()
    const work = rejection(client.fetchOrg(orgId, { signal: controller.signal }))
    const reason = new Error('left the page')
    await vi.waitFor(() => expect(seen).toHaveLength(1), { timeout: 20_000 })
    controller.abort(reason)
    expect(await work).toBe(reason)
    expect(seen[0]?.aborted).toBe(true)
  })

  test('an abort without a reason is an AbortError, as from `fetch`', async () => {
    const client = createManagementClient({ ...options, fetch: hang([]) })
    const controller = new AbortController()
    const work = rejection(client.fetchOrg(orgId, { signal: controller.signal }))
    controller.abort()
    expect(await work).toMatchObject({ name: 'AbortError' })
  })

  test('nothing is sent with a signal that is aborted already', async () => {
    const { client, asked } = clientAnswering(json({}))
    const reason = new Error('too late')
    expect(await rejection(client.fetchOrg(orgId, { signal: AbortSignal.abort(reason) }))).toBe(reason)
    expect(asked).toHaveLength(0)
  })

  test('an abort between two attempts rejects, and nothing more is sent', async () => {
    vi.useFakeTimers()
    const { client, asked } = clientAnswering(new Response('', { status: 503 }))
    const controller = new AbortController()
    const work = rejection(client.fetchOrg(orgId, { signal: controller.signal }))
    await vi.advanceTimersByTimeAsync(10)
    controller.abort(new Error('enough'))
    expect(await work).toMatchObject({ message: 'enough' })
    expect(vi.getTimerCount()).toBe(0)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toHaveLength(1)
  })

  test('a late response of a `fetch` that ignores its signal starts no retry', async () => {
    vi.useFakeTimers()
    const late = () => new Promise<Response>((resolve) => setTimeout(resolve, 200, new Response('', { status: 503 })))
    const { client, asked } = clientAnswering(late)
    const controller = new AbortController()
    const work = rejection(client.fetchOrg(orgId, { signal: controller.signal }))
    await vi.advanceTimersByTimeAsync(100)
    controller.abort(new Error('enough'))
    expect(await work).toMatchObject({ message: 'enough' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a long-lived signal keeps no listener', async () => {
    const { signal, counts, abort } = countingSignal()
    const { client, asked } = clientAnswering([() => json({ org_id: orgId }), () => new Response('', { status: 400 })])
    await client.fetchOrg(orgId, { signal })
    await rejection(client.fetchOrg(orgId, { signal }))
    expect(asked).toHaveLength(2)
    abort()
    expect(counts).toEqual({ added: 2, reached: 0 })
  })
})

/** A signal that counts its listeners, and those left at an abort. */
function countingSignal() {
  const controller = new AbortController()
  const { signal } = controller
  const counts = { added: 0, reached: 0 }
  const add = signal.addEventListener.bind(signal)
  const countAndAdd = (type: string, listener: () => void, options?: AddEventListenerOptions) => {
    counts.added++
    add(type, () => counts.reached++, options)
    add(type, listener, options)
  }
  Object.defineProperty(signal, 'addEventListener', { value: countAndAdd })
  return { signal, counts, abort: () => controller.abort() }
}

test('an error by which Next.js ends a prerendering is thrown as it is, without a retry', async () => {
  for (const digest of ['DYNAMIC_SERVER_USAGE', 'HANGING_PROMISE_REJECTION', 'NEXT_REDIRECT;replace;/login;307;']) {
    const bailout = Object.assign(new Error('Dynamic server usage'), { digest })
    const { client, asked } = clientAnswering(() => Promise.reject(bailout))
    expect(await rejection(client.fetchOrg(orgId))).toBe(bailout)
    expect(asked).toHaveLength(1)
  }
  const { client } = clientAnswering(() => Promise.reject({ digest: 7 }), { maxRetries: 0 })
  expect(await rejection(client.fetchOrg(orgId))).toMatchObject({ code: 'network' })
})

test('a network error has the reason in its message, and the code in its cause', async () => {
  for (const [thrown, message, code] of [
    [
      Object.assign(new TypeError('fetch failed'), {
        cause: { message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' },
      }),
      'fetch failed: connect ECONNREFUSED',
      'ECONNREFUSED',
    ],
    [new Error('offline'), 'offline', ''],
    ['gone', 'gone', ''],
  ] as const) {
    const { client } = clientAnswering(() => Promise.reject(thrown), { maxRetries: 0 })
    expect(await rejection(client.fetchOrg(orgId))).toMatchObject({
      message: `fetchOrg: network: ${message}`,
      cause: { message, code },
    })
  }
})

describe('events', () => {
  test('one for each attempt, with only name and method of the request', async () => {
    vi.useFakeTimers()
    const events: ManagementEvent[] = []
    const answers = [
      () => new Response('', { status: 503 }),
      () => Promise.reject(new Error('x')),
      () => json({ org_id: orgId }),
    ]
    const { client } = clientAnswering(answers, { onEvent: (event) => events.push(event) })
    await passing(client.fetchOrg(orgId))
    expect(events).toEqual([
      {
        operation: 'fetchOrg',
        method: 'GET',
        attempt: 1,
        status: 503,
        durationMs: expect.any(Number),
        retryInMs: expect.any(Number),
      },
      {
        operation: 'fetchOrg',
        method: 'GET',
        attempt: 2,
        status: undefined,
        durationMs: expect.any(Number),
        retryInMs: expect.any(Number),
      },
      {
        operation: 'fetchOrg',
        method: 'GET',
        attempt: 3,
        status: 200,
        durationMs: expect.any(Number),
        retryInMs: undefined,
      },
    ])
  })

  test('a listener that throws, now or later, changes nothing', async () => {
    const throwing = () => {
      throw new Error('listener')
    }
    for (const onEvent of [throwing, async () => throwing()]) {
      const { client } = clientAnswering(json({ org_id: orgId }), { onEvent })
      expect(await client.fetchOrg(orgId)).toEqual({ orgId })
    }
  })
})

test('the tree-shakable form does the same, over a transport or over a client', async () => {
  const answer = async () => json({ org_id: orgId, name: 'A' })
  const transport = createTransport({ ...options, fetch: answer })
  const client = createManagementClient({ ...options, fetch: answer })
  const expected = { orgId, name: 'A' }
  expect(await call(transport, fetchOrg, orgId)).toEqual(expected)
  expect(await call(client, fetchOrg, orgId, { timeoutMs: 1_000 })).toEqual(expected)
  expect(transport.issuer).toBe('https://auth.example.com')
})

import { afterEach, describe, expect, test, vi } from 'vitest'
import { deliver, now, secret, userCreated } from '../../test/message.ts'
import { createWebhooks, WebhookError, type WebhookEvent } from '../index.js'

afterEach(() => vi.restoreAllMocks())

const options = { secret, now: () => now * 1_000 }
const { handler } = createWebhooks(options)

const orgUpdated = { event_type: 'org.updated', org_id: 'o' }

describe('the function for a type', () => {
  test('gets the event and what the platform passes, and is waited for', async () => {
    const done = vi.fn()
    const endpoint = handler({
      'user.created': async (...given: unknown[]) => {
        await new Promise((resolve) => setTimeout(resolve, 5))
        done(...given)
      },
    })
    const [env, ctx] = [{ DB: 'db' }, { waitUntil() {} }]
    const response = await endpoint(await deliver({ id: 'msg_platform' }), env, ctx, 'more')
    expect([response.status, await response.text()]).toEqual([204, ''])
    const event = expect.objectContaining({ id: 'msg_platform', userId: userCreated.user_id })
    expect(done.mock.calls).toEqual([[event, env, ctx, 'more']])
  })

  test('of another type does not run', async () => {
    const created = vi.fn()
    const updated = vi.fn()
    const endpoint = handler({ 'user.created': created, 'org.updated': updated })
    await endpoint(await deliver({ body: orgUpdated }))
    expect([created.mock.calls.length, updated.mock.calls.length]).toEqual([0, 1])
  })

  test('"*" runs where no function of the type is, and only there', async () => {
    const created = vi.fn()
    const other = vi.fn()
    const endpoint = handler({ 'user.created': created, '*': other })
    for (const body of [userCreated, orgUpdated, { event_type: 'email.new_kind' }, { no: 'type' }])
      expect((await endpoint(await deliver({ body }))).status).toBe(204)
    expect(created).toHaveBeenCalledOnce()
    expect(other.mock.calls.map(([event]) => event.eventType)).toEqual(['org.updated', 'email.new_kind', ''])
  })

  test('that is added or replaced later has no effect', async () => {
    const first = vi.fn()
    const handlers: Record<string, () => void> = { 'user.created': first }
    const endpoint = handler(handlers)
    const later = vi.fn()
    Object.assign(handlers, { 'user.created': later, '*': later })
    await endpoint(await deliver())
    await endpoint(await deliver({ body: orgUpdated }))
    expect([first.mock.calls.length, later.mock.calls.length]).toEqual([1, 0])
  })

  test.each([undefined, null, 'handle', {}])('that is %j is a TypeError at once', (wrong) => {
    expect(() => handler({ 'user.created': wrong as never })).toThrow(TypeError)
    expect(() => handler({ 'user.created': wrong as never })).toThrow('handler: user.created must be a function')
  })
})

describe('functions that are given in another form', () => {
  const handle = () => undefined
  class Handlers {
    'user.created'() {}
  }

  test.each<[string, unknown]>([
    ['one function', handle],
    ['a map', new Map([['user.created', handle]])],
    ['an instance of a class', new Handlers()],
    ['a list', [handle]],
    ['inherited ones', Object.create({ 'user.created': handle })],
    ['nothing', undefined],
    ['null', null],
    ['a text', '*'],
  ])('(%s) are a TypeError at once: they would never run, and their events would be lost', (_, wrong) => {
    expect(() => handler(wrong as never)).toThrow(TypeError)
  })

  test('count where they are the exports of a module', async () => {
    const run = vi.fn()
    const module = Object.assign(Object.create(null), { 'user.created': run })
    await handler(module)(await deliver())
    expect(run).toHaveBeenCalledOnce()
  })
})

describe('a type without a function', () => {
  test('is answered with 204, so that it is not sent again', async () => {
    expect((await handler({})(await deliver())).status).toBe(204)
  })

  test('costs no call of the store', async () => {
    const seen = { has: vi.fn(() => false), add: vi.fn() }
    await createWebhooks({ ...options, seen }).handler({ 'org.updated': () => {} })(await deliver())
    expect([seen.has.mock.calls, seen.add.mock.calls]).toEqual([[], []])
  })
})

describe('a function that throws', () => {
  const failure = new Error('The database is away')

  test.each<[string, () => unknown]>([
    [
      'at once',
      () => {
        throw failure
      },
    ],
    ['later', () => Promise.reject(failure)],
    [
      'a WebhookError of its own',
      () => {
        throw new WebhookError('too_old', 'From another service')
      },
    ],
  ])('%s is a 500 without a body', async (_, handle) => {
    const response = await handler({ '*': handle })(await deliver())
    expect([response.status, await response.text()]).toEqual([500, ''])
  })

  test('is reported to onError with its event', async () => {
    const onError = vi.fn()
    const endpoint = createWebhooks({ ...options, onError }).handler({ '*': () => Promise.reject(failure) })
    await endpoint(await deliver({ id: 'msg_failing' }))
    expect(onError.mock.calls).toEqual([[failure, expect.objectContaining({ id: 'msg_failing' })]])
  })

  test('is answered when onError has settled', async () => {
    let isReported = false
    const onError = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      isReported = true
    }
    const endpoint = createWebhooks({ ...options, onError }).handler({ '*': () => Promise.reject(failure) })
    expect([(await endpoint(await deliver())).status, isReported]).toEqual([500, true])
  })

  test.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('No log')
      },
    ],
    ['rejects', () => Promise.reject(new Error('No log'))],
  ])('rejects if onError %s: the platform answers 500, and no rejection is unhandled', async (_, onError) => {
    const endpoint = createWebhooks({ ...options, onError }).handler({ '*': () => Promise.reject(failure) })
    await expect(endpoint(await deliver())).rejects.toThrow('No log')
    const seen = { has: () => false, add: () => Promise.reject(failure) }
    const written = createWebhooks({ ...options, seen, onError }).handler({ '*': () => {} })
    await expect(written(await deliver())).rejects.toThrow('No log')
  })

  test('runs again when the message is sent again', async () => {
    const handle = vi.fn<() => void>().mockRejectedValueOnce(failure)
    const endpoint = handler({ '*': handle })
    const message = { id: 'msg_again' }
    expect((await endpoint(await deliver(message))).status).toBe(500)
    expect((await endpoint(await deliver({ ...message, timestamp: now + 5 }))).status).toBe(204)
    expect((await endpoint(await deliver({ ...message, timestamp: now + 10 }))).status).toBe(204)
    expect(handle).toHaveBeenCalledTimes(2)
  })
})

describe('a refused request', () => {
  test('runs no function and asks no store', async () => {
    const handle = vi.fn()
    const onError = vi.fn()
    const seen = { has: vi.fn(() => false), add: vi.fn() }
    const endpoint = createWebhooks({ ...options, seen, onError }).handler({ '*': handle })
    const response = await endpoint(await deliver({ timestamp: now - 301 }))
    expect([response.status, await response.json()]).toEqual([400, { status: 400, code: 'too_old' }])
    for (const mock of [handle, onError, seen.has, seen.add]) expect(mock).not.toHaveBeenCalled()
  })
})

test('nothing is logged, whatever happens', async () => {
  const methods = ['log', 'info', 'warn', 'error', 'debug'] as const
  const spies = methods.map((name) => vi.spyOn(console, name).mockImplementation(() => {}))
  const body = { event_type: 'email.reset_password', action_url: 'https://auth.example.com/?token=live' }
  const rethrow = ({ raw }: WebhookEvent) => {
    throw new Error(raw)
  }
  const endpoint = handler({ '*': rethrow })
  await endpoint(await deliver({ body }))
  await endpoint(await deliver({ body, timestamp: 1 }))
  for (const spy of spies) expect(spy).not.toHaveBeenCalled()
})

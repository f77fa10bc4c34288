import { afterEach, describe, expect, type Mock, test, vi } from 'vitest'
import { deliver, type MessageParts, now, secret } from '../../test/message.ts'
import { createWebhooks, type SeenStore, type WebhookEvent, type WebhooksOptions } from '../index.js'
import { createRunOnce } from './run-once.js'

afterEach(() => vi.restoreAllMocks())

const create = (options: Partial<WebhooksOptions> = {}) =>
  createWebhooks({ secret, now: () => now * 1_000, ...options })

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** The statuses of so many deliveries of one message, at once. */
async function deliverAtOnce(endpoint: (request: Request) => Promise<Response>, count: number, parts?: MessageParts) {
  const first = await deliver(parts)
  const requests = Array.from({ length: count }, () => first.clone())
  return (await Promise.all(requests.map((request) => endpoint(request)))).map(({ status }) => status)
}

/** A store that other isolates share, and that takes a moment. */
function sharedStore(ids = new Set<string>()) {
  const store: SeenStore = {
    async has(id) {
      await sleep(2)
      return ids.has(id)
    },
    async add(id) {
      await sleep(2)
      ids.add(id)
    },
  }
  return { ids, store }
}

describe('deliveries of a message at once', () => {
  test.each([
    ['that takes no time', () => undefined],
    ['that takes a while', () => sleep(60)],
    ['that takes longer than a run may be silent', () => sleep(1_500)],
  ])('run a function %s once, and all are answered with 204', async (_, work) => {
    const handle = vi.fn(work)
    expect(await deliverAtOnce(create().handler({ '*': handle }), 10)).toEqual(Array(10).fill(204))
    expect(handle).toHaveBeenCalledOnce()
  })

  test('run it once with a store that has not got the id yet', async () => {
    const handle = vi.fn(() => sleep(20))
    const forgetful: SeenStore = { has: async () => false, add: async () => {} }
    const endpoint = create({ seen: forgetful }).handler({ '*': handle })
    expect(await deliverAtOnce(endpoint, 10, { id: 'msg_lag' })).toEqual(Array(10).fill(204))
    expect(await deliverAtOnce(endpoint, 10, { id: 'msg_lag', timestamp: now + 5 })).toEqual(Array(10).fill(204))
    expect(handle).toHaveBeenCalledOnce()
  })

  test('are answered after the function has settled', async () => {
    let settled = false
    const endpoint = create().handler({
      '*': async () => {
        await sleep(80)
        settled = true
      },
    })
    const first = await deliver()
    const early: boolean[] = []
    const send = async () => {
      await endpoint(first.clone())
      early.push(settled)
    }
    await Promise.all([send(), send(), send()])
    expect(early).toEqual([true, true, true])
  })

  test('run it again where it fails, one after the other, until it succeeds', async () => {
    let running = 0
    let most = 0
    const handle = vi.fn(async () => {
      running++
      most = Math.max(most, running)
      await sleep(10)
      running--
      if (handle.mock.calls.length < 3) throw new Error('The database is away')
    })
    const statuses = await deliverAtOnce(create().handler({ '*': handle }), 6)
    expect(statuses.toSorted()).toEqual([204, 204, 204, 204, 500, 500])
    expect([handle.mock.calls.length, most]).toEqual([3, 1])
  })

  test('do not wait for another message', async () => {
    const order: string[] = []
    const endpoint = create().handler({
      'user.created': async () => {
        await sleep(100)
        order.push('user')
      },
      'org.updated': () => order.push('org'),
    })
    await Promise.all([endpoint(await deliver()), endpoint(await deliver({ body: { event_type: 'org.updated' } }))])
    expect(order).toEqual(['org', 'user'])
  })
})

describe('a run that was cancelled with its request, as on Workers', () => {
  /** A run that never ends and has no heartbeat. Its request is never answered. */
  async function cancelOne(endpoint: (request: Request) => Promise<Response>, handle: Mock, id: string) {
    vi.spyOn(globalThis, 'setInterval').mockImplementationOnce(() => 0 as never)
    void endpoint(await deliver({ id }))
    await vi.waitFor(() => expect(handle).toHaveBeenCalledOnce(), 10_000)
  }

  test('is replaced by one of the deliveries that wait, not by all', async () => {
    const handle = vi.fn<() => Promise<unknown>>().mockImplementation(() => sleep(50))
    handle.mockImplementationOnce(() => new Promise(() => {}))
    const endpoint = create().handler({ '*': handle })
    await cancelOne(endpoint, handle, 'msg_cancelled')
    expect(await deliverAtOnce(endpoint, 5, { id: 'msg_cancelled' })).toEqual(Array(5).fill(204))
    expect(handle).toHaveBeenCalledTimes(2)
  })
})

test('a run whose heartbeat is late, as on a busy machine, is not replaced', async () => {
  const start = globalThis.setInterval
  vi.spyOn(globalThis, 'setInterval').mockImplementation((beat, ms) => start(beat as () => void, 15 * (ms ?? 0)))
  const handle = vi.fn(() => sleep(600))
  expect(await deliverAtOnce(create().handler({ '*': handle }), 5)).toEqual(Array(5).fill(204))
  expect(handle).toHaveBeenCalledOnce()
})

describe('a message that was handled', () => {
  test('does not run again, however late and however it is signed again', async () => {
    let seconds = now
    const handle = vi.fn()
    const endpoint = create({ now: () => seconds * 1_000 }).handler({ '*': handle })
    for (const later of [0, 1, 300, 86_400, 259_199]) {
      seconds = now + later
      expect((await endpoint(await deliver({ id: 'msg_late', timestamp: seconds }))).status).toBe(204)
    }
    expect(handle).toHaveBeenCalledOnce()
    // After three days it is forgotten, so that an operator can send it again.
    seconds = now + 259_200
    await endpoint(await deliver({ id: 'msg_late', timestamp: seconds }))
    expect(handle).toHaveBeenCalledTimes(2)
  })

  test('is known to all isolates that share a store', async () => {
    const { ids, store } = sharedStore()
    const handle = vi.fn()
    for (let isolate = 0; isolate < 3; isolate++)
      expect((await create({ seen: store }).handler({ '*': handle })(await deliver({ id: 'msg_shared' }))).status).toBe(
        204,
      )
    expect(handle).toHaveBeenCalledOnce()
    expect([...ids]).toEqual(['msg_shared'])
  })

  test('is known to its endpoint alone: another one handles the same message', async () => {
    const webhooks = create()
    const [users, orgs] = [vi.fn(), vi.fn()]
    for (const handle of [users, orgs]) await webhooks.handler({ '*': handle })(await deliver({ id: 'msg_both' }))
    expect([users.mock.calls.length, orgs.mock.calls.length]).toEqual([1, 1])
  })

  test('is answered at once, and has left no timer behind', async () => {
    const [start, clear] = [vi.spyOn(globalThis, 'setInterval'), vi.spyOn(globalThis, 'clearInterval')]
    const wait = vi.spyOn(globalThis, 'setTimeout')
    const endpoint = create().handler({
      'user.created': () => {},
      '*': () => {
        throw new Error('The database is away')
      },
    })
    const failing = { id: 'msg_failing', body: { event_type: 'org.updated' } }
    for (const message of [{ id: 'msg_good' }, failing, { id: 'msg_good' }, failing])
      await endpoint(await deliver(message))
    expect(start.mock.results.map(({ value }) => value)).toEqual(clear.mock.calls.map(([timer]) => timer))
    expect(start).toHaveBeenCalledTimes(4)
    expect(wait).not.toHaveBeenCalled()
  })
})

describe('a store that fails', () => {
  const failure = new Error('KV is away')
  const reject = () => Promise.reject(failure)
  const fail = () => {
    throw failure
  }

  test.each([
    ['rejects', reject],
    ['throws', fail],
  ])('when it is asked (%s) is a 500, and the function does not run', async (_, has) => {
    const handle = vi.fn()
    const onError = vi.fn()
    const endpoint = create({ seen: { has, add: () => {} }, onError }).handler({ '*': handle })
    expect((await endpoint(await deliver())).status).toBe(500)
    expect(handle).not.toHaveBeenCalled()
    expect(onError).toHaveBeenCalledWith(failure, expect.objectContaining({ eventType: 'user.created' }))
  })

  test.each([
    ['rejects', reject],
    ['throws', fail],
  ])('when it is written (%s) is reported; the message is handled, and not again here', async (_, add) => {
    const handle = vi.fn()
    const onError = vi.fn()
    const endpoint = create({ seen: { has: () => false, add }, onError }).handler({ '*': handle })
    for (let attempt = 0; attempt < 2; attempt++)
      expect((await endpoint(await deliver({ id: 'msg_unwritten' }))).status).toBe(204)
    expect(handle).toHaveBeenCalledOnce()
    expect(onError.mock.calls).toEqual([[failure, expect.objectContaining({ id: 'msg_unwritten' })]])
  })

  test('is written only after the function has succeeded', async () => {
    const add = vi.fn()
    const endpoint = create({ seen: { has: () => false, add } }).handler({ '*': fail })
    await endpoint(await deliver())
    expect(add).not.toHaveBeenCalled()
  })
})

test('an isolate knows the last ten thousand messages that it handled', async () => {
  const runOnce = createRunOnce({ now: () => 0, onError: () => {} })
  const handled: string[] = []
  const handle = (id: string) => runOnce({ id } as WebhookEvent, () => handled.push(id))
  for (let at = 0; at < 10_001; at++) await handle(`msg_${at}`)
  handled.length = 0
  for (const id of ['msg_1', 'msg_10000', 'msg_0']) await handle(id)
  expect(handled).toEqual(['msg_0'])
})

test('only handler asks the store', async () => {
  const has = vi.fn(() => true)
  const webhooks = create({ seen: { has, add: () => {} } })
  const first = await deliver()
  for (const request of [first.clone(), first]) await expect(webhooks.verifyRequest(request)).resolves.toBeDefined()
  expect(has).not.toHaveBeenCalled()
})

test('events in any order, some of them again, are each handled once', async () => {
  const handled: string[] = []
  const endpoint = create({ seen: sharedStore().store }).handler({ '*': ({ id }) => handled.push(id) })
  const ids = Array.from({ length: 20 }, (_, at) => `msg_${at}`)
  const order = [...ids.toReversed(), ...ids.slice(5, 15), ...ids]
  const requests = await Promise.all(order.map((id, at) => deliver({ id, timestamp: now - (at % 200) })))
  await Promise.all(requests.map((request) => endpoint(request)))
  expect(handled.toSorted()).toEqual(ids.toSorted())
})

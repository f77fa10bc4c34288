import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { callControl, testEmulator } from '../../test/fixture.js'
import { type FaultRule, startServer } from '../index.js'

let emulator = testEmulator()
beforeEach(() => {
  emulator = testEmulator()
})
afterEach(() => emulator.close())

const jwks = () => emulator.fetch(`${emulator.authUrl}/.well-known/jwks.json`)
const status = async () => (await jwks()).status
const control = (method: string, path: string, body?: unknown) => callControl(emulator, method, path, body)

/** The statuses of so many requests, one after the other. */
async function statuses(count: number): Promise<number[]> {
  const seen: number[] = []
  for (let index = 0; index < count; index += 1) seen.push(await status())
  return seen
}

describe('probability', () => {
  const rule = { group: 'keys', status: 503, probability: 0.3 } as const

  test('fails that share of the requests, and the same ones each time', async () => {
    emulator.addFault(rule)
    const first = await statuses(200)
    const failed = first.filter((one) => one === 503).length
    expect(failed).toBeGreaterThan(40)
    expect(failed).toBeLessThan(80)
    emulator.clearFaults()
    emulator.addFault(rule)
    expect(await statuses(200)).toEqual(first)
  })

  test('another seed fails other ones', async () => {
    emulator.addFault({ ...rule, seed: 1 })
    const first = await statuses(100)
    emulator.clearFaults()
    emulator.addFault({ ...rule, seed: 2 })
    expect(await statuses(100)).not.toEqual(first)
  })

  test('1 fails all', async () => {
    emulator.addFault({ ...rule, probability: 1 })
    expect(new Set(await statuses(50))).toEqual(new Set([503]))
  })

  test('times counts the requests that fail', async () => {
    emulator.addFault({ ...rule, times: 3 })
    expect((await statuses(100)).filter((one) => one === 503)).toHaveLength(3)
  })

  test('a request that it spares may meet the next rule', async () => {
    emulator.addFault(rule)
    emulator.addFault({ group: 'keys', status: 418 })
    expect(new Set(await statuses(50))).toEqual(new Set([503, 418]))
  })
})

describe('hold', () => {
  test('requests wait until they are released, the oldest first', async () => {
    const gate = emulator.addFault({ group: 'keys', hold: true })
    const answered: string[] = []
    const send = (name: string) => jwks().then(() => answered.push(name))
    const sent = ['one', 'two', 'three'].map(send)
    await expect.poll(() => gate.held()).toHaveLength(3)
    expect(gate.held()[0]).toEqual({ method: 'GET', path: '/.well-known/jwks.json' })
    expect([answered, gate.release(1)]).toEqual([[], 1])
    await sent[0]
    expect([answered, gate.release()]).toEqual([['one'], 2])
    await Promise.all(sent)
    expect([answered, gate.held(), gate.release()]).toEqual([['one', 'two', 'three'], [], 0])
  })

  test('later requests wait, too, until the rule is removed', async () => {
    const gate = emulator.addFault({ group: 'keys', hold: true })
    expect(gate.release()).toBe(0)
    const waiting = status()
    await expect.poll(() => gate.held()).toHaveLength(1)
    gate.remove()
    expect([await waiting, await status()]).toEqual([200, 200])
  })

  test('clearFaults lets them go on, and one that is on its way to the gate', async () => {
    emulator.addFault({ group: 'keys', hold: true, delayMs: 20 })
    const waiting = [status(), status()]
    emulator.clearFaults()
    expect(await Promise.all(waiting)).toEqual([200, 200])
  })

  test('with answerOnly the request takes effect, and its answer waits', async () => {
    const gate = emulator.addFault({ path: '/api/backend/v1/user/', hold: true, answerOnly: true })
    const headers = { Authorization: `Bearer ${emulator.apiKey}` }
    const body = JSON.stringify({ email: 'new@x.test' })
    const creating = emulator.fetch(`${emulator.authUrl}/api/backend/v1/user/`, { method: 'POST', headers, body })
    await expect.poll(() => gate.held()).toHaveLength(1)
    expect(emulator.counts().users).toBe(6)
    gate.release()
    expect((await creating).status).toBe(200)
  })

  test('with a status the request fails when it is released', async () => {
    const gate = emulator.addFault({ group: 'keys', hold: true, status: 503 })
    const waiting = status()
    await expect.poll(() => gate.held()).toHaveLength(1)
    gate.release()
    expect(await waiting).toBe(503)
  })

  test('times is how many it holds', async () => {
    const gate = emulator.addFault({ group: 'keys', hold: true, times: 1 })
    const waiting = status()
    expect(await status()).toBe(200)
    expect(gate.held()).toHaveLength(1)
    gate.release()
    expect(await waiting).toBe(200)
  })

  test('a request that is aborted does not wait any more', async () => {
    const gate = emulator.addFault({ group: 'keys', hold: true })
    const controller = new AbortController()
    const aborted = emulator.fetch(`${emulator.authUrl}/.well-known/jwks.json`, { signal: controller.signal })
    await expect.poll(() => gate.held()).toHaveLength(1)
    controller.abort(new Error('too slow'))
    await expect(aborted).rejects.toThrow('too slow')
    await expect.poll(() => gate.held()).toHaveLength(0)
  })

  test('nor does that of a client over a socket that has given up', async () => {
    await using server = await startServer({ port: 0 })
    const gate = server.emulator.addFault({ group: 'keys', hold: true })
    const controller = new AbortController()
    const url = `${server.emulator.authUrl}/.well-known/jwks.json`
    const aborted = fetch(url, { signal: controller.signal })
    await expect.poll(() => gate.held()).toHaveLength(1)
    controller.abort(new Error('too slow'))
    await expect(aborted).rejects.toThrow('too slow')
    await expect.poll(() => gate.held()).toHaveLength(0)
  })

  test('the end of the emulator ends the waiting', async () => {
    const other = testEmulator()
    const gate = other.addFault({ group: 'keys', hold: true })
    const waiting = other.fetch(`${other.authUrl}/.well-known/jwks.json`)
    await expect.poll(() => gate.held()).toHaveLength(1)
    await other.close()
    expect((await waiting).status).toBe(503)
  })

  test('the control API shows how many wait, and releases them', async () => {
    await control('POST', 'faults', { group: 'keys', hold: true, times: 3 })
    const waiting = [status(), status()]
    await expect
      .poll(async () => (await control('GET', 'faults')).body.faults)
      .toEqual([{ group: 'keys', hold: true, times: 1, held: 2 }])
    expect((await control('POST', 'faults/release', { count: 1 })).body).toEqual({ released: 1 })
    expect((await control('POST', 'faults/release')).body).toEqual({ released: 1 })
    expect(await Promise.all(waiting)).toEqual([200, 200])
  })

  test('the control API releases so many of all rules together', async () => {
    const gates = [{ path: '/.well-known/jwks.json' }, { path: '/login' }].map((rule) =>
      emulator.addFault({ ...rule, hold: true }),
    )
    const waiting = [jwks(), emulator.fetch(`${emulator.authUrl}/login`)]
    for (const gate of gates) await expect.poll(() => gate.held()).toHaveLength(1)
    expect((await control('POST', 'faults/release', { count: 1 })).body).toEqual({ released: 1 })
    expect(gates.map((gate) => gate.held().length)).toEqual([0, 1])
    emulator.clearFaults()
    await Promise.all(waiting)
  })

  test('a rule that is used up is shown while it holds a request', async () => {
    await control('POST', 'faults', { group: 'keys', hold: true, times: 1 })
    const waiting = status()
    await expect.poll(async () => (await control('GET', 'faults')).body.faults).toMatchObject([{ times: 0, held: 1 }])
    await control('POST', 'faults/release')
    expect(await waiting).toBe(200)
    expect((await control('GET', 'faults')).body.faults).toEqual([])
  })
})

describe('a rule can be removed alone', () => {
  test('the others stay', async () => {
    const first = emulator.addFault({ group: 'keys', status: 503 })
    emulator.addFault({ group: 'keys', status: 418 })
    expect(await status()).toBe(503)
    first.remove()
    first.remove()
    expect(await status()).toBe(418)
  })
})

describe('reset', () => {
  test('resets the connection of a client over a socket, and rejects in process as the global fetch does', async () => {
    await using server = await startServer({ port: 0 })
    const url = `${server.emulator.authUrl}/.well-known/jwks.json`
    server.emulator.addFault({ group: 'keys', fault: 'reset', times: 2 })
    for (const send of [fetch, server.emulator.fetch])
      await expect(send(url)).rejects.toMatchObject({ message: 'fetch failed', cause: { code: 'ECONNRESET' } })
    expect(server.emulator.requests().map((request) => request.status)).toEqual([0, 0])
    expect((await fetch(url)).status).toBe(200)
  })
})

describe('a rule with a value out of range', () => {
  test.each([
    [{ path: '*', probability: 0 }, /probability must be a number above 0 and at most 1, not 0/],
    [{ path: '*', probability: 1.1 }, /not 1.1/],
    [{ path: '*', probability: Number.NaN }, /probability/],
    [{ path: '*', probability: 0.5, seed: 0.5 }, /seed must be a whole number, not 0.5/],
  ])('addFault(%j) is a TypeError', (rule, message) => {
    expect(() => emulator.addFault(rule as FaultRule)).toThrow(TypeError)
    expect(() => emulator.addFault(rule as FaultRule)).toThrow(message)
  })

  test.each([
    [{ path: '*', probability: 0 }, 'probability'],
    [{ path: '*', probability: '0.5' }, 'probability'],
    [{ path: '*', seed: 0.5 }, 'seed'],
    [{ path: '*', hold: 'yes' }, 'hold'],
  ])('the control API refuses %j', async (rule, field) => {
    const { status: code, body } = await control('POST', 'faults', rule)
    expect([code, Object.keys(body)]).toEqual([400, [field]])
  })

  test.each([{ count: 0 }, { count: 'all' }])('the control API refuses to release %j', async (body) => {
    const { status: code, body: errors } = await control('POST', 'faults/release', body)
    expect([code, Object.keys(errors)]).toEqual([400, ['count']])
  })
})

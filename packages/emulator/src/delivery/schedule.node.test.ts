import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { backend, testEmulator } from '../../test/fixture.js'
import { ENDPOINT, emulatorWithInbox } from '../../test/inbox.js'
import type { Emulator, SeedSettings, WebhookDelivery } from '../index.js'

const START = Date.UTC(2026, 0, 1)
const HOUR = 3600
const DAY = 24 * HOUR

let now = START
let inbox = emulatorWithInbox({ now: () => now })
const { emulator: first } = inbox
let emulator = first
beforeEach(async () => {
  await inbox[Symbol.asyncDispose]()
  now = START
  inbox = emulatorWithInbox({ now: () => now })
  emulator = inbox.emulator
})
afterEach(() => inbox[Symbol.asyncDispose]())

const createUser = (email = 'ada@x.test') => backend(emulator, 'POST', 'user/', { email })

const newest = (): WebhookDelivery => emulator.webhooks.deliveries()[0] as WebhookDelivery

/** Seconds from the event to each attempt. */
const attemptTimes = ({ id } = newest()): number[] =>
  emulator.webhooks.delivery(id).history.map(({ time }) => (Date.parse(time) - START) / 1000)

/** Moves the clock to the next attempt and makes it. */
async function nextAttempt(): Promise<void> {
  now = Date.parse(newest().nextAttempt ?? '')
  await emulator.webhooks.deliverDue()
}

describe('the schedule', () => {
  test('eight attempts, each counted from the failure before', async () => {
    inbox.answerAlways(500)
    await createUser()
    await emulator.webhooks.deliverDue()
    while (newest().nextAttempt !== null) await nextAttempt()
    const waits = [0, 5, 5 * 60, 30 * 60, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR]
    let total = 0
    expect(attemptTimes()).toEqual(waits.map((seconds) => (total += seconds)))
    expect(newest()).toMatchObject({ status: 'failed', attempts: 8, lastStatus: 500, nextAttempt: null })
    now += 30 * DAY * 1000
    await emulator.webhooks.deliverDue()
    expect(newest().attempts).toBe(8)
  })

  test('nothing is sent before its time', async () => {
    inbox.answer(new Response(null, { status: 500 }))
    await createUser()
    await emulator.webhooks.deliverDue()
    now += 4999
    await emulator.webhooks.deliverDue()
    expect(attemptTimes()).toEqual([0])
    now += 1
    await emulator.webhooks.deliverDue()
    expect(attemptTimes()).toEqual([0, 5])
    expect(newest().status).toBe('succeeded')
  })

  test.each([200, 201, 204, 299])('%i is a success', async (status) => {
    inbox.answerAlways(status)
    await createUser()
    await emulator.webhooks.deliverDue()
    expect(newest()).toMatchObject({ status: 'succeeded', lastStatus: status, lastError: null, nextAttempt: null })
  })

  test.each([300, 301, 302, 304, 307, 400, 404, 410, 429, 500, 503])('%i is a failure', async (status) => {
    inbox.answerAlways(status)
    await createUser()
    await emulator.webhooks.deliverDue()
    const lastError = [301, 302, 307].includes(status) ? 'Redirects are not followed' : null
    const nextAttempt = '2026-01-01T00:00:05.000Z'
    expect(newest()).toMatchObject({ status: 'pending', lastStatus: status, lastError, nextAttempt })
  })

  test('a clock that is moved is noticed without a call', async () => {
    inbox.answer(new Response(null, { status: 500 }))
    await createUser()
    await emulator.webhooks.deliverDue()
    now += 5000
    await vi.waitFor(() => expect(newest().status).toBe('succeeded'), { timeout: 10_000 })
  })

  test('advanceClock and the control API move it', async () => {
    inbox.answerAlways(500)
    await createUser()
    await emulator.webhooks.deliverDue()
    emulator.advanceClock(5)
    await emulator.webhooks.deliverDue()
    const response = await emulator.fetch(`${emulator.authUrl}/_emulator/clock`, {
      method: 'POST',
      body: JSON.stringify({ advance: 300 }),
    })
    expect(await response.json()).toEqual({ now: '2026-01-01T00:05:05.000Z', advanced: 305 })
    await emulator.webhooks.deliverDue()
    expect(attemptTimes()).toEqual([0, 5, 305])
    emulator.reset()
    expect(await (await emulator.fetch(`${emulator.authUrl}/_emulator/clock`)).json()).toMatchObject({ advanced: 0 })
  })

  test.each([-1, 1.5, 'soon', 1e12, undefined])('the control API does not advance the clock by %j', async (advance) => {
    const body = JSON.stringify({ advance })
    const { status } = await emulator.fetch(`${emulator.authUrl}/_emulator/clock`, { method: 'POST', body })
    expect(status).toBe(400)
  })
})

describe('an attempt that follows', () => {
  const sentBy = async (settings: SeedSettings) => {
    emulator.changeSettings(settings)
    inbox.answer(new Response(null, { status: 500 }), new TypeError('fetch failed'))
    await createUser()
    await emulator.webhooks.deliverDue()
    await nextAttempt()
    await nextAttempt()
    const headers = inbox.requests.map((request) => Object.fromEntries(request.headers))
    return {
      ids: new Set(headers.map((each) => each['svix-id'])),
      bodies: new Set(await Promise.all(inbox.requests.map((request) => request.text()))),
      times: headers.map((each) => Number(each['svix-timestamp']) - START / 1000),
      signatures: new Set(headers.map((each) => each['svix-signature'])),
    }
  }

  test('has the same id and body, and a timestamp and signature of its own', async () => {
    const { ids, bodies, times, signatures } = await sentBy({})
    expect([ids.size, bodies.size, signatures.size]).toEqual([1, 1, 3])
    expect(times).toEqual([0, 5, 305])
  })

  test('or those of the first one, by a setting', async () => {
    const { times, signatures } = await sentBy({ webhook_retry_signatures: 'first' })
    expect([times, signatures.size]).toEqual([[0, 0, 0], 1])
  })

  test.each(['new', 'first'] as const)('is signed for receivers whose clock was not advanced (%s)', async (mode) => {
    emulator.changeSettings({ webhook_retry_signatures: mode })
    emulator.advanceClock(HOUR)
    await createUser()
    await emulator.webhooks.deliverDue()
    expect(inbox.requests[0]?.headers.get('svix-timestamp')).toBe(String(START / 1000))
  })
})

test('the duration of an attempt is not that of the clock, which a receiver may advance', async () => {
  await using moved: Emulator = testEmulator({
    webhooks: [{ url: ENDPOINT }],
    webhookFetch: () => {
      moved.advanceClock(DAY)
      return new Response()
    },
  })
  const [sent] = moved.webhooks.send({ type: 'user.login' })
  await moved.webhooks.deliverDue()
  const [{ durationMs = -1 } = {}] = moved.webhooks.delivery(sent?.id ?? '').history
  expect(durationMs).toBeGreaterThanOrEqual(0)
  expect(durationMs).toBeLessThan(DAY * 1000)
})

describe('an end before the last attempt', () => {
  test('the receiver can stop the retries of a message', async () => {
    inbox.answer(new Response(null, { status: 500, headers: { 'webhook-delivery': 'abort-message' } }))
    await createUser()
    await emulator.webhooks.deliverDue()
    expect(newest()).toMatchObject({ status: 'failed', attempts: 1, nextAttempt: null })
  })

  test('a disabled endpoint gets nothing, neither old nor new', async () => {
    const [{ id = '' } = {}] = emulator.webhooks.endpoints()
    inbox.answerAlways(500)
    await createUser()
    await emulator.webhooks.deliverDue()
    expect(emulator.webhooks.changeEndpoint(id, { enabled: false })).toMatchObject({ disabledReason: 'manual' })
    expect(newest()).toMatchObject({ status: 'stopped', nextAttempt: null })
    await createUser('bob@x.test')
    now += DAY * 1000
    await emulator.webhooks.deliverDue()
    expect(inbox.requests).toHaveLength(1)
    expect(() => emulator.webhooks.replay(newest().id)).toThrow('The endpoint is switched off')
    expect(() => emulator.webhooks.send({ type: 'user.login', endpoint: id })).toThrow('The endpoint is switched off')
    emulator.webhooks.changeEndpoint(id, { enabled: true })
    inbox.answerAlways(204)
    await createUser('eve@x.test')
    emulator.webhooks.replay(emulator.webhooks.deliveries().at(-1)?.id ?? '')
    await emulator.webhooks.deliverDue()
    expect(emulator.webhooks.deliveries().map(({ status }) => status)).toEqual(['succeeded', 'succeeded'])
  })

  test('a removed endpoint gets nothing', async () => {
    inbox.answerAlways(500)
    await createUser()
    await emulator.webhooks.deliverDue()
    emulator.webhooks.removeEndpoint(emulator.webhooks.endpoints()[0]?.id ?? '')
    now += DAY * 1000
    await emulator.webhooks.deliverDue()
    expect([inbox.requests.length, emulator.webhooks.deliveries()]).toEqual([1, []])
  })

  /** Sends one event an hour, and makes what is due. */
  async function failFor(hours: number): Promise<void> {
    for (let hour = 0; hour < hours; hour += 1) {
      await createUser(`u${now}@x.test`)
      await emulator.webhooks.deliverDue()
      now += HOUR * 1000
    }
  }

  test('an endpoint that fails for five days is switched off; enabled again, it starts without failures', async () => {
    inbox.answerAlways(500)
    await failFor(5 * 24)
    expect(emulator.webhooks.endpoints()).toMatchObject([{ enabled: true }])
    await failFor(2)
    expect(emulator.webhooks.endpoints()).toMatchObject([{ enabled: false, disabledReason: 'failing' }])
    expect(emulator.webhooks.deliveries({ status: 'pending' })).toEqual([])
    const [{ id = '' } = {}] = emulator.webhooks.endpoints()
    emulator.webhooks.changeEndpoint(id, { enabled: true })
    await failFor(24)
    expect(emulator.webhooks.endpoints()).toMatchObject([{ enabled: true }])
  })

  test('a success starts the five days again', async () => {
    inbox.answerAlways(500)
    await failFor(4 * 24)
    inbox.answerAlways(204)
    await failFor(1)
    inbox.answerAlways(500)
    await failFor(4 * 24)
    expect(emulator.webhooks.endpoints()).toMatchObject([{ enabled: true }])
  })

  test('single failures days apart do not switch it off', async () => {
    for (let week = 0; week < 4; week += 1) {
      inbox.answer(new Response(null, { status: 500, headers: { 'webhook-delivery': 'abort-message' } }))
      await createUser(`u${now}@x.test`)
      await emulator.webhooks.deliverDue()
      now += 7 * DAY * 1000
    }
    expect(emulator.webhooks.endpoints()).toMatchObject([{ enabled: true }])
  })
})

describe('filters', () => {
  test('an endpoint gets the events that it subscribes to', async () => {
    const [{ id = '' } = {}] = emulator.webhooks.endpoints()
    emulator.webhooks.changeEndpoint(id, { events: ['org.*', 'user.deleted'] })
    emulator.webhooks.addEndpoint({ url: `${ENDPOINT}/all` })
    const { body } = await createUser()
    await backend(emulator, 'POST', 'org/', { name: 'New' })
    await backend(emulator, 'DELETE', `user/${body.user_id}`)
    await emulator.webhooks.deliverDue()
    const at = (url: string) =>
      emulator.webhooks
        .deliveries()
        .filter((delivery) => delivery.url === url)
        .map(({ eventType }) => eventType)
    expect(at(ENDPOINT)).toEqual(['user.deleted', 'org.created'])
    expect(at(`${ENDPOINT}/all`)).toEqual(['user.deleted', 'org.created', 'user.created'])
  })

  test.each(['user.create', 'users.*', '', 'user.created ', '*.created'])('%j is no event', (pattern) => {
    expect(() => emulator.webhooks.addEndpoint({ url: ENDPOINT, events: [pattern] })).toThrow('There is no event')
  })
})

describe('a replay', () => {
  test('sends the same id and body again, with the schedule from its start', async () => {
    await createUser()
    await emulator.webhooks.deliverDue()
    expect(newest()).toMatchObject({ status: 'succeeded', attempts: 1 })
    now += DAY * 1000
    inbox.answerAlways(500)
    emulator.webhooks.replay(newest().id)
    await emulator.webhooks.deliverDue()
    await nextAttempt()
    expect(attemptTimes()).toEqual([0, DAY, DAY + 5])
    expect(Date.parse(newest().nextAttempt ?? '') - now).toBe(300_000)
    const ids = inbox.requests.map(({ headers }) => headers.get('svix-id'))
    expect(new Set(ids)).toEqual(new Set([newest().messageId]))
  })

  test('of an unknown delivery is an error', () => {
    expect(() => emulator.webhooks.replay('dlv_none')).toThrow('There is no delivery "dlv_none"')
  })
})

describe('a test event', () => {
  test('has sample fields, or those that are given', async () => {
    emulator.webhooks.send({ type: 'org.saml_setup' })
    emulator.webhooks.send({ type: 'user.brand_new', fields: { user_id: 'u1', deep: { a: [1] } } })
    expect(await inbox.events()).toEqual([
      { event_type: 'org.saml_setup', org_id: expect.any(String) },
      { event_type: 'user.brand_new', user_id: 'u1', deep: { a: [1] } },
    ])
  })

  test('for one endpoint ignores its filter', async () => {
    const { id } = emulator.webhooks.addEndpoint({ url: ENDPOINT, events: ['org.deleted'] })
    emulator.webhooks.removeEndpoint(emulator.webhooks.endpoints()[0]?.id ?? '')
    expect(() => emulator.webhooks.send({ type: 'user.login' })).toThrow('No enabled endpoint subscribes to user.login')
    emulator.webhooks.send({ type: 'user.login', endpoint: id })
    expect(await inbox.events()).toMatchObject([{ event_type: 'user.login' }])
  })

  test.each(['', 'a b', 'x'.repeat(101), 'user.created\n'])('%j is no type', (type) => {
    expect(() => emulator.webhooks.send({ type })).toThrow('Must be 1 to 100 letters')
  })
})

test('the log is bounded, and keeps what still waits', async () => {
  const { id } = emulator.webhooks.addEndpoint({ url: `${ENDPOINT}/failing`, events: ['user.locked'] })
  inbox.answer(new Response(null, { status: 500 }))
  emulator.webhooks.send({ type: 'user.locked', endpoint: id })
  await emulator.webhooks.deliverDue()
  for (let count = 0; count < 2500; count += 1) {
    emulator.webhooks.send({ type: 'user.login' })
    if (count % 500 === 0) await emulator.webhooks.deliverDue()
  }
  await emulator.webhooks.deliverDue()
  for (let count = 0; count < 100; count += 1) emulator.webhooks.send({ type: 'user.login' })
  const kept = emulator.webhooks.deliveries({ limit: 5000 }).length
  expect(kept).toBeGreaterThanOrEqual(2000)
  expect(kept).toBeLessThan(2200)
  expect(emulator.webhooks.deliveries({ type: 'user.locked' })).toMatchObject([{ status: 'pending', attempts: 1 }])
})

describe('fake timers', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('of a test runner drive the schedule', async () => {
    await using faked = emulatorWithInbox()
    faked.answer(new Response(null, { status: 500 }), new Response(null, { status: 500 }))
    await backend(faked.emulator, 'POST', 'user/', { email: 'ada@x.test' })
    await vi.advanceTimersByTimeAsync(0)
    expect(faked.requests).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(5000)
    expect(faked.requests).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(299_000)
    expect(faked.requests).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1000)
    expect(faked.requests).toHaveLength(3)
  })
})

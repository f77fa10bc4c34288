import { folderOfTest } from 'test-kit/temporary-folder'
import { describe, expect, test } from 'vitest'
import { testEmulator } from '../../../test/fixture.js'
import { ENDPOINT } from '../../../test/inbox.js'
import { problemsOf } from '../../../test/problems-of.js'
import { createEmulator, type Emulator, type Seed } from '../../index.js'
import { parseSeed } from '../check/parse-seed.js'

const problemsOfFile = (file: string) => problemsOf(() => parseSeed(file, 's'))

const secret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'
const endpoints = (emulator: Emulator) => emulator.webhooks.endpoints()

describe('endpoints in a seed', () => {
  test('have URL, secret and events', async () => {
    const file = `webhooks:
  - { url: "${ENDPOINT}", secret: ${secret}, events: [user.created, "org.*"] }
  - { key: second, url: "${ENDPOINT}", enabled: false }
`
    await using emulator = testEmulator({ seed: parseSeed(file, 's') })
    expect(endpoints(emulator)).toMatchObject([
      { url: ENDPOINT, secret, events: ['user.created', 'org.*'], enabled: true, source: 'seed' },
      { url: ENDPOINT, events: [], enabled: false, disabledReason: 'manual' },
    ])
  })

  test('have the same id and secret after a restart and a reset', async () => {
    const data = folderOfTest()
    const seed: Seed = { webhooks: [{ url: ENDPOINT }] }
    const first = createEmulator({ data, seed })
    const before = endpoints(first)
    first.reset()
    expect(endpoints(first)).toEqual(before)
    await first.close()
    await using second = createEmulator({ data, seed, fresh: true })
    expect(endpoints(second)).toEqual(before)
    await using other = createEmulator({ seed })
    expect(endpoints(other)[0]?.id).toBe(before[0]?.id)
    expect(endpoints(other)[0]?.secret).not.toBe(before[0]?.secret)
  })

  test('a changed seed changes them, and keeps deliveries and a rotated secret', async () => {
    const data = folderOfTest()
    const first = createEmulator({ data, seed: { webhooks: [{ url: ENDPOINT }] } })
    const { id = '' } = endpoints(first)[0] ?? {}
    const rotated = first.webhooks.rotateSecret(id).secret
    first.webhooks.send({ type: 'user.login', endpoint: id })
    await first.close()
    await using second = createEmulator({ data, seed: { webhooks: [{ url: ENDPOINT, events: ['org.*'] }] } })
    expect(endpoints(second)).toMatchObject([{ id, events: ['org.*'], secret: rotated }])
    expect(second.webhooks.deliveries()).toHaveLength(1)
  })

  test.each([
    ['webhooks: [{ key: x }]', 's:1:12: webhooks[0]: needs "url"'],
    ['webhooks: [{ url: /hooks }]', 's:1:19: webhooks[0].url: must be an http(s) URL of at most 2000 characters'],
    [`webhooks: [{ url: "${ENDPOINT}", secret: whsec_x }]`, 'webhooks[0].secret: must be whsec_ and the base64 of 16'],
    [
      `webhooks: [{ url: "${ENDPOINT}", events: [user.create] }]`,
      'webhooks[0].events[0]: unknown name "user.create"; did you mean user.created?',
    ],
    [
      `webhooks: [{ url: "${ENDPOINT}" }, { url: "${ENDPOINT}" }]`,
      `webhooks[1].url: "${ENDPOINT}" is already taken above`,
    ],
    [`webhooks: [{ url: "${ENDPOINT}", event: [] }]`, 'webhooks[0].event: unknown name "event"; did you mean events?'],
    ['settings: { webhook_strict: 1 }', 'settings.webhook_strict: must be true or false'],
    [
      'settings: { webhook_uncertain_fields: [user.created.email] }',
      'settings.webhook_uncertain_fields[0]: must be user.updated.email or',
    ],
    ['settings: { webhook_headers: both }', 'settings.webhook_headers: must be svix or svix-and-webhook'],
  ])('%s', (file, problem) => {
    expect(problemsOfFile(file)).toEqual([expect.stringContaining(problem)])
  })

  test('cannot be the emulator itself', () => {
    const seed = { webhooks: [{ url: 'http://localhost:4460/_emulator/reset' }] }
    expect(() => testEmulator({ seed })).toThrow('must not be of the emulator itself')
    expect(() => testEmulator({ webhooks: seed.webhooks })).toThrow(TypeError)
  })
})

describe('the option webhooks', () => {
  test('adds endpoints, which stay after a reset and go with the option', async () => {
    const data = folderOfTest()
    const first = createEmulator({ data, webhooks: [{ url: ENDPOINT }, { url: `${ENDPOINT}/2` }] })
    first.reset({ empty: true })
    expect(endpoints(first).map(({ source }) => source)).toEqual(['option', 'option'])
    await first.close()
    await using second = createEmulator({ data, webhooks: [{ url: ENDPOINT }] })
    expect(endpoints(second).map(({ url }) => url)).toEqual([ENDPOINT])
  })

  test('an endpoint that was switched off stays off at a restart', async () => {
    const data = folderOfTest()
    const webhooks = [{ url: ENDPOINT }]
    const first = createEmulator({ data, webhooks })
    const { id = '' } = endpoints(first)[0] ?? {}
    first.webhooks.changeEndpoint(id, { enabled: false })
    await first.close()
    await using second = createEmulator({ data, webhooks })
    expect(endpoints(second)).toMatchObject([{ id, enabled: false, disabledReason: 'manual' }])
  })

  test('the five days of a failing endpoint go on over restarts', async () => {
    const data = folderOfTest()
    let now = Date.UTC(2026, 0)
    const fail = () => new Response(null, { status: 500 })
    const options = { data, webhooks: [{ url: ENDPOINT, enabled: true }], now: () => now, webhookFetch: fail }
    for (let day = 0; day <= 6; day += 1, now += 86_400_000) {
      await using emulator = createEmulator(options)
      for (const { id } of endpoints(emulator)) emulator.webhooks.send({ type: 'user.login', endpoint: id })
      await emulator.webhooks.deliverDue()
      if (day === 6) expect(endpoints(emulator)).toMatchObject([{ enabled: false, disabledReason: 'failing' }])
      else expect(endpoints(emulator)).toMatchObject([{ enabled: true }])
    }
  })

  test('enabled: true in the option switches it on, as a changed seed does', async () => {
    const data = folderOfTest()
    const seed = { webhooks: [{ key: 'seeded', url: ENDPOINT, enabled: false }] }
    await createEmulator({ data, seed, webhooks: [{ url: ENDPOINT, enabled: false }] }).close()
    const changed = { webhooks: [{ key: 'seeded', url: ENDPOINT }] }
    await using second = createEmulator({ data, seed: changed, webhooks: [{ url: ENDPOINT, enabled: true }] })
    expect(endpoints(second).map(({ enabled }) => enabled)).toEqual([true, true])
  })

  test('an endpoint of the seed is still there without the option', async () => {
    const data = folderOfTest()
    const seed = { webhooks: [{ url: ENDPOINT, secret }] }
    const first = createEmulator({ data, seed, webhooks: [{ url: ENDPOINT }] })
    expect(endpoints(first)).toMatchObject([{ secret, source: 'option' }])
    await first.close()
    await using second = createEmulator({ data, seed })
    expect(endpoints(second)).toMatchObject([{ url: ENDPOINT, secret, source: 'seed' }])
  })

  test.each([[{}], [{ url: 'x' }], [{ url: ENDPOINT, secret: 'x' }], [{ url: ENDPOINT, events: ['x'] }]])(
    '%j is a TypeError',
    (webhook) => {
      expect(() => testEmulator({ webhooks: [webhook as { url: string }] })).toThrow(TypeError)
    },
  )

  test.each([
    [{ url: ENDPOINT }, { url: ENDPOINT, events: ['user.*'] }, ENDPOINT],
    [{ key: 'app', url: ENDPOINT }, { key: 'app', url: `${ENDPOINT}/2` }, 'app'],
  ])('%j and %j are the same endpoint, which is a TypeError', (first, second, key) => {
    const message = `webhooks[1].url: "${key}" is already taken above`
    expect(() => testEmulator({ webhooks: [first, second] })).toThrow(new TypeError(message))
  })

  test('endpoints with the same URL have keys', async () => {
    await using emulator = testEmulator({ webhooks: [{ url: ENDPOINT }, { key: 'second', url: ENDPOINT }] })
    expect(endpoints(emulator)).toHaveLength(2)
  })
})

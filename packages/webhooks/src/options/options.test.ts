import { describe, expect, test } from 'vitest'
import { deliver, now, oldSecret, secret } from '../../test/message.ts'
import { createWebhooks } from '../index.js'
import type { WebhooksOptions } from './options.js'

const bytes = (count: number) => btoa('k'.repeat(count))
const create = (options: object) => createWebhooks(options as WebhooksOptions)

describe('a secret', () => {
  test.each([
    ['of the dashboard', secret],
    ['without its prefix', oldSecret],
    ['of 16 bytes', `whsec_${bytes(16)}`],
    ['of 17 bytes, with one character of padding', `whsec_${bytes(17)}`],
    ['of 64 bytes', `whsec_${bytes(64)}`],
  ])('%s is accepted', (_, good) => {
    expect(() => createWebhooks({ secret: good })).not.toThrow()
    expect(() => createWebhooks({ secret: [secret, good] })).not.toThrow()
  })

  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['empty', ''],
    ['white space', ' '],
    ['only a prefix', 'whsec_'],
    ['of 15 bytes', `whsec_${bytes(15)}`],
    ['of one byte', 'whsec_aw=='],
    ['with a prefix of other case', secret.replace('whsec', 'WHSEC')],
    ['with its prefix twice', `whsec_${secret}`],
    ['with a line break behind it', `${secret}\n`],
    ['with a space before it', ` ${secret}`],
    ['with a space in it', secret.replace('Q', ' ')],
    ['in quotes', `"${secret}"`],
    ['without its padding', `whsec_${bytes(16).replaceAll('=', '')}`],
    ['with unused bits that are not zero', `whsec_${bytes(16).replace('w==', 'x==')}`],
    ['in the alphabet of base64url', `whsec_${btoa('\xff'.repeat(24)).replaceAll('/', '_')}`],
    ['that is a public key', `whpk_${bytes(32)}`],
    ['that is a secret key for Ed25519', `whsk_${bytes(64)}`],
    ['a number', 1_234_567_890],
    ['bytes', new Uint8Array(24)],
    ['an object', { secret }],
    ['an empty list', []],
    ['a list with an empty text', [secret, '']],
    ['a list with undefined', [secret, undefined]],
  ])('that is %s is a TypeError', (_, wrong) => {
    expect(() => create({ secret: wrong })).toThrow(TypeError)
    expect(() => create({ secret: wrong })).toThrow(
      'createWebhooks: secret must be whsec_ and base64 of at least 16 bytes',
    )
  })

  test('is never quoted by an error', () => {
    const wrong = `${secret}!`
    const error = (() => {
      try {
        return createWebhooks({ secret: wrong })
      } catch (thrown) {
        return thrown
      }
    })()
    expect(error).toBeInstanceOf(TypeError)
    expect(`${error} ${(error as Error).stack} ${(error as Error).cause}`).not.toContain(wrong.slice(6, 20))
  })

  test('may be one of several, and a list that changes later changes nothing', async () => {
    const secrets = [secret, oldSecret]
    const webhooks = createWebhooks({ secret: secrets, now: () => now * 1_000 })
    secrets.length = 0
    for (const one of [secret, oldSecret])
      await expect(webhooks.verifyRequest(await deliver({}, one))).resolves.toMatchObject({ eventType: 'user.created' })
  })
})

describe('an option', () => {
  test.each<[string, unknown, string]>([
    ['toleranceSeconds', '300', '0 to 86400, found string'],
    ['toleranceSeconds', -1, '0 to 86400, found number'],
    ['toleranceSeconds', 86_401, '0 to 86400'],
    ['toleranceSeconds', Number.NaN, '0 to 86400'],
    ['toleranceSeconds', Number.POSITIVE_INFINITY, '0 to 86400'],
    ['toleranceSeconds', null, '0 to 86400'],
    ['maxBodyBytes', '1000', '0 to 100000000, found string'],
    ['maxBodyBytes', Number.POSITIVE_INFINITY, '0 to 100000000'],
    ['maxBodyBytes', Number.NaN, '0 to 100000000'],
    ['seen', new Map(), 'a SeenStore, found object'],
    ['seen', null, 'a SeenStore, found object'],
    ['seen', 'memory', 'a SeenStore, found string'],
    ['seen', { has: () => false }, 'a SeenStore, found object'],
    ['seen', { has: true, add: () => {} }, 'a SeenStore, found object'],
    ['seen', { has: () => false, add: true }, 'a SeenStore, found object'],
    ['now', 1_763_000_000, 'a function, found number'],
    ['onError', console, 'a function, found object'],
    ['tolerance', 300, 'one of secret,toleranceSeconds,maxBodyBytes,seen,now,onError, found number'],
    ['secrets', [secret], 'one of secret,'],
  ])('%s: %j is a TypeError', (name, value, expected) => {
    const make = () => create({ secret, [name]: value })
    expect(make).toThrow(TypeError)
    expect(make).toThrow(`createWebhooks: ${name} must be ${expected}`)
  })

  test.each(['__proto__', 'constructor', 'toString'])('called %s is a TypeError', (name) => {
    expect(() => create(Object.defineProperty({ secret }, name, { value: 1, enumerable: true }))).toThrow(TypeError)
  })

  test('that is undefined has its default', async () => {
    const absent = { toleranceSeconds: undefined, maxBodyBytes: undefined, seen: undefined, onError: undefined }
    const webhooks = createWebhooks({ secret, ...absent, now: () => now * 1_000 })
    await expect(webhooks.verifyRequest(await deliver())).resolves.toBeDefined()
    await expect(webhooks.verifyRequest(await deliver({ timestamp: now - 301 }))).rejects.toThrow()
  })

  test('may be missing, but not the options', () => {
    for (const options of [undefined, null]) expect(() => create(options as never)).toThrow(TypeError)
  })

  test('that is inherited would be lost, so it is a TypeError', () => {
    const strict = { secret, toleranceSeconds: 10 }
    class Options {
      readonly secret = secret
      get toleranceSeconds() {
        return 10
      }
    }
    for (const options of [Object.create(strict), new Options(), [secret], () => strict, secret])
      expect(() => create(options)).toThrow('createWebhooks: options must be a plain object')
    expect(() => create(Object.assign(Object.create(null), strict))).not.toThrow()
  })
})

test('toleranceSeconds applies before and ahead', async () => {
  const webhooks = createWebhooks({ secret, toleranceSeconds: 10, now: () => now * 1_000 })
  const verify = async (timestamp: number) => webhooks.verifyRequest(await deliver({ timestamp }))
  for (const timestamp of [now - 10, now, now + 10])
    await expect(verify(timestamp)).resolves.toMatchObject({ timestamp })
  await expect(verify(now - 11)).rejects.toMatchObject({ code: 'too_old' })
  await expect(verify(now + 11)).rejects.toMatchObject({ code: 'too_new' })
})

test('a tolerance of a day is less than the time for which ids are kept', async () => {
  const kept: number[] = []
  const seen = { has: () => false, add: (_: string, { ttlSeconds }: { ttlSeconds: number }) => kept.push(ttlSeconds) }
  const webhooks = createWebhooks({ secret, toleranceSeconds: 86_400, seen, now: () => now * 1_000 })
  await webhooks.handler({ '*': () => {} })(await deliver())
  expect(kept).toEqual([259_200])
})

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, undefined, 'now'])(
  'a clock that says %s refuses every message',
  async (time) => {
    const webhooks = createWebhooks({ secret, toleranceSeconds: 86_400, now: () => time as number })
    await expect(webhooks.verifyRequest(await deliver())).rejects.toMatchObject({ status: 400 })
  },
)

test('a fraction of a second does not count', async () => {
  const webhooks = createWebhooks({ secret, now: () => now * 1_000 + 999 })
  await expect(webhooks.verifyRequest(await deliver({ timestamp: now - 300 }))).resolves.toBeDefined()
  await expect(webhooks.verifyRequest(await deliver({ timestamp: now - 301 }))).rejects.toMatchObject({
    code: 'too_old',
  })
})

test('the default clock is that of the runtime', async () => {
  const webhooks = createWebhooks({ secret })
  const seconds = Math.floor(Date.now() / 1_000)
  await expect(webhooks.verifyRequest(await deliver({ timestamp: seconds }))).resolves.toBeDefined()
  await expect(webhooks.verifyRequest(await deliver({ timestamp: seconds - 900 }))).rejects.toMatchObject({
    code: 'too_old',
  })
})

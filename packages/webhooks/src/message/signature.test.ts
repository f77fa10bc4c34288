import { afterEach, expect, test, vi } from 'vitest'
import { deliver, headersOf, now, oldSecret, secret, sign, toMessage, toRequest } from '../../test/message.ts'
import { createWebhooks } from '../index.js'

afterEach(() => vi.restoreAllMocks())

const zeros = `v1,${'A'.repeat(43)}=`

test('a body is hashed once per secret, however many signatures there are', async () => {
  const message = toMessage({ body: `{"a":"${'x'.repeat(100_000)}"}` })
  const headers = headersOf(message, `${`${zeros} `.repeat(15)}${await sign(message, oldSecret)}`)
  let hashed = 0
  const count = (data: BufferSource) => {
    hashed += data.byteLength
  }
  const { subtle } = crypto
  const [signed, verified] = [subtle.sign.bind(subtle), subtle.verify.bind(subtle)]
  vi.spyOn(subtle, 'sign').mockImplementation((algorithm, key, data) => {
    count(data)
    return signed(algorithm, key, data)
  })
  vi.spyOn(subtle, 'verify').mockImplementation((algorithm, key, signature, data) => {
    count(data)
    return verified(algorithm, key, signature, data)
  })
  const webhooks = createWebhooks({ secret: [secret, oldSecret], now: () => now * 1_000 })
  await webhooks.verifyRequest(toRequest(headers, message.body))
  expect(hashed).toBeGreaterThan(200_000)
  expect(hashed).toBeLessThan(202_000)
})

test('signatures are compared by Web Crypto', async () => {
  const compare = vi.spyOn(crypto.subtle, 'verify')
  const webhooks = createWebhooks({ secret, now: () => now * 1_000 })
  await webhooks.verifyRequest(await deliver())
  expect(compare).toHaveBeenCalledOnce()
})

test('one instance verifies many messages at once', async () => {
  const webhooks = createWebhooks({ secret: [oldSecret, secret], now: () => now * 1_000 })
  const requests = await Promise.all(Array.from({ length: 50 }, (_, at) => deliver({ body: { at } })))
  const events = await Promise.all(requests.map((request) => webhooks.verifyRequest(request)))
  expect(events.map(({ at }) => at)).toEqual(Array.from({ length: 50 }, (_, at) => at))
})

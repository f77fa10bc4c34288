import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { compareWithWitness } from '../test/differential/compare.ts'
import { judge, signByWitness } from '../test/differential/witness.ts'
import { deliver, endpoint, headersOf, now, secret, sign, toMessage } from '../test/message.ts'
import { vectors } from '../test/vectors.ts'
import { createWebhooks, type WebhookError } from './index.js'

// The witness has no option for its clock.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: now * 1_000 }))
afterEach(() => void vi.useRealTimers())

const webhooks = createWebhooks({ secret })

async function codeOf(request: Request): Promise<string> {
  return webhooks.verifyRequest(request).then(
    () => 'accepted',
    (error: WebhookError) => error.code,
  )
}

describe('mutated messages', () => {
  test.each([1, 2, 3])(
    'get the verdict of standardwebhooks, or a refusal by a stricter rule (seed %i)',
    async (seed) => {
      const { unexplained, accepted, refused, notJson, stricter } = await compareWithWitness(
        createWebhooks,
        2_500,
        seed,
      )
      expect(unexplained).toEqual([])
      expect(accepted).toBeGreaterThan(100)
      expect(refused).toBeGreaterThan(500)
      expect(notJson).toBeGreaterThan(10)
      // Each rule was the reason at least once, so none is there without need.
      for (const [rule, times] of Object.entries(stricter)) expect([rule, times > 0]).toEqual([rule, true])
    },
  )
})

test('the witness signs as the service does, and as the tests do', async () => {
  for (const { secret: published, id, timestamp, body, signature } of vectors) {
    expect(signByWitness(published, id, Number(timestamp), body)).toBe(signature)
    expect(await sign(toMessage({ id, timestamp, body }), published)).toBe(signature)
  }
})

describe('what standardwebhooks does and this package does not', () => {
  async function arrived(change: { id?: string; timestamp?: string; signature?: string; body?: string }) {
    const { signature, body = '{"a":1}', ...parts } = change
    const message = toMessage({ ...parts, body })
    const seconds = Number.parseInt(message.timestamp, 10)
    const good = signByWitness(secret, message.id, seconds, body)
    const one = {
      id: message.id,
      timestamp: message.timestamp,
      signature: signature?.replace('{good}', good) ?? good,
      body,
    }
    const request = new Request(endpoint, { method: 'POST', headers: headersOf(message, one.signature), body })
    return [judge(secret, one), await codeOf(request)]
  }

  test('it reads a timestamp up to the first letter', async () => {
    expect(await arrived({ timestamp: `${now}abc` })).toEqual(['accepted', 'bad_timestamp'])
  })

  test('it takes an id with a dot, after which the signed content has two meanings', async () => {
    expect(await arrived({ id: 'msg.1' })).toEqual(['accepted', 'bad_id'])
  })

  test('it looks at any number of signatures', async () => {
    const signature = `${'v1,AAAA '.repeat(1_000)}{good}`
    expect(await arrived({ signature })).toEqual(['accepted', 'no_match'])
  })

  test('it ignores what follows a signature behind a comma', async () => {
    expect(await arrived({ signature: '{good},anything' })).toEqual(['accepted', 'no_match'])
  })

  test('it throws the error of the parser, which quotes the body, for a body that is not JSON', async () => {
    expect(await arrived({ body: 'secret text' })).toEqual(['not JSON', 'body_not_json'])
  })

  test('it accepts an empty body', async () => {
    expect(await arrived({ body: '' })).toEqual(['accepted', 'body_not_json'])
  })

  test('it takes a secret of one byte', async () => {
    const short = `whsec_${btoa('k')}`
    const message = toMessage({ body: '{"a":1}' })
    const signature = signByWitness(short, message.id, now, '{"a":1}')
    expect(judge(short, { id: message.id, timestamp: message.timestamp, signature, body: '{"a":1}' })).toBe('accepted')
    expect(() => createWebhooks({ secret: short })).toThrow(TypeError)
  })
})

test('a message that was signed by the witness is accepted', async () => {
  const { id, timestamp } = toMessage()
  const body = '{"event_type":"user.deleted","user_id":"ada"}'
  const headers = headersOf({ id, timestamp, body: new Uint8Array() }, signByWitness(secret, id, now, body))
  expect(await codeOf(new Request(endpoint, { method: 'POST', headers, body }))).toBe('accepted')
  expect(await codeOf(await deliver())).toBe('accepted')
})

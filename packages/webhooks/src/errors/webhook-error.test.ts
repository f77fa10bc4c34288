import { describe, expect, test } from 'vitest'
import { deliver, headersOf, now, secret, sign, toMessage, toRequest } from '../../test/message.ts'
import { createWebhooks, WebhookError } from '../index.js'

const link = 'https://auth.example.com/login?token=live-link'
const webhooks = createWebhooks({ secret, maxBodyBytes: 1_000, now: () => now * 1_000 })

async function refusalOf(request: Request): Promise<WebhookError> {
  const error = await webhooks.verifyRequest(request).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(WebhookError)
  return error
}

/** A refusal for each code. The body of each message has a live link. */
async function refusals(): Promise<WebhookError[]> {
  const body = { event_type: 'email.confirmation_email', email: 'ada@example.com', action_url: link }
  const message = toMessage({ body })
  const good = headersOf(message, await sign(message))
  const changes = [{ 'svix-id': '' }, { 'svix-id': 'a.b' }, { 'svix-timestamp': link }, { 'svix-signature': 'v1,AAAA' }]
  const requests = [
    ...changes.map((change) => toRequest({ ...good, ...change }, message.body)),
    await deliver({ body, timestamp: now - 400 }),
    await deliver({ body, timestamp: now + 400 }),
    await deliver({ body: { ...body, more: 'x'.repeat(1_000) } }),
    await deliver({ body: `${JSON.stringify(body)}}` }),
    await deliver({ body: [link] }),
  ]
  return Promise.all(requests.map(refusalOf))
}

describe('a refusal', () => {
  test('has a code and its status', async () => {
    expect((await refusals()).map(({ code, status }) => [code, status])).toEqual([
      ['missing_header', 400],
      ['bad_id', 400],
      ['bad_timestamp', 400],
      ['no_match', 400],
      ['too_old', 400],
      ['too_new', 400],
      ['body_too_large', 413],
      ['body_not_json', 400],
      ['body_not_json', 400],
    ])
  })

  test('says what is wrong', async () => {
    expect((await refusals()).map(({ message }) => message)).toEqual([
      'svix-id is missing',
      'svix-id is malformed',
      'svix-timestamp is malformed',
      'No signature fits',
      'Signed at 1762999600, now it is 1763000000',
      'Signed at 1763000400, now it is 1763000000',
      'The body is longer than 1000 bytes',
      'The body is no JSON object',
      'The body is no JSON object',
    ])
  })

  test('has nothing of the body and no secret, in any property and in its answer', async () => {
    for (const error of await refusals()) {
      const properties = Object.getOwnPropertyNames(error).map((name) => String(Reflect.get(error, name)))
      const all = [...properties, String(error.cause), await error.toResponse().text()].join('\n')
      expect(all).not.toContain('live-link')
      expect(all).not.toContain('ada@example.com')
      expect(all).not.toContain(secret.slice(6))
    }
  })

  test('is answered in JSON with status and code alone', async () => {
    const response = new WebhookError('too_old', 'Signed long ago').toResponse()
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toMatch(/^application\/json/)
    expect(await response.json()).toEqual({ status: 400, code: 'too_old' })
    expect(new WebhookError('body_too_large', '').toResponse().status).toBe(413)
  })

  test('is an Error with its own name', () => {
    const error = new WebhookError('no_match', 'No signature fits')
    expect(error).toBeInstanceOf(Error)
    expect([error.name, String(error)]).toEqual(['WebhookError', 'WebhookError: No signature fits'])
  })
})

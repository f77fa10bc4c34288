import { describe, expect, test } from 'vitest'
import { clientAnswering, json, rejection } from '../test/answering.js'
import { orgId, samples, userId } from '../test/samples.js'
import { createApiKeyValidator } from './api-key-validator.js'

const validator = (response: () => Response | Promise<Response>) => {
  const { client, asked } = clientAnswering(response)
  return { apiKeys: createApiKeyValidator(client), asked }
}

describe('who a key stands for', () => {
  test('a user and an organization, with what the user may do there', async () => {
    const { apiKeys, asked } = validator(() => json(samples.validateApiKey.result))
    expect(await apiKeys.validate('token')).toMatchObject({
      user: { userId, email: 'user@example.com' },
      org: { orgId, orgName: 'Acme' },
      userInOrg: { userAssignedRole: 'Owner' },
      metadata: { favorite_color: 'blue' },
    })
    expect(asked[0]?.json).toEqual({ api_key_token: 'token' })
  })

  test('what the service does not name is absent', async () => {
    const nobody = { user: null, org: null, user_in_org: null, metadata: null, user_id: null, org_id: null }
    expect(await validator(() => json(nobody)).apiKeys.validate('token')).toEqual({})
  })
})

test('a key that is unknown, expired or archived is null', async () => {
  const refused = () => json({ api_key_token: ['Not found'] }, { status: 400 })
  expect(await validator(refused).apiKeys.validate('token')).toBeNull()
})

test('a key at its own limit is `rate_limited`, with the time to wait', async () => {
  const limited = () =>
    json({ wait_seconds: 12, user_facing_error: 'Slow down', error_code: 'rate_limited' }, { status: 429 })
  expect(await rejection(validator(limited).apiKeys.validate('token'))).toMatchObject({
    code: 'rate_limited',
    retryAfterSeconds: 12,
  })
})

test('a limit on this backend is not the fault of the key', async () => {
  const limited = () => new Response('Too many requests', { status: 429, headers: { 'Retry-After': '9' } })
  expect(await rejection(validator(limited).apiKeys.validate('token'))).toMatchObject({
    name: 'ManagementError',
    code: 'unavailable',
    status: 429,
    retryAfterSeconds: 9,
  })
})

test('any other answer is its error, and never a refusal of the key', async () => {
  for (const [status, body, code] of [
    [400, '<html>proxy</html>', 'invalid_fields'],
    [400, '{"other":["x"]}', 'invalid_fields'],
    [401, '', 'invalid_api_key'],
    [403, '', 'forbidden'],
    [404, '', 'not_found'],
    [503, '', 'unavailable'],
  ] as const)
    expect(await rejection(validator(() => new Response(body, { status })).apiKeys.validate('token'))).toMatchObject({
      code,
    })
  const lost = () => Promise.reject(new TypeError('fetch failed'))
  expect(await rejection(validator(lost).apiKeys.validate('token'))).toMatchObject({ code: 'network' })
})

test('an aborted request rejects with the reason of its signal', async () => {
  const { apiKeys } = validator(() => new Promise(() => {}))
  const controller = new AbortController()
  const work = rejection(apiKeys.validate('token', { signal: controller.signal }))
  controller.abort(new Error('gone'))
  expect(await work).toMatchObject({ message: 'gone' })
})

import { describe, expect, test } from 'vitest'
import { clientAnswering, json, rejection } from '../test/answering.js'
import { orgId, samples, userId } from '../test/samples.js'
import { type ApiKeyValidator, createApiKeyValidator } from './api-key-validator.js'

const validator = (response: () => Response | Promise<Response>) => {
  const { client, asked } = clientAnswering(response)
  return { apiKeys: createApiKeyValidator(client), asked }
}

describe('the principal of a key', () => {
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

  test('null values of the service are absent', async () => {
    const generic = { user: null, org: null, user_in_org: null, metadata: null, user_id: null, org_id: null }
    expect(await validator(() => json(generic)).apiKeys.validate('token')).toEqual({})
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

test('a limit on this backend and one of the key differ in code and status, whatever the body', async () => {
  for (const body of ['', 'Too many requests', '<html>429</html>', '{"message":"Too many"}', '[]', 'null', '{}']) {
    const limited = () => new Response(body, { status: 429 })
    const error = await rejection(validator(limited).apiKeys.validate('token'))
    expect(error, body).toMatchObject({
      code: 'unavailable',
      status: 429,
      message: 'validateApiKey: unavailable (429): the rate limit of this backend',
      cause: { code: 'rate_limited' },
    })
    expect(error, body).toMatchObject({ retryAfterSeconds: undefined })
  }
})

describe('the form of keys', () => {
  const isWhole = ({ keyPattern: { source, flags } }: ApiKeyValidator, key: string) =>
    new RegExp(`^(?:${source})$`, flags).test(key)

  test('is 96 hexadecimal digits', () => {
    const { apiKeys } = validator(() => json({}))
    for (const key of ['a1'.repeat(48), 'A1'.repeat(48)]) expect(isWhole(apiKeys, key)).toBe(true)
    for (const key of ['', 'a1'.repeat(47), 'a1'.repeat(49), 'g1'.repeat(48), 'sk_live_1', `${'a1'.repeat(48)}\n`])
      expect(isWhole(apiKeys, key)).toBe(false)
  })

  test('is also that of imported keys, which are validated as such', async () => {
    const { client, asked } = clientAnswering(json({ user: null, org: null }))
    for (const importedKeyPattern of [/sk_\w{8}/, /SK_\w{8}|pk_\d{8}/i, /^sk_\w{8}$/g, /sk_\w{8}/y]) {
      asked.length = 0
      const apiKeys = createApiKeyValidator(client, { importedKeyPattern })
      const issued = 'a1'.repeat(48)
      const keys = ['sk_12345678', 'sk_abcdefgh', issued]
      for (const key of keys) expect(isWhole(apiKeys, key)).toBe(true)
      for (const key of ['sk_1234567', 'xsk_12345678', 'sk_12345678\nx', 'a1'])
        expect(isWhole(apiKeys, key)).toBe(false)
      for (const key of keys) expect(await apiKeys.validate(key)).toEqual({})
      const [imported, ofService] = ['validate_imported', 'validate'].map((last) => `/end_user_api_keys/${last}`)
      const paths = asked.map(({ url }) => url.pathname.replace('/api/backend/v1', ''))
      expect(paths).toEqual([imported, imported, ofService])
    }
  })

  test('of imported keys must be a regular expression', () => {
    const { client } = clientAnswering(json({}))
    for (const wrong of ['sk_.*', {}, 7, true])
      expect(() => createApiKeyValidator(client, { importedKeyPattern: wrong as never })).toThrow(
        /^importedKeyPattern must be a regular expression/,
      )
  })
})

test('any other response is an error, and never a refusal of the key', async () => {
  for (const [status, body, code] of [
    [400, '<html>proxy</html>', 'invalid_fields'],
    [400, '{"other":["x"]}', 'invalid_fields'],
    [401, '', 'invalid_api_key'],
    [403, '', 'forbidden'],
    [404, '{"error_code":"not_found"}', 'not_found'],
    [404, '', 'unexpected_response'],
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

import { describe, expect, test } from 'vitest'
import { clientAnswering, json, rejection } from '../test/answering.js'
import { userId } from '../test/samples.js'
import { createStepUpValidator } from './step-up-validator.js'

const request = { actionType: 'DELETE_ORG', userId, grant: 'grant' }

const validator = (response: () => Response | Promise<Response>) => {
  const { client, asked } = clientAnswering(response)
  return { stepUp: createStepUpValidator(client), asked }
}
const verify = (response: () => Response | Promise<Response>) => validator(response).stepUp.verifyStepUpGrant(request)

test('the service is asked once, with action, user and grant', async () => {
  const { stepUp, asked } = validator(() => json({ success: true }))
  expect(await stepUp.verifyStepUpGrant(request)).toEqual({ success: true })
  expect(asked.map(({ url, json }) => [url.pathname, json])).toEqual([
    ['/api/backend/v1/mfa/step-up/verify-grant', { action_type: 'DELETE_ORG', user_id: userId, grant: 'grant' }],
  ])
})

describe('a grant is refused', () => {
  test.each([
    ['that the service says is not good', 200, { success: false }],
    [
      'that is unknown, spent or expired',
      400,
      { error_code: 'invalid_request_fields', field_errors: { grant: 'grant_not_found' } },
    ],
    ['that is malformed', 400, { error_code: 'invalid_request_fields', field_errors: { grant: 'invalid' } }],
    ['whose user does not exist', 404, { error_code: 'user_not_found' }],
    ['whose user has no second factor any more', 400, { error_code: 'mfa_not_enabled' }],
  ])('%s', async (_title, status, body) => {
    expect(await verify(() => json(body, { status }))).toEqual({ success: false })
  })
})

test('any other response is an error, and never a refusal of the grant', async () => {
  for (const [status, body, code] of [
    [400, '<html>proxy</html>', 'invalid_fields'],
    [400, '{"error_code":"invalid_request_fields","field_errors":{"action_type":"invalid"}}', 'invalid_fields'],
    [400, '{"error_code":"feature_gated"}', 'feature_gated'],
    [401, '', 'invalid_api_key'],
    [404, '{"error_code":"not_found"}', 'not_found'],
    [404, '', 'unexpected_response'],
    [503, '', 'unavailable'],
  ] as const)
    expect(await rejection(verify(() => new Response(body, { status })))).toMatchObject({ code })
  expect(await rejection(verify(() => Promise.reject(new TypeError('fetch failed'))))).toMatchObject({
    code: 'network',
  })
})

test('a rate limit is an error with the time to wait', async () => {
  const limited = () => new Response('Too many requests', { status: 429, headers: { 'Retry-After': '9' } })
  expect(await rejection(verify(limited))).toMatchObject({ code: 'rate_limited', retryAfterSeconds: 9 })
})

test('a verification that may have spent the grant is not repeated', async () => {
  const { stepUp, asked } = validator(() => new Response('', { status: 503 }))
  await rejection(stepUp.verifyStepUpGrant(request))
  expect(asked).toHaveLength(1)
})

test('an aborted request rejects with the reason of its signal', async () => {
  const controller = new AbortController()
  const { stepUp } = validator(() => new Promise(() => {}))
  const work = rejection(stepUp.verifyStepUpGrant(request, { signal: controller.signal }))
  controller.abort(new Error('gone'))
  expect(await work).toMatchObject({ message: 'gone' })
})

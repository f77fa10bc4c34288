// Every function, every kind of response: its declared value or a ManagementError with the right code, nothing else.
import { describe, expect, test } from 'vitest'
import { clientAnswering, json, rejection } from '../../test/answering.js'
import { invoke, operations, samples } from '../../test/samples.js'
import type { Operation } from '../contract.js'
import { endpoints } from '../endpoints/catalogue.js'
import { isManagementError, type ManagementError } from '../errors/management-error.js'

/** The fewest arguments of each function. */
const argumentsOf = (name: Operation) => samples[name].calls[0] ?? []

/** Functions that answer `true` to any 2xx. */
const isAction = (name: Operation) => samples[name].result === undefined

const once = { maxRetries: 0 }

/** The value an operation declares for a status, or the code of the error. */
function declared(
  name: Operation,
  status: number,
  code: string,
): { readonly value: unknown } | { readonly code: string } {
  const on: { readonly [status: number]: unknown } = endpoints[name].on ?? {}
  if (!(status in on)) return { code }
  const meaning = on[status]
  return typeof meaning === 'string' ? { code: meaning } : { value: meaning }
}

async function settle(name: Operation, response: () => Response | Promise<Response>) {
  const { client } = clientAnswering(response, once)
  let promise: Promise<unknown>
  try {
    promise = invoke(client, name, argumentsOf(name))
  } catch (error) {
    return { thrown: error }
  }
  try {
    return { value: await promise }
  } catch (error) {
    return isManagementError(error) ? { code: error.code, error } : { thrown: error }
  }
}

describe('a status means the same for every function, unless it declares otherwise', () => {
  const field = JSON.stringify({ some_field: ['is wrong', 'really'], other: ['too'] })
  const html = '<!doctype html><title>Bad</title>'
  const cases: readonly (readonly [title: string, status: number, body: string | null, code: string])[] = [
    ['400 with a field map', 400, field, 'invalid_fields'],
    ['400 in plain text', 400, 'no', 'invalid_fields'],
    ['400 in HTML', 400, html, 'invalid_fields'],
    ['400 without a body', 400, '', 'invalid_fields'],
    ['400 with a JSON string', 400, '"no"', 'invalid_fields'],
    ['400 with null', 400, 'null', 'invalid_fields'],
    ['400 with a list', 400, '[1]', 'invalid_fields'],
    ['401', 401, 'no', 'invalid_api_key'],
    ['403', 403, '{}', 'forbidden'],
    ['404 with an error code', 404, '{"error_code":"org_not_found"}', 'not_found'],
    ['404 with a sentence', 404, '{"user_facing_error":"No such user"}', 'not_found'],
    ['404 with an empty object', 404, ' {} ', 'not_found'],
    ['409', 409, '', 'conflict'],
    ['426', 426, '', 'feature_gated'],
    ['429 in plain text', 429, 'slow down', 'rate_limited'],
    ['418', 418, '', 'unexpected_response'],
    ['500', 500, html, 'unavailable'],
    ['501', 501, '', 'unavailable'],
    ['503', 503, '', 'unavailable'],
    ['a redirect', 302, null, 'unexpected_response'],
    ['304', 304, null, 'unexpected_response'],
  ]
  test('429 with `Retry-After`, and in the form of an end-user key', async () => {
    const own = { wait_seconds: 12, user_facing_error: 'Slow down', error_code: 'api_key_rate_limited' }
    for (const name of operations) {
      const limited = await settle(name, () => new Response('no', { status: 429, headers: { 'Retry-After': '9' } }))
      expect(limited, name).toMatchObject({ code: 'rate_limited', error: { retryAfterSeconds: 9 } })
      const { error } = await settle(name, () => json(own, { status: 429 }))
      expect(error, name).toMatchObject({ code: 'rate_limited', retryAfterSeconds: 12, userFacingError: 'Slow down' })
    }
  })

  test('400 in the coded form', async () => {
    const coded = { error_code: 'some_word', user_facing_error: 'No', field_errors: { some_field: 'is wrong' } }
    for (const name of operations) {
      const settled = await settle(name, () => json(coded, { status: 400 }))
      expect(settled, name).toMatchObject(declared(name, 400, 'invalid_fields'))
      const { error } = settled as { error?: ManagementError }
      if (error)
        expect(error, name).toMatchObject({ errorCode: 'some_word', fieldErrors: { some_field: ['is wrong'] } })
    }
  })

  for (const [title, status, body, code] of cases)
    test(title, async () => {
      for (const name of operations) {
        const headers = status === 302 ? { Location: 'https://elsewhere.example/' } : {}
        const settled = await settle(name, () => new Response(body, { status, headers }))
        expect(settled, name).toMatchObject(declared(name, status, code))
        const { error } = settled as { error?: ManagementError }
        if (error) expect(error, name).toMatchObject({ name: 'ManagementError', operation: name, status })
      }
    })
})

describe('a 404 of something else than PropelAuth is unexpected, and never a value', () => {
  const bodies: { readonly [title: string]: string } = {
    'without a body': '',
    'of white space': ' \n',
    'in plain text': 'Not Found',
    'in HTML': '<!doctype html><title>404</title>',
    'of nginx': '<html>\r\n<head><title>404 Not Found</title></head>',
    'of Express': 'Cannot GET /api/backend/v1/org',
    'of Fastify': '{"message":"Route GET:/ not found","error":"Not Found","statusCode":404}',
    'of FastAPI': '{"detail":"Not Found"}',
    'of a gateway': '{"message":"no Route matched with those values"}',
    'of Rails': '{"status":404,"error":"Not Found","errors":["not found"]}',
    'of RFC 9457': '{"type":"about:blank","title":"Not Found","status":404}',
    'with another error_code': '{"error_code":404}',
    'with an object as its sentence': '{"user_facing_error":{"text":"x"}}',
    'with a list': '[]',
    'with a list of errors': '[{"error_code":"user_not_found"}]',
    'with null': 'null',
    'with a JSON string': '"not found"',
    'with a number': '404',
    'with JSON cut short': '{"error_code":"user_not_fo',
  }
  for (const [title, body] of Object.entries(bodies))
    test(title, async () => {
      for (const name of operations) {
        const { error } = (await settle(name, () => new Response(body, { status: 404 }))) as {
          readonly error?: ManagementError
        }
        expect(error, name).toMatchObject({
          code: 'unexpected_response',
          status: 404,
          message: `${name}: unexpected_response (404): check baseUrl`,
          body,
        })
      }
    })
})

describe('a 2xx is a value only if it has the declared form', () => {
  test('what the service gives, with 200', async () => {
    for (const name of operations) {
      const settled = await settle(name, () => json(samples[name].result ?? {}))
      if (isAction(name)) expect(settled, name).toEqual({ value: true })
      else expect(settled, name).toEqual({ value: expect.any(Object) })
    }
  })

  for (const [title, status, body] of [
    ['204', 204, null],
    ['an empty body', 200, ''],
    ['HTML', 200, '<!doctype html>'],
    ['JSON cut short', 200, '{"user_id":"'],
    ['null', 200, 'null'],
    ['a number', 200, '7'],
    ['text', 200, '"text"'],
  ] as const)
    test(title, async () => {
      for (const name of operations)
        expect(await settle(name, () => new Response(body, { status })), name).toMatchObject(
          isAction(name) ? { value: true } : { code: 'unexpected_response' },
        )
    })

  test('a list where an object is declared, and the other way round', async () => {
    for (const name of operations.filter((candidate) => !isAction(candidate))) {
      const wrong = Array.isArray(samples[name].result) ? {} : []
      expect(await settle(name, () => json(wrong)), name).toMatchObject({ code: 'unexpected_response' })
    }
  })

  test('values of the wrong type never cause an error of another class', async () => {
    // `String` throws for it.
    const odd = { toString: 1, valueOf: 2, toJSON: 3, constructor: 4, length: -1 }
    const lists = [null, 7, 'text', [], odd, { user_id: odd, email: odd, username: odd }]
    const objects = [{ users: 7, user: 'text', org: [], api_keys: null }, odd, { user: odd, org: odd, mfa_setup: odd }]
    for (const name of operations.filter((candidate) => !isAction(candidate)))
      for (const strange of Array.isArray(samples[name].result) ? [lists] : objects)
        expect(await settle(name, () => json(strange)), name).not.toHaveProperty('thrown')
    const refusals = [odd, { email: odd, x: [odd] }, { error_code: odd, user_facing_error: odd, wait_seconds: odd }]
    for (const name of operations)
      for (const refusal of refusals)
        for (const status of [400, 429])
          expect(await settle(name, () => json(refusal, { status })), name).not.toHaveProperty('thrown')
  })

  test('5 MB of JSON', async () => {
    // As bytes: a text of this size would be encoded for each function.
    const padding = new Uint8Array(5 << 20).fill(0x20)
    for (const name of operations) {
      const last = new TextEncoder().encode(JSON.stringify(samples[name].result ?? {}))
      const start = (controller: ReadableStreamDefaultController) => {
        for (const chunk of [padding, last]) controller.enqueue(chunk)
        controller.close()
      }
      const settled = await settle(name, () => new Response(new ReadableStream({ start })))
      expect(settled, name).toHaveProperty('value')
    }
  })
})

test('a body without end is cancelled', async () => {
  let cancelled = 0
  const chunk = new Uint8Array(1 << 20).fill(32)
  const endless = () =>
    new Response(
      new ReadableStream({
        pull: (controller) => controller.enqueue(chunk),
        cancel: () => {
          cancelled++
        },
      }),
    )
  expect(await settle('fetchUsersByQuery', endless)).toMatchObject({ code: 'unexpected_response' })
  expect(await settle('deleteUser', endless)).toMatchObject({ value: true })
  expect(cancelled).toBe(2)
})

test('a broken connection is `network`, before and within the response', async () => {
  for (const name of operations) {
    expect(await settle(name, () => Promise.reject(new TypeError('fetch failed'))), name).toMatchObject({
      code: 'network',
    })
    const broken = () =>
      new Response(
        new ReadableStream({
          start(controller) {
            controller.enqueue(new TextEncoder().encode('{"'))
            controller.error(new Error('reset'))
          },
        }),
      )
    expect(await settle(name, broken), name).toMatchObject({ code: 'network' })
  }
})

test('a `fetch` that throws instead of rejecting is `network` too', async () => {
  const throwing = () => {
    throw new Error('no')
  }
  for (const name of operations) expect(await settle(name, throwing), name).toMatchObject({ code: 'network' })
})

test('a hang is `timeout`, also if `fetch` ignores its signal', async () => {
  const { client } = clientAnswering(() => new Promise<Response>(() => {}), { timeoutMs: 20 })
  const settled = await Promise.all(operations.map((name) => rejection(invoke(client, name, argumentsOf(name)))))
  for (const [index, error] of settled.entries())
    expect(error).toMatchObject({ name: 'ManagementError', code: 'timeout', operation: operations[index] })
})

test('a body that hangs is `timeout`', async () => {
  const { client } = clientAnswering(() => new Response(new ReadableStream({ start() {} })), { timeoutMs: 20 })
  expect(await rejection(client.fetchOrgByQuery())).toMatchObject({ code: 'timeout' })
})

describe('what errors carry', () => {
  const failing = (body: unknown, init: ResponseInit) =>
    rejection(
      clientAnswering(
        typeof body === 'string' ? new Response(body, init) : json(body, init),
        once,
      ).client.fetchOrgByQuery(),
    )

  test('the messages of a field map, by wire name', async () => {
    expect(await failing({ first_name: ['too long'], email: 'taken' }, { status: 400 })).toMatchObject({
      fieldErrors: { first_name: ['too long'], email: ['taken'] },
    })
  })

  test('the fields of the coded form, with the code and the sentence of the service', async () => {
    const coded = {
      error_code: 'invalid_request_fields',
      user_facing_error: 'Look again',
      field_errors: { code: 'invalid' },
      user_facing_errors: { code: 'That is no code' },
    }
    expect(await failing(coded, { status: 400 })).toMatchObject({
      code: 'invalid_fields',
      fieldErrors: { code: ['invalid'] },
      errorCode: 'invalid_request_fields',
      userFacingError: 'Look again',
    })
  })

  test('the message says what the service said', async () => {
    const messageOf = async (body: unknown, status: number) => ((await failing(body, { status })) as Error).message
    const sentence = { error_code: 'x', user_facing_error: 'Already confirmed' }
    expect(await messageOf(sentence, 400)).toBe('fetchOrgByQuery: invalid_fields (400): Already confirmed')
    expect(await messageOf({ name: ['too long'] }, 400)).toBe(
      'fetchOrgByQuery: invalid_fields (400): {"name":["too long"]}',
    )
    expect(await messageOf('slow down', 429)).toBe('fetchOrgByQuery: rate_limited (429): slow down')
    expect(await messageOf('', 503)).toBe('fetchOrgByQuery: unavailable (503)')
    expect(await messageOf('x'.repeat(5_000), 500)).toHaveLength('fetchOrgByQuery: unavailable (500): '.length + 300)
  })

  test('the message of a 2xx in another form has no data of users', async () => {
    const error = await rejection(clientAnswering(json([{ email: 'ada@example.com' }])).client.fetchOrgByQuery())
    expect((error as Error).message).toBe('fetchOrgByQuery: unexpected_response (200): check baseUrl')
  })

  test('a sentence alone names no field', async () => {
    const error = await failing({ user_facing_error: 'Already confirmed' }, { status: 400 })
    expect(error).toMatchObject({ code: 'invalid_fields', fieldErrors: {}, userFacingError: 'Already confirmed' })
  })

  test('the waiting time, from the header or from the body', async () => {
    const after = async (value: string) =>
      ((await failing('', { status: 429, headers: { 'Retry-After': value } })) as ManagementError).retryAfterSeconds
    expect(await after('7')).toBe(7)
    expect(await after('0')).toBe(0)
    expect(await after('soon')).toBeUndefined()
    const own = { wait_seconds: 12, user_facing_error: 'Slow down', error_code: 'api_key_rate_limited' }
    expect(await failing(own, { status: 429 })).toMatchObject({
      code: 'rate_limited',
      retryAfterSeconds: 12,
      userFacingError: 'Slow down',
      errorCode: 'api_key_rate_limited',
    })
    const waiting = async (wait_seconds: unknown) =>
      ((await failing({ wait_seconds, error_code: 'x' }, { status: 429 })) as ManagementError).retryAfterSeconds
    expect(await Promise.all([0, 0.5, 7, 1e9].map(waiting))).toEqual([0, 1, 7, 86_400])
    expect(await Promise.all([-1, null, 'soon', {}, '1.2.3'].map(waiting))).toEqual(Array(5).fill(undefined))
    expect(await failing('', { status: 429 })).not.toHaveProperty('retryAfterSeconds')
  })

  test('the id of the request and the beginning of the body, which is not enumerable', async () => {
    const error = (await failing('x'.repeat(5_000), {
      status: 500,
      headers: { 'X-Request-Id': 'r-1' },
    })) as ManagementError
    expect(error.requestId).toBe('r-1')
    expect(error.body).toHaveLength(1_000)
    expect(Object.keys(error)).not.toContain('body')
  })
})

describe('step-up MFA has error codes that count more than the status', () => {
  const names = ['verifyStepUpTotpChallenge', 'verifyStepUpGrant', 'sendSmsMfaCode', 'verifySmsChallenge'] as const
  for (const [word, code] of [
    ['unauthorized', 'invalid_api_key'],
    ['user_not_found', 'not_found'],
    ['mfa_not_enabled', 'mfa_not_enabled'],
    ['incorrect_mfa_code', 'incorrect_mfa_code'],
    ['invalid_request_fields', 'invalid_fields'],
    ['feature_gated', 'feature_gated'],
  ] as const)
    test(word, async () => {
      for (const name of names)
        for (const status of [400, 403, 404])
          expect(await settle(name, () => json({ error_code: word }, { status })), name).toMatchObject({ code })
    })

  test('a grant that is unknown, spent or expired is `success: false`, for the function that checks grants', async () => {
    const spent = { error_code: 'invalid_request_fields', field_errors: { grant: 'grant_not_found' } }
    expect(await settle('verifyStepUpGrant', () => json(spent, { status: 400 }))).toEqual({ value: { success: false } })
    expect(await settle('sendSmsMfaCode', () => json(spent, { status: 400 }))).toMatchObject({ code: 'invalid_fields' })
  })

  test('a response without `success` is passed on as it is', async () => {
    expect(await settle('verifyStepUpGrant', () => json({}))).toEqual({ value: {} })
    expect(await settle('verifyStepUpGrant', () => json({ success: false }))).toEqual({ value: { success: false } })
  })
})

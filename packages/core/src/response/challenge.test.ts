import { describe, expect, test } from 'vitest'
import { toResponse } from './challenge.js'
import { AUTH_ERRORS, type AuthErrorCode } from './errors.js'
import { refuse } from './refusal.js'

const codes = Object.keys(AUTH_ERRORS) as AuthErrorCode[]
const challengeOf = (...of: Parameters<typeof toResponse>) => toResponse(...of).headers.get('www-authenticate')

describe('the response to a refusal', () => {
  for (const code of codes)
    test(`${code}: exact status, headers and body`, async () => {
      const { status, title, challenge } = AUTH_ERRORS[code]
      const response = toResponse(refuse(code, 'the reason'), {})
      const expected: Record<string, string> = {
        'cache-control': 'no-store',
        'content-type': 'application/problem+json',
      }
      if (status === 429 || status === 503) expected['retry-after'] = '1'
      if (challenge === 'bare') expected['www-authenticate'] = 'Bearer realm="propelauth"'
      else if (challenge !== 'none') expected['www-authenticate'] = `Bearer realm="propelauth", error="${challenge}"`
      expect(response.status).toBe(status)
      expect(Object.fromEntries(response.headers)).toEqual(expected)
      expect(await response.json()).toEqual({ type: `urn:propelauth-edge:${code}`, title, status, code })
    })

  test('contains the exact reason only on request', async () => {
    const refusal = refuse('token_expired', 'exp is 61 seconds ago')
    const detailOf = async (...of: Parameters<typeof toResponse>) => (await toResponse(...of).json()).detail
    expect(await detailOf(refusal, {})).toBeUndefined()
    expect(await detailOf(refusal, {}, false)).toBeUndefined()
    expect(await detailOf(refusal, {}, true)).toBe('exp is 61 seconds ago')
    expect(await detailOf(refusal, { showDetail: true })).toBe('exp is 61 seconds ago')
    expect(await detailOf(refusal, { showDetail: true }, false)).toBeUndefined()
    expect(await detailOf(refuse('token_expired'), {}, true)).toBeUndefined()
  })

  test('never has the exact reason in a header', () => {
    for (const code of codes) {
      const headers = [...toResponse(refuse(code, 'the reason'), {}, true).headers].flat()
      expect(headers.join()).not.toContain('the reason')
    }
  })

  test('has the known Retry-After', () => {
    expect(
      toResponse(refuse('rate_limited', undefined, { retryAfterSeconds: 30 }), {}).headers.get('retry-after'),
    ).toBe('30')
    expect(
      toResponse(refuse('jwks_unavailable', undefined, { retryAfterSeconds: 0 }), {}).headers.get('retry-after'),
    ).toBe('0')
    expect(
      toResponse(refuse('token_expired', undefined, { retryAfterSeconds: 30 }), {}).headers.has('retry-after'),
    ).toBe(false)
  })
})

describe('the challenge', () => {
  test('names the realm and the metadata of the resource', () => {
    const settings = { realm: 'acme', resourceMetadata: 'https://api.example.com/.well-known/oauth-protected-resource' }
    const metadata = 'resource_metadata="https://api.example.com/.well-known/oauth-protected-resource"'
    expect(challengeOf(refuse('missing_token'), settings)).toBe(`Bearer realm="acme", ${metadata}`)
    expect(challengeOf(refuse('token_expired'), settings)).toBe(
      `Bearer realm="acme", error="invalid_token", ${metadata}`,
    )
    expect(challengeOf(refuse('cross_site_request'), settings)).toBeNull()
  })

  test('escapes quotes and backslashes', () => {
    const settings = { realm: 'a" error="none\\', resourceMetadata: 'https://api.example.com/"\\' }
    expect(challengeOf(refuse('missing_token'), settings)).toBe(
      'Bearer realm="a\\" error=\\"none\\\\", resource_metadata="https://api.example.com/\\"\\\\"',
    )
  })
})

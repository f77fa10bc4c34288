import { describe, expect, test, vi } from 'vitest'
import { AuthError, errorResponse, isAuthError } from './auth-error.js'
import { AUTH_ERRORS, type AuthErrorCode } from './errors.js'

describe('an AuthError', () => {
  test('has code, status and a fixed message', () => {
    for (const code of Object.keys(AUTH_ERRORS) as AuthErrorCode[]) {
      const error = new AuthError(code)
      expect(error).toBeInstanceOf(Error)
      expect(error).toMatchObject({
        name: 'AuthError',
        code,
        status: AUTH_ERRORS[code].status,
        message: AUTH_ERRORS[code].title,
      })
    }
  })

  test('exposes only code and status when it is copied or printed', () => {
    const secret = 'eyJhbGciOi.secret.token'
    const error = new AuthError('jwks_unavailable', {
      detail: secret,
      cause: new Error(secret),
      retryAfterSeconds: 9,
      realm: secret,
    })
    expect(JSON.parse(JSON.stringify(error))).toEqual({ code: 'jwks_unavailable', status: 503 })
    expect({ ...error }).toEqual({ code: 'jwks_unavailable', status: 503 })
    expect(Object.keys(error)).toEqual(['code', 'status'])
    expect(String(error)).toBe(`AuthError: ${AUTH_ERRORS.jwks_unavailable.title}`)
    expect(error.stack).not.toContain(secret)
  })

  test('has the exact reason for logs', () => {
    const cause = new Error('inner')
    const error = new AuthError('rate_limited', { detail: 'why', retryAfterSeconds: 9, cause })
    expect(error.detail).toBe('why')
    expect(error.retryAfterSeconds).toBe(9)
    expect(error.cause).toBe(cause)
    expect('cause' in new AuthError('rate_limited')).toBe(false)
  })

  test('makes a new response each time', async () => {
    const error = new AuthError('insufficient_role', { detail: 'why', realm: 'acme' })
    const [first, second] = [error.toResponse(), error.toResponse({ detail: true })]
    expect(first.headers.get('www-authenticate')).toBe('Bearer realm="acme", error="insufficient_scope"')
    expect(await first.json()).not.toHaveProperty('detail')
    expect(await second.json()).toHaveProperty('detail', 'why')
    expect(
      (await new AuthError('not_org_member', { detail: 'why', showDetail: true }).toResponse().json()).detail,
    ).toBe('why')
  })
})

describe('isAuthError', () => {
  test('is true for an AuthError only', () => {
    expect(isAuthError(new AuthError('missing_token'))).toBe(true)
    const others = [
      undefined,
      null,
      'missing_token',
      401,
      {},
      new Error('x'),
      { code: 'missing_token', status: 401 },
      () => {},
      Symbol(),
    ]
    for (const value of [
      ...others,
      Object.assign(new Error('x'), { name: 'AuthError', code: 'missing_token', status: 401 }),
    ])
      expect(isAuthError(value)).toBe(false)
  })

  test('is true for an AuthError of another bundled copy', async () => {
    vi.resetModules()
    const copy = await import('./auth-error.js')
    const foreign = new copy.AuthError('token_expired')
    expect(foreign).not.toBeInstanceOf(AuthError)
    expect(isAuthError(foreign)).toBe(true)
    expect(copy.isAuthError(new AuthError('missing_token'))).toBe(true)
    expect(errorResponse(foreign).status).toBe(401)
  })
})

describe('errorResponse', () => {
  test('gives the response of an AuthError', async () => {
    const error = new AuthError('token_expired', { detail: 'why' })
    expect(errorResponse(error).status).toBe(401)
    expect(await errorResponse(error).json()).not.toHaveProperty('detail')
    expect(await errorResponse(error, { detail: true }).json()).toHaveProperty('detail', 'why')
  })

  test('rethrows everything else unchanged', () => {
    for (const value of [new Error('x'), new TypeError('x'), undefined, null, 'x', 401, { code: 'missing_token' }]) {
      let thrown: unknown = 'nothing'
      try {
        errorResponse(value)
      } catch (error) {
        thrown = error
      }
      expect(thrown).toBe(value)
    }
  })
})

import { describe, expect, test, vi } from 'vitest'
import { issuer } from '../../test/issuer.js'
import { createPropelAuth } from '../propelauth.js'
import type { IsRevoked, RevocableToken } from './revocation.js'

const headers = await issuer.headers({ user: { userId: 'ada' }, orgs: [{ orgId: 'acme' }, { orgId: 'globex' }] })
const request = new Request('https://api.example.com', { headers })
const setUp = (isRevoked: IsRevoked) => createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks, isRevoked })

async function ask(isRevoked: IsRevoked) {
  const result = await setUp(isRevoked).authenticateRequest(request)
  return result.ok ? 'accepted' : result.code
}

describe('an emergency stop', () => {
  test('refuses with 401, whether it answers at once or later', async () => {
    expect(await ask(() => true)).toBe('token_revoked')
    expect(await ask(async () => true)).toBe('token_revoked')
    expect(await ask(() => false)).toBe('accepted')
    expect(await ask(async () => false)).toBe('accepted')
  })

  test('that fails is named in the detail of the 503, whose title is about keys', async () => {
    const result = await setUp(() => Promise.reject(new Error('down'))).authenticateRequest(request)
    expect(result).toMatchObject({ code: 'jwks_unavailable', error: { detail: expect.stringContaining('isRevoked') } })
  })

  test('is asked with user, times and orgs', async () => {
    const seen: RevocableToken[] = []
    const propelAuth = setUp((token) => seen.push(token) > 1_000)
    const result = await propelAuth.authenticateRequest(request)
    const { issuedAt, expiresAt } =
      result.ok && result.principal.kind === 'user' ? result.principal : { issuedAt: 0, expiresAt: 0 }
    expect(expiresAt - issuedAt).toBe(1_800)
    expect(seen).toEqual([{ userId: 'ada', issuedAt, expiresAt, orgIds: ['acme', 'globex'] }])
  })

  test('is asked on every request, so that a cached token stops as well', async () => {
    const isRevoked = vi.fn(() => false)
    const propelAuth = setUp(isRevoked)
    await propelAuth.validateRequest(request)
    isRevoked.mockReturnValue(true)
    const result = await propelAuth.authenticateRequest(request)
    expect(result.ok ? 'accepted' : result.response().status).toBe(401)
    expect(isRevoked).toHaveBeenCalledTimes(2)
  })

  test('is not asked about a token that is refused anyway', async () => {
    const isRevoked = vi.fn(() => false)
    const expired = await issuer.headers({ expiresInSeconds: -60 })
    await setUp(isRevoked).authenticateRequest(new Request('https://api.example.com', { headers: expired }))
    expect(isRevoked).not.toHaveBeenCalled()
  })

  test('that fails refuses with 503 and keeps the cause', async () => {
    const cause = new Error('store is down')
    for (const isRevoked of [
      () => {
        throw cause
      },
      () => Promise.reject(cause),
    ]) {
      const result = await setUp(isRevoked).authenticateRequest(request)
      expect(result.ok ? 'accepted' : [result.error.status, result.error.cause]).toEqual([503, cause])
    }
  })

  test('that gives neither true nor false is a TypeError, and admits no request', async () => {
    for (const wrong of [undefined, null, 0, 'false', {}])
      await expect(ask((() => wrong) as never)).rejects.toThrow(/isRevoked\(\) must be true or false/)
  })
})

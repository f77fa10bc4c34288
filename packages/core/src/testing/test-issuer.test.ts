import { calculateJwkThumbprint, exportSPKI, importJWK, importSPKI, type JWK, jwtVerify } from 'jose'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { verdict } from '../../test/verdict.js'
import { createPropelAuth } from '../propelauth.js'
import { createTestIssuer } from './test-issuer.js'

afterEach(() => vi.unstubAllGlobals())

describe('a test issuer', () => {
  test('makes tokens that another library verifies, with both forms of its key', async () => {
    const issuer = await createTestIssuer()
    const [jwk] = issuer.jwks.keys as JWK[]
    const token = await issuer.token({ user: { userId: 'u1' } })
    for (const key of [await importJWK(jwk as JWK, 'RS256'), await importSPKI(issuer.verifierKey, 'RS256')]) {
      const { payload, protectedHeader } = await jwtVerify(token, key, { issuer: issuer.authUrl })
      expect(payload).toMatchObject({ sub: 'u1', user_id: 'u1', exp: Number(payload.iat) + 1_800 })
      expect(protectedHeader).toEqual({ alg: 'RS256', typ: 'JWT', kid: issuer.kid })
    }
  })

  test('names its key by the thumbprint, and writes it as PEM like another library', async () => {
    const { jwks, kid, verifierKey } = await createTestIssuer()
    expect(await calculateJwkThumbprint(jwks.keys[0] as JWK)).toBe(kid)
    expect(await exportSPKI(await importSPKI(verifierKey, 'RS256', { extractable: true }))).toBe(verifierKey)
  })

  test('has the kid and the auth URL that it is given', async () => {
    const issuer = await createTestIssuer({ kid: 'k1', authUrl: 'https://auth.acme.example/x' })
    expect(issuer.jwks.keys[0]?.kid).toBe('k1')
    expect(issuer.authUrl).toBe('https://auth.acme.example/x')
    expect((await issuer.fetch('https://auth.acme.example/.well-known/jwks.json', {})).status).toBe(200)
    expect((await issuer.fetch('https://auth.acme.example/', {})).status).toBe(404)
  })

  test('looks up the clock when it is used, so that a fake clock counts that is put in later', async () => {
    const issuer = await createTestIssuer()
    const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks })
    const token = await issuer.token()
    const realNow = Date.now()
    vi.stubGlobal(
      'Date',
      class extends Date {
        static override now = () => realNow + 31 * 60_000
      },
    )
    expect(await verdict(propelAuth.validateToken(token))).toBe('token_expired')
    expect(await verdict(propelAuth.validateToken(await issuer.token()))).toBe('accepted')
    vi.unstubAllGlobals()
    expect(await verdict(propelAuth.validateToken(token))).toBe('accepted')
  })

  test('has a clock of its own where it is given one', async () => {
    const now = () => 1_000_000_000_000
    const issuer = await createTestIssuer({ now })
    const [, payload = ''] = (await issuer.token({ expiresInSeconds: 5 })).split('.')
    expect(JSON.parse(atob(payload))).toMatchObject({ iat: 1_000_000_000, exp: 1_000_000_005 })
  })

  test('signs headers that no issuer sends', async () => {
    const issuer = await createTestIssuer()
    const [header = ''] = (await issuer.sign({ crit: ['x'], x: 1, alg: 'none' }, '{}')).split('.')
    expect(JSON.parse(atob(header))).toEqual({ alg: 'none', crit: ['x'], x: 1 })
  })
})

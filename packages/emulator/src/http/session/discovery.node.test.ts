import { importSPKI, jwtVerify } from 'jose'
import { afterAll, describe, expect, test } from 'vitest'
import { backend, read, testEmulator } from '../../../test/fixture.js'

const emulator = testEmulator()
afterAll(() => emulator.close())
const get = async (path: string) => read(await emulator.fetch(`${emulator.authUrl}${path}`))

test('the key set has one public RS256 key with an emulator kid', async () => {
  const { body } = await get('/.well-known/jwks.json')
  const key = {
    kty: 'RSA',
    alg: 'RS256',
    use: 'sig',
    e: 'AQAB',
    kid: expect.stringMatching(/^emu_[0-9a-f]{32}$/),
    n: expect.any(String),
  }
  expect(body).toEqual({ keys: [key] })
})

test('the discovery document names the endpoints of this origin', async () => {
  const { body } = await get('/.well-known/openid-configuration')
  expect(body).toMatchObject({ issuer: emulator.issuer, jwks_uri: `${emulator.authUrl}/.well-known/jwks.json` })
  expect(body.id_token_signing_alg_values_supported).toEqual(['RS256'])
})

test('a configured issuer changes tokens and discovery, not the addresses', async () => {
  await using other = testEmulator({ issuer: 'https://auth.example.com' })
  const { body } = await read(await other.fetch(`${other.authUrl}/.well-known/openid-configuration`))
  expect(body).toMatchObject({
    issuer: 'https://auth.example.com',
    jwks_uri: 'http://localhost:4460/.well-known/jwks.json',
  })
  const { accessToken } = await other.mintToken({ user: 'owner' })
  const { payload } = await jwtVerify(accessToken, await importSPKI(other.verifierKey, 'RS256'))
  expect(payload.iss).toBe('https://auth.example.com')
})

describe('the verifier key', () => {
  const metadata = async (path: string, authorization?: string) => {
    const headers: Record<string, string> = authorization === undefined ? {} : { Authorization: authorization }
    return read(await emulator.fetch(`${emulator.authUrl}${path}`, { headers }))
  }
  const paths = ['/api/v1/token_verification_metadata', '/api/backend/v1/token_verification_metadata']

  test.each(paths)('%s returns it under both names', async (path) => {
    const { status, body } = await metadata(path, `Bearer ${emulator.apiKey}`)
    expect(status).toBe(200)
    expect(body).toEqual({ verifier_key_pem: emulator.verifierKey, public_key_pem: emulator.verifierKey })
    expect(body.verifier_key_pem).toMatch(/^-----BEGIN PUBLIC KEY-----\n/)
  })

  test.each(paths)('%s needs the API key', async (path) => {
    const near = emulator.apiKey.slice(0, -1)
    for (const given of [
      undefined,
      '',
      'Bearer ',
      'Bearer x',
      `Bearer ${near}`,
      `Bearer ${emulator.apiKey}x`,
      emulator.apiKey,
      `Basic ${emulator.apiKey}`,
    ]) {
      const { status, body } = await metadata(path, given)
      expect([status, body.error_code], given).toEqual([401, 'unauthorized'])
    }
  })
})

describe('what is not emulated', () => {
  const marker = 'X-PropelAuth-Emulator-Unsupported'

  test.each([
    ['GET', '/org/audit_log'],
    ['GET', '/myspace/login'],
    ['GET', '/oauth/2.1/token'],
    ['POST', '/oauth/2.1/revoke'],
    ['GET', '/oauth/2.1/device'],
    ['GET', '/propelauth/oauth/revoke'],
    ['GET', '/api/fe/v3/org/audit_log'],
    ['GET', '/api/v1/unknown'],
    ['GET', '/favicon.ico'],
    ['PUT', '/login'],
    ['GET', '/logout'],
    ['GET', '/_emulator/unknown'],
  ])('%s %s is 501 with the marker, as JSON or as a page for a browser', async (method, path) => {
    const plain = await read(await emulator.fetch(`${emulator.authUrl}${path}`, { method }))
    expect([plain.status, plain.body.error_code]).toEqual([501, 'not_emulated'])
    expect(decodeURIComponent(plain.headers.get(marker) ?? '')).toBe(`${method} ${path}`)
    const headers = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
    const page = await read(await emulator.fetch(`${emulator.authUrl}${path}`, { method, headers }))
    expect([page.status, page.headers.has(marker)]).toEqual([501, true])
    expect(page.body).toContain(`does not implement ${method} ${path}`)
  })

  test.each(['/api/fe/v3/org/audit_log', '/api/fe/v3/org/settings', '/api/fe/v4/anything'])(
    'an allowed app can read the 501 of %s, a foreign page cannot',
    async (path) => {
      const ask = (origin: string, method: string) => {
        const preflight = { 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'x-csrf-token' }
        const headers = { Origin: origin, ...(method === 'OPTIONS' ? preflight : {}) }
        return emulator.fetch(`${emulator.authUrl}${path}`, { method, headers })
      }
      const allowed = await ask('http://localhost:3000', 'OPTIONS')
      expect([allowed.status, allowed.headers.get('Access-Control-Allow-Origin')]).toEqual([
        204,
        'http://localhost:3000',
      ])
      for (const method of ['GET', 'POST', 'DELETE']) {
        const answer = await ask('http://localhost:3000', method)
        expect([answer.status, answer.headers.get('Access-Control-Expose-Headers')]).toEqual([501, marker])
        expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('http://localhost:3000')
        expect((await ask('https://evil.example', method)).headers.get('Access-Control-Allow-Origin')).toBeNull()
      }
      expect((await ask('https://evil.example', 'POST')).status).toBe(403)
    },
  )
})

test('an unknown path of the backend API is 501, for a caller with the API key', async () => {
  const unknown = await backend(emulator, 'GET', 'no/such/route')
  expect(unknown.status).toBe(501)
  expect(unknown.body.error_code).toBe('not_emulated')
  expect((await emulator.fetch(`${emulator.authUrl}/api/backend/v1/no/such/route`)).status).toBe(401)
})

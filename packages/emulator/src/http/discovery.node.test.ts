import { importSPKI, jwtVerify } from 'jose'
import { afterAll, describe, expect, test } from 'vitest'
import { backend, read, testEmulator } from '../testing/fixture.js'

const emulator = testEmulator()
afterAll(() => emulator.close())
const get = async (path: string) => read(await emulator.fetch(`${emulator.authUrl}${path}`))

test('the key set holds one RS256 key, marked as an emulator key, and nothing private', async () => {
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

test('an issuer of its own is what tokens and discovery say, while addresses stay', async () => {
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

  test.each(paths)('%s gives it under both names', async (path) => {
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

test('what is not emulated says so, and cannot be mistaken for a missing resource', async () => {
  const known = await backend(emulator, 'GET', `saml_sp_metadata/${crypto.randomUUID()}`)
  expect([known.status, known.headers.get('X-PropelAuth-Emulator-Unsupported')]).toEqual([501, 'fetchSamlSpMetadata'])
  const unknown = await backend(emulator, 'GET', 'no/such/route')
  expect(unknown.status).toBe(501)
  expect(unknown.body.error_code).toBe('not_emulated')
  expect((await get('/api/fe/v3/login_state')).status).toBe(501)
  expect((await get('/propelauth/oauth/authorize')).status).toBe(501)
  expect((await emulator.fetch(`${emulator.authUrl}/api/backend/v1/no/such/route`)).status).toBe(401)
})

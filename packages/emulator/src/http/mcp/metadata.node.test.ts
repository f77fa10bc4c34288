import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { browser, read, testEmulator } from '../../../test/fixture.js'

const emulator = testEmulator()
afterAll(() => emulator.close())
beforeEach(() => emulator.reset())

const METADATA = '/.well-known/oauth-authorization-server/oauth/2.1'
const APPENDED = '/oauth/2.1/.well-known/oauth-authorization-server'
const base = `${emulator.authUrl}/oauth/2.1`
const get = (path: string, headers = {}) => browser(emulator).get(path, headers)

test('the document is at the address with the well-known part before the path, and names the issuer with the path', async () => {
  const { status, headers, body } = await get(METADATA)
  expect([status, headers.get('Content-Type')]).toEqual([200, 'application/json'])
  expect(body).toEqual({
    issuer: base,
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    introspection_endpoint: `${base}/introspect`,
    registration_endpoint: `${base}/register`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    scopes_supported: ['read:user_data', 'plans:read', 'plans:write'],
  })
})

test.each([
  '/.well-known/oauth-authorization-server',
  '/.well-known/openid-configuration/oauth/2.1',
  '/oauth/2.1/.well-known/openid-configuration',
  APPENDED,
])('%s is 404, so that clients look further, and says where the document is', async (path) => {
  const { status, body } = await get(path)
  expect([status, body.error]).toEqual([404, 'not_found'])
  expect(body.error_description).toContain(`${emulator.authUrl}${METADATA}`)
  expect((await get(path, { Accept: 'text/html' })).body).toContain('<h1>Not found</h1>')
})

test('addresses come from the auth URL, never from the request', async () => {
  await using named = testEmulator({ authUrl: 'https://auth.example.test', allowedHosts: ['alias.test'] })
  for (const host of ['auth.example.test', 'alias.test', 'localhost:99', 'propelauth-api.com']) {
    const headers = { 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'http', Forwarded: 'host=evil.example' }
    const { body } = await read(await named.fetch(`https://${host}${METADATA}`, { headers }))
    expect([body.issuer, body.token_endpoint]).toEqual([
      'https://auth.example.test/oauth/2.1',
      'https://auth.example.test/oauth/2.1/token',
    ])
  }
})

describe('settings', () => {
  const documentWith = async (settings: Parameters<typeof emulator.changeSettings>[0]) => {
    emulator.changeSettings(settings)
    return (await get(METADATA)).body
  }

  test.each([
    [{ mcp_issuer: 'origin' }, { issuer: emulator.authUrl, token_endpoint: `${base}/token` }],
    [{ mcp_jwks_uri: true }, { jwks_uri: `${emulator.authUrl}/.well-known/jwks.json` }],
    [{ mcp_revocation: true }, { revocation_endpoint: `${base}/revoke` }],
    [{ mcp_iss_parameter: true }, { authorization_response_iss_parameter_supported: true }],
    [{ mcp_scopes: [{ name: 'a' }, { name: 'b', org: true }] }, { scopes_supported: ['a', 'b'] }],
    [
      { mcp_dynamic_registration: false, mcp_registration_endpoint: 'always' },
      { registration_endpoint: `${base}/register` },
    ],
  ] as const)('%j', async (settings, expected) => {
    expect(await documentWith(settings)).toMatchObject(expected)
  })

  test('mcp_dynamic_registration: false leaves out the registration endpoint', async () => {
    expect(await documentWith({ mcp_dynamic_registration: false })).not.toHaveProperty('registration_endpoint')
  })

  test('mcp_appended_metadata: true serves the document at the appended address, too', async () => {
    const document = await documentWith({ mcp_appended_metadata: true })
    expect((await get(APPENDED)).body).toEqual(document)
  })
})

describe('mcp_enabled: false', () => {
  test.each([
    ['GET', METADATA],
    ['GET', APPENDED],
    ['GET', '/oauth/2.1/authorize?client_id=x'],
    ['POST', '/oauth/2.1/authorize'],
    ['POST', '/oauth/2.1/token'],
    ['POST', '/oauth/2.1/register'],
    ['POST', '/oauth/2.1/introspect'],
    ['POST', '/oauth/2.1/revoke'],
  ])('%s %s is 404 with the reason', async (method, path) => {
    emulator.changeSettings({ mcp_enabled: false, mcp_appended_metadata: true, mcp_revocation: true })
    const { status, body } = await read(await emulator.fetch(`${emulator.authUrl}${path}`, { method }))
    expect([status, body.error_description]).toEqual([404, 'MCP is off in this project (setting mcp_enabled)'])
  })

  test('the older API and OpenID Connect stay', async () => {
    emulator.changeSettings({ mcp_enabled: false })
    expect((await get('/.well-known/openid-configuration')).status).toBe(200)
    expect((await get('/propelauth/oauth/authorize')).status).toBe(400)
  })
})

describe('MCP clients in a browser', () => {
  const APP = 'http://localhost:6274'
  const call = (method: string, path: string, headers: Record<string, string>) =>
    emulator.fetch(`${emulator.authUrl}${path}`, { method, headers })
  const preflight = (path: string, origin = APP) => {
    const asked = { 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'mcp-protocol-version' }
    return call('OPTIONS', path, { Origin: origin, ...asked })
  }

  test.each([METADATA, '/oauth/2.1/token', '/oauth/2.1/register'])(
    'a page of an allowed app can call %s, without cookies',
    async (path) => {
      const { status, headers } = await preflight(path)
      expect([status, headers.get('Access-Control-Allow-Origin')]).toEqual([204, APP])
      expect(headers.get('Access-Control-Allow-Headers')).toMatch(/mcp-protocol-version/i)
      expect(headers.has('Access-Control-Allow-Credentials')).toBe(false)
    },
  )

  test('other pages cannot, nor can any page introspect or consent', async () => {
    expect(
      (await preflight('/oauth/2.1/token', 'https://evil.example')).headers.has('Access-Control-Allow-Origin'),
    ).toBe(false)
    for (const path of ['/oauth/2.1/introspect', '/oauth/2.1/authorize']) {
      expect((await preflight(path)).headers.has('Access-Control-Allow-Origin')).toBe(false)
      expect((await call('POST', path, { Origin: APP })).status).toBe(403)
    }
    expect((await call('POST', '/oauth/2.1/register', { Origin: 'https://evil.example' })).status).toBe(403)
  })

  test('an error can be read, a fault and a switched-off endpoint as well', async () => {
    const wrong = await call('POST', '/oauth/2.1/token', { Origin: APP })
    expect([wrong.status, wrong.headers.get('Access-Control-Allow-Origin')]).toEqual([400, APP])
    emulator.addFault({ group: 'mcp-client', fault: 'html-503' })
    const failed = await call('POST', '/oauth/2.1/token', { Origin: APP })
    expect([failed.status, failed.headers.get('Access-Control-Allow-Origin')]).toEqual([503, APP])
  })

  test('mcp_cors: false', async () => {
    emulator.changeSettings({ mcp_cors: false })
    const response = await call('GET', METADATA, { Origin: APP })
    expect([response.status, response.headers.has('Access-Control-Allow-Origin')]).toEqual([200, false])
  })
})

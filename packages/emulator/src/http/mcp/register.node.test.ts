import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { read, testEmulator } from '../../../test/fixture.js'
import { HOSTILE_REDIRECT_URIS } from '../../../test/hostile-redirect-uris.js'
import { REDIRECT_URI, register } from '../../../test/mcp-client.js'

const emulator = testEmulator()
afterAll(() => emulator.close())
beforeEach(() => emulator.reset())

describe('the answer', () => {
  test('a public client gets an id and no secret', async () => {
    const { status, headers, body } = await register(emulator, { scope: 'a b', client_uri: 'https://client.test/' })
    expect([status, headers.get('Cache-Control')]).toEqual([201, 'no-store'])
    expect(body).toEqual({
      client_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      client_id_issued_at: expect.any(Number),
      client_name: 'Test client',
      client_uri: 'https://client.test/',
      scope: 'a b',
      redirect_uris: [REDIRECT_URI],
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    })
  })

  test.each(['client_secret_basic', 'client_secret_post', undefined])(
    'with the method %s a client gets a secret that does not expire',
    async (method) => {
      const { body } = await register(emulator, { token_endpoint_auth_method: method })
      expect(body).toMatchObject({
        token_endpoint_auth_method: method ?? 'client_secret_basic',
        client_secret: expect.stringMatching(/^emu_[0-9a-f]{92}$/),
        client_secret_expires_at: 0,
      })
    },
  )

  test('every registration makes a new client, and unknown metadata is ignored', async () => {
    const other = { logo_uri: 'javascript:alert(1)', software_id: 'x', jwks: {} }
    const [first, second] = await Promise.all([register(emulator, other), register(emulator, other)])
    expect(first.body.client_id).not.toBe(second.body.client_id)
    expect(first.body).not.toHaveProperty('logo_uri')
    expect(emulator.oauthClients().map(({ clientId }) => clientId)).toHaveLength(2)
  })

  test('the list has the newest first, and no secret', async () => {
    await register(emulator, { client_name: 'First' })
    const { body } = await register(emulator, { client_name: 'Second', token_endpoint_auth_method: undefined })
    expect(emulator.oauthClients()).toEqual([
      {
        clientId: body.client_id,
        name: 'Second',
        family: 'mcp',
        source: 'registered',
        hasSecret: true,
        redirectUris: [REDIRECT_URI],
        userId: null,
        grants: 0,
        createdAt: body.client_id_issued_at,
      },
      expect.objectContaining({ name: 'First', hasSecret: false }),
    ])
    expect(JSON.stringify(emulator.oauthClients())).not.toContain(body.client_secret)
  })
})

describe('metadata that is not valid', () => {
  test.each([
    ['not an object', '[]'],
    ['no JSON', '{'],
    ['nothing', ''],
    ['a number as name', { client_name: 7 }],
    ['a very long name', { client_name: 'x'.repeat(201) }],
    ['a script as address', { client_uri: 'javascript:alert(1)' }],
    ['another grant type', { grant_types: ['authorization_code', 'client_credentials'] }],
    ['the implicit flow', { response_types: ['token'] }],
    ['no grant type', { grant_types: [] }],
    ['another method', { token_endpoint_auth_method: 'private_key_jwt' }],
    ['a method of another type', { token_endpoint_auth_method: ['none'] }],
  ])('%s: invalid_client_metadata', async (_, metadata) => {
    const { status, body } =
      typeof metadata === 'string'
        ? await read(await emulator.fetch(`${emulator.authUrl}/oauth/2.1/register`, { method: 'POST', body: metadata }))
        : await register(emulator, metadata)
    expect([status, body.error]).toEqual([400, 'invalid_client_metadata'])
    expect(body.error_description).toMatch(/^[ !#-[\]-~]+$/)
    expect(emulator.oauthClients()).toEqual([])
  })
})

describe('redirect URIs', () => {
  test('hostile ones are refused, even without the allow list', async () => {
    expect(new Set(HOSTILE_REDIRECT_URIS).size).toBeGreaterThan(40)
    emulator.changeSettings({ mcp_registration_allow_list: false })
    for (const uri of HOSTILE_REDIRECT_URIS) {
      const { status, body } = await register(emulator, { redirect_uris: [REDIRECT_URI, uri] })
      expect([status, body.error], uri).toEqual([400, 'invalid_redirect_uri'])
    }
    expect(emulator.oauthClients()).toEqual([])
  })

  test.each([undefined, null, [], 'http://localhost/', {}, [7], [null], [[REDIRECT_URI]]])(
    '%j is not a list of them',
    async (uris) => {
      expect((await register(emulator, { redirect_uris: uris })).body.error).toBe('invalid_redirect_uri')
    },
  )

  const statusOf = async (uri: string) => (await register(emulator, { redirect_uris: [uri] })).status

  test.each([
    'http://localhost/callback',
    'http://localhost:6274/oauth/callback?a=b',
    'http://127.0.0.1:1/',
    'http://[::1]:3334/callback',
    'https://localhost:3000/x',
    'https://claude.ai/api/mcp/auth_callback',
    'https://chatgpt.com/connector_platform_oauth_redirect',
    'cursor://anysphere.cursor-mcp/oauth/callback',
  ])('%s is allowed by default', async (uri) => {
    expect(await statusOf(uri)).toBe(201)
  })

  test.each(['https://evil.example/', 'https://claude.ai/', 'https://claude.ai/api/mcp/auth_callback/', 'cursor://x/'])(
    '%s needs an entry in mcp_redirect_uris',
    async (uri) => {
      expect(await statusOf(uri)).toBe(400)
      emulator.changeSettings({ mcp_redirect_uris: [uri] })
      expect(await statusOf(uri)).toBe(201)
    },
  )

  test('mcp_loopback_redirects: false leaves the entries alone, with their port', async () => {
    emulator.changeSettings({ mcp_loopback_redirects: false, mcp_redirect_uris: ['http://localhost:3000/callback'] })
    expect(await statusOf('http://localhost:3000/callback')).toBe(201)
    expect(await statusOf('http://localhost:3001/callback')).toBe(400)
  })

  test('mcp_registration_allow_list: false allows https, apps, and http on this machine', async () => {
    emulator.changeSettings({ mcp_registration_allow_list: false, mcp_loopback_redirects: false })
    for (const uri of ['https://any.example/', 'com.example.app:/callback', 'http://127.0.0.1:8/'])
      expect(await statusOf(uri), uri).toBe(201)
  })
})

test('mcp_dynamic_registration: false refuses registrations with 404 and keeps the clients', async () => {
  await register(emulator)
  emulator.changeSettings({ mcp_dynamic_registration: false })
  const { status, body } = await register(emulator)
  expect([status, body.error]).toEqual([404, 'not_found'])
  expect(emulator.oauthClients()).toHaveLength(1)
})

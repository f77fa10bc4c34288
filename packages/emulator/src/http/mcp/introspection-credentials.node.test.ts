import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { read, testEmulator } from '../../../test/fixture.js'
import { basicAuth, connected, introspect } from '../../../test/mcp-client.js'

const emulator = testEmulator()
afterAll(() => emulator.close())
beforeEach(() => emulator.reset())
const { clientId: id, clientSecret: secret } = emulator.introspection

const post = async (form: Record<string, string>, headers: HeadersInit = basicAuth(id, secret)) =>
  read(
    await emulator.fetch(`${emulator.authUrl}/oauth/2.1/introspect`, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers,
    }),
  )

describe('the credentials', () => {
  const wrong: readonly (readonly [string, HeadersInit])[] = [
    ['none', {}],
    ['a bearer token', { Authorization: `Bearer ${secret}` }],
    ['the API key', { Authorization: `Bearer ${emulator.apiKey}` }],
    ['the API key as password', basicAuth(id, emulator.apiKey)],
    ['a wrong secret', basicAuth(id, `${secret}x`)],
    ['no secret', basicAuth(id, '')],
    ['a wrong id', basicAuth('x', secret)],
    ['no colon', { Authorization: `Basic ${btoa(secret)}` }],
    ['no base64', { Authorization: 'Basic %%%' }],
  ]

  test.each(wrong)('%s: 401 with a challenge, and nothing about the token', async (_, headers) => {
    const { tokens } = await connected(emulator)
    const { access_token: token } = await tokens()
    const { status, headers: sent, body } = await post({ token }, headers)
    expect([status, Object.keys(body), body.error]).toEqual([401, ['error', 'error_description'], 'invalid_client'])
    expect(sent.get('WWW-Authenticate')).toMatch(/^Basic realm=/)
    expect(body.error_description).toContain('PROPELAUTH_MCP_CLIENT_ID')
    expect(JSON.stringify(body)).not.toContain(secret)
  })

  test('those of a client do not count, and those of introspection are no client', async () => {
    const seed = { mcp_clients: [{ client_id: 'c', client_secret: 's'.repeat(40), redirect_uris: [] }] }
    await using seeded = testEmulator({ seed })
    const call = async (path: string, headers: HeadersInit) =>
      (
        await seeded.fetch(`${seeded.authUrl}${path}`, {
          method: 'POST',
          body: new URLSearchParams({ token: 'x', grant_type: 'refresh_token', refresh_token: 'x' }),
          headers,
        })
      ).status
    expect(await call('/oauth/2.1/introspect', basicAuth('c', 's'.repeat(40)))).toBe(401)
    const { clientId, clientSecret } = seeded.introspection
    expect(await call('/oauth/2.1/token', basicAuth(clientId, clientSecret))).toBe(401)
  })

  test('in the body they count only if the project says so', async () => {
    const form = { token: 'x', client_id: id, client_secret: secret }
    expect((await post(form, {})).status).toBe(401)
    emulator.changeSettings({ mcp_introspection_credentials: 'basic-or-body' })
    expect((await post(form, {})).body).toEqual({ active: false })
    expect((await post({ ...form, client_secret: 'x' }, {})).status).toBe(401)
    expect((await post({ token: 'x' })).body).toEqual({ active: false })
  })

  test('a chosen secret takes the place of the derived one', async () => {
    const mcpClientSecret = 'c'.repeat(32)
    await using chosen = testEmulator({ mcpClientSecret })
    expect(chosen.introspection).toEqual({ clientId: id, clientSecret: mcpClientSecret })
    expect(await introspect(chosen, 'x')).toEqual({ active: false })
    expect(() => testEmulator({ mcpClientSecret: 'short' })).toThrow(/mcpClientSecret must have at least 32 characters/)
  })

  test('without a token: invalid_request', async () => {
    expect((await post({})).body.error).toBe('invalid_request')
  })
})

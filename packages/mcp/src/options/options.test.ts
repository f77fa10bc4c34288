import { describe, expect, test } from 'vitest'
import { createTestServer } from '../../test/authorization-server.js'
import { createMcpAuth, type McpAuthOptions } from '../index.js'

const good = {
  authUrl: 'https://auth.example.com',
  resource: 'https://mcp.example.com/mcp',
  introspection: { clientId: 'id', clientSecret: 'secret' },
}
const create = (options: object) => createMcpAuth({ ...good, ...options } as McpAuthOptions)

describe('options', () => {
  test.each([
    {},
    { authUrl: 'https://auth.example.com/with/path' },
    { authUrl: 'http://localhost:4460', resource: 'http://127.0.0.1:8787/mcp' },
    { authUrl: 'http://emulator:4460', resource: 'http://notes:8787', allowEmulator: true },
    { resource: 'https://mcp.example.com' },
    { resource: 'https://mcp.example.com/' },
    { resource: 'https://mcp.example.com?tenant=1' },
    { resource: 'https://MCP.example.com:443/mcp/?tenant=1' },
    { resource: 'https://mcp.example.com/@team/mcp' },
    { introspection: { clientId: ' id\n', clientSecret: 'a:b ' } },
    { requiredScopes: [], scopesSupported: undefined },
    { requiredScopes: ['notes:read', 'mcp::plans:read'] },
    { cache: false },
    { cache: { ttlSeconds: 0 } },
    { cache: { ttlSeconds: undefined, maxEntries: 1 } },
    { cache: undefined, timeoutMs: undefined, root: undefined, fetch: undefined, now: undefined, onEvent: undefined },
  ])('%j are right', (options) => {
    expect(() => create(options)).not.toThrow()
  })

  test.each([
    [{ authUrl: undefined }, /authUrl must be .*PROPELAUTH_AUTH_URL.* found undefined/],
    [{ authUrl: '' }, /authUrl .* found an empty string/],
    [{ authUrl: 'auth.example.com' }, /authUrl/],
    [{ authUrl: 'ftp://auth.example.com' }, /authUrl/],
    [{ authUrl: 'http://auth.example.com' }, /authUrl must be https/],
    [{ authUrl: ['https://auth.example.com'] }, /authUrl/],
    [{ resource: undefined }, /resource must be .* found undefined/],
    [{ resource: '/mcp' }, /resource/],
    [{ resource: 'http://mcp.example.com/mcp' }, /resource must be https/],
    [{ resource: 'https://mcp.example.com/mcp#a' }, /resource/],
    [{ resource: 'https://mcp.example.com#' }, /resource/],
    [{ resource: 'https://user@mcp.example.com/mcp' }, /resource/],
    [{ resource: 'https://mcp.example.com/a/../mcp' }, /resource/],
    [{ resource: 'https://mcp.example.com\\mcp' }, /resource/],
    [{ resource: 'https://mcp.example.com/a b' }, /resource/],
    [{ resource: 'https://mcp.example.com/"' }, /resource/],
    [{ resource: 'https://mcp.exämple.com/mcp' }, /resource/],
    [{ resource: ' https://mcp.example.com/mcp' }, /resource/],
    [{ introspection: undefined }, /introspection must be a plain object, found undefined/],
    [{ introspection: 'id:secret' }, /introspection .* found a string/],
    [{ introspection: { clientId: 'id' } }, /clientSecret .*PROPELAUTH_MCP_CLIENT_SECRET.* found undefined/],
    [{ introspection: { clientId: '', clientSecret: 'secret' } }, /clientId .*PROPELAUTH_MCP_CLIENT_ID.* empty string/],
    [{ introspection: { clientId: 'i:d', clientSecret: 'secret' } }, /clientId/],
    [{ introspection: { clientId: 'id', clientSecret: 'sécret' } }, /clientSecret/],
    [{ introspection: { clientId: 'id', clientSecret: 'two words' } }, /clientSecret/],
    [{ introspection: { ...good.introspection, secret: 'x' } }, /unknown member "secret"/],
    [{ requiredScopes: undefined }, /requiredScopes must be a list of scopes .* found undefined/],
    [{ requiredScopes: 'notes:read' }, /requiredScopes/],
    [{ requiredScopes: ['notes read'] }, /requiredScopes/],
    [{ requiredScopes: ['"'] }, /requiredScopes/],
    [{ requiredScopes: [''] }, /requiredScopes/],
    [{ requiredScopes: [undefined] }, /requiredScopes/],
    [{ requiredScopes: new Array(1) }, /requiredScopes/],
    [{ scopesSupported: ['a\\b'] }, /scopesSupported/],
    [{ resourceName: '' }, /resourceName/],
    [{ root: 'false' }, /root/],
    [{ mirrorMetadata: 1 }, /mirrorMetadata/],
    [{ cache: true }, /cache/],
    [{ cache: null }, /cache/],
    [{ cache: 0 }, /cache/],
    [{ cache: 60 }, /cache/],
    [{ cache: { ttlSeconds: -1 } }, /ttlSeconds/],
    [{ cache: { ttlSeconds: 3_601 } }, /ttlSeconds/],
    [{ cache: { ttlSeconds: Number.NaN } }, /ttlSeconds/],
    [{ cache: { ttlSeconds: '60' } }, /ttlSeconds/],
    [{ cache: { maxEntries: 0 } }, /maxEntries/],
    [{ cache: { maxEntries: Number.POSITIVE_INFINITY } }, /maxEntries/],
    [{ cache: { maxAge: 1 } }, /unknown member "maxAge"/],
    [{ timeoutMs: 0 }, /timeoutMs/],
    [{ timeoutMs: 10_001 }, /timeoutMs/],
    [{ allowEmulator: 'true' }, /allowEmulator/],
    [{ fetch: {} }, /fetch/],
    [{ now: 7 }, /now/],
    [{ onEvent: true }, /onEvent/],
    [{ requiredScope: ['notes:read'] }, /unknown member "requiredScope"/],
  ])('%j are a TypeError', (options, message) => {
    expect(() => create(options)).toThrow(TypeError)
    expect(() => create(options)).toThrow(message)
  })

  test('that are no plain object are a TypeError', () => {
    for (const options of [undefined, null, 'https://auth.example.com', [], Object.create(good)])
      expect(() => createMcpAuth(options as McpAuthOptions)).toThrow(TypeError)
  })

  test('that hold a secret by mistake do not show it', () => {
    const secret = 'c0ffee'.repeat(16)
    for (const options of [
      ...['authUrl', 'resource', 'requiredScopes', 'cache', 'timeoutMs'].map((name) => ({ [name]: secret })),
      { introspection: { clientId: 'id', clientSecret: `${secret} ${secret}` } },
      { introspection: { clientId: `${secret}:${secret}`, clientSecret: 'secret' } },
      { introspection: secret },
    ])
      expect(() => create(options)).toThrow(expect.not.stringContaining(secret))
  })

  test('from a function are read at the first use, once', async () => {
    let reads = 0
    const { server, clock } = createTestServer()
    const mcpAuth = createMcpAuth(() => {
      reads++
      return { ...good, fetch: server.fetch, now: clock.now }
    })
    const guarded = mcpAuth.withMcpAuth(() => new Response())
    expect(reads).toBe(0)
    for (let i = 0; i < 3; i++) expect((await guarded(new Request(good.resource))).status).toBe(401)
    expect(reads).toBe(1)
    const wrong = createMcpAuth(() => ({ ...good, resource: undefined }))
    await expect(wrong.handler(new Request(good.resource))).rejects.toThrow(TypeError)
  })

  test('are copied: a list that changes later changes nothing', async () => {
    const requiredScopes = ['notes:read']
    const { mcpAuth } = createTestServer({ requiredScopes })
    requiredScopes.length = 0
    const request = new Request(good.resource, { headers: { authorization: 'Bearer without-scope' } })
    expect(await mcpAuth.authenticateRequest(request)).toMatchObject({ ok: false, code: 'insufficient_scope' })
  })
})

import { describe, expect, test } from 'vitest'
import { createTestServer } from '../../test/authorization-server.js'

const wellKnown = '/.well-known/oauth-protected-resource'

const ask = (options: Parameters<typeof createTestServer>[0], url: string, init?: RequestInit) =>
  createTestServer(options).mcpAuth.handler(new Request(url, init))

describe('the document of the server', () => {
  test.each([
    ['https://mcp.example.com/mcp', '/mcp', false],
    ['https://mcp.example.com/a/b/', '/a/b/', false],
    ['https://mcp.example.com/mcp?tenant=1', '/mcp?tenant=1', false],
    ['https://mcp.example.com', '', true],
    ['https://mcp.example.com/', '', true],
    ['https://mcp.example.com:8443/mcp', '/mcp', false],
  ])('of %s is at its path, and at the root if that is its place', async (resource, path, atRoot) => {
    const { origin } = new URL(resource)
    const document = await ask({ resource }, origin + wellKnown + path)
    expect(await document?.json()).toMatchObject({ resource })
    expect((await ask({ resource }, origin + wellKnown)) !== undefined).toBe(atRoot)
    const root = await ask({ resource, root: true }, origin + wellKnown)
    expect(await root?.json()).toMatchObject({ resource })
  })

  test('names the authorization server, as clients compare it', async () => {
    const response = await ask({}, `https://mcp.example.com${wellKnown}/mcp`)
    expect(response?.headers.get('content-type')).toMatch(/^application\/json/)
    expect(await response?.json()).toEqual({
      resource: 'https://mcp.example.com/mcp',
      authorization_servers: ['https://auth.example.com/oauth/2.1'],
      bearer_methods_supported: ['header'],
    })
  })

  test('names the scopes of the options', async () => {
    const scopesOf = async (options: object) =>
      (await (await ask(options, `https://mcp.example.com${wellKnown}/mcp`))?.json())?.scopes_supported
    expect(await scopesOf({ requiredScopes: ['a'] })).toEqual(['a'])
    expect(await scopesOf({ requiredScopes: ['a'], scopesSupported: ['a', 'b'] })).toEqual(['a', 'b'])
    expect(await scopesOf({ requiredScopes: ['a'], scopesSupported: [] })).toBeUndefined()
    expect(await scopesOf({})).toBeUndefined()
  })

  test('is the same whatever host a request names', async () => {
    for (const origin of ['http://10.0.0.7:3000', 'https://evil.example']) {
      const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' }
      const response = await ask({}, `${origin}${wellKnown}/mcp`, { headers })
      expect(await response?.text()).not.toContain('evil.example')
    }
  })

  test('is not in the way of other requests', async () => {
    for (const [url, method] of [
      ['https://mcp.example.com/mcp', 'GET'],
      ['https://mcp.example.com/mcp', 'POST'],
      ['https://mcp.example.com/mcp', 'OPTIONS'],
      ['https://mcp.example.com/', 'GET'],
      [`https://mcp.example.com${wellKnown}/mcp`, 'POST'],
      [`https://mcp.example.com${wellKnown}/mcp/`, 'GET'],
      [`https://mcp.example.com${wellKnown}/MCP`, 'GET'],
      [`https://mcp.example.com${wellKnown}/%6Dcp`, 'GET'],
      [`https://mcp.example.com/mcp${wellKnown}`, 'GET'],
    ] as const)
      expect(await ask({ mirrorMetadata: true }, url, { method })).toBeUndefined()
  })
})

test('preflights of the server itself are answered, with every header that a client may send', async () => {
  const headers = { origin: 'https://inspector.example.com', 'access-control-request-method': 'POST' }
  const response = await ask({}, 'https://mcp.example.com/mcp', { method: 'OPTIONS', headers })
  expect(response?.status).toBe(204)
  expect(response?.headers.get('access-control-allow-headers')).toBe('*, Authorization')
  expect(response?.headers.get('access-control-allow-credentials')).toBeNull()
  expect(await ask({}, 'https://mcp.example.com/other', { method: 'OPTIONS', headers })).toBeUndefined()
})

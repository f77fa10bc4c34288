// The witnesses: what the official SDK, its client and mcp-handler make of this package.
import { discoverOAuthProtectedResourceMetadata, extractWWWAuthenticateParams } from '@modelcontextprotocol/client'
import {
  createMcpHandler,
  McpServer,
  OAuthError,
  type OAuthTokenVerifier,
  requireBearerAuth,
  requireScopes,
} from '@modelcontextprotocol/server'
import { withMcpAuth } from 'mcp-handler'
import { describe, expect, test } from 'vitest'
import { createTestServer, requestWith } from '../../test/authorization-server.js'
import { resource } from '../../test/conformance.js'
import { createMcpAuth, McpTokenError, toMcpHandlerVerifier } from '../index.js'

const metadata = 'https://mcp.example.com/.well-known/oauth-protected-resource/mcp'

/** The gate compares the expiry with the real clock. */
const createRealTimeServer = (options: Parameters<typeof createTestServer>[0] = {}) =>
  createTestServer({ now: Date.now, ...options })

describe('requireBearerAuth of @modelcontextprotocol/server', () => {
  function createGate(options: Parameters<typeof createTestServer>[0] = {}) {
    const test = createRealTimeServer(options)
    test.server.answer = ({ token }) => {
      const claims = { active: true, sub: 'ada', aud: resource, scope: 'notes:read', exp: Date.now() / 1_000 + 60 }
      const about = (changes: object) => ({ status: 200, body: JSON.stringify({ ...claims, ...changes }) })
      if (token === 'away') return { status: 500, body: '' }
      if (token === 'limited') return { status: 429, body: '' }
      if (token === 'without-exp') return about({ exp: undefined })
      return about(token === 'unknown' ? { active: false } : {})
    }
    const verifier: OAuthTokenVerifier = test.mcpAuth
    const gate = requireBearerAuth({
      verifier,
      resourceMetadataUrl: metadata,
      expectedResource: new URL(resource),
      ...(options.requiredScopes && { requiredScopes: [...options.requiredScopes] }),
    })
    return async (token: string) => {
      const answer = await gate(requestWith(token))
      return answer instanceof Response
        ? { status: answer.status, challenge: answer.headers.get('www-authenticate'), body: await answer.json() }
        : answer
    }
  }

  test('takes the instance as its verifier', async () => {
    expect(await createGate()('good')).toMatchObject({
      token: 'good',
      clientId: 'unknown',
      scopes: ['notes:read'],
      extra: { userId: 'ada' },
      resourceMetadataUrl: metadata,
    })
  })

  test('takes a token without an expiry', async () => {
    expect(await createGate()('without-exp')).toMatchObject({ extra: { userId: 'ada' } })
  })

  test('answers 401 with its challenge for a token that does not count', async () => {
    const answer = await createGate()('unknown')
    expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_token' } })
    expect(answer).toHaveProperty('challenge', expect.stringContaining('error="invalid_token"'))
    expect(answer).toHaveProperty('challenge', expect.stringContaining(`resource_metadata="${metadata}"`))
  })

  test('answers 403 for a missing scope', async () => {
    expect(await createGate({ requiredScopes: ['notes:write'] })('good')).toMatchObject({
      status: 403,
      challenge: expect.stringContaining('scope="notes:write"'),
      body: { error: 'insufficient_scope', error_description: 'A scope is missing: notes:write' },
    })
  })

  test('blames no token for an outage: 500, never 401 or 400', async () => {
    for (const token of ['away', 'limited']) {
      const fresh = createGate()
      expect(await fresh(token)).toMatchObject({ status: 500, challenge: null, body: { error: 'server_error' } })
    }
  })

  test('tells the errors by the brand of the SDK', async () => {
    const { mcpAuth } = createTestServer()
    const error = await mcpAuth.verifyAccessToken('unknown').catch((thrown) => thrown)
    expect(error).toBeInstanceOf(OAuthError)
    expect(error).toBeInstanceOf(McpTokenError)
    expect(OAuthError.isInstance(error)).toBe(true)
  })
})

describe('a server of @modelcontextprotocol/server behind withMcpAuth', () => {
  function createServer() {
    const test = createRealTimeServer({ requiredScopes: ['notes:read'] })
    const mcp = createMcpHandler(({ authInfo }) => {
      const server = new McpServer({ name: 'notes', version: '1.0.0' })
      server.registerTool('whoami', { description: 'Gives the user' }, () => ({
        content: [{ type: 'text', text: String(authInfo?.extra?.userId) }],
      }))
      server.registerTool(
        'add_note',
        { description: 'Adds a note', scopeChallenge: requireScopes('notes:write') },
        () => ({ content: [{ type: 'text', text: 'Added' }] }),
      )
      return server
    })
    const guarded = test.mcpAuth.withMcpAuth((request, { authInfo }) => mcp.fetch(request, { authInfo: authInfo() }))
    return { ...test, guarded }
  }

  const call = (token: string, tool: string) =>
    new Request(resource, {
      method: 'POST',
      headers: {
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: tool, arguments: {} } }),
    })

  test('knows the user in its tools', async () => {
    const { guarded, server } = createServer()
    server.answer = () => ({
      status: 200,
      body: JSON.stringify({ active: true, sub: 'ada', aud: resource, scope: 'notes:read' }),
    })
    const response = await guarded(call('good', 'whoami'))
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('"text":"ada"')
  })

  test('asks for the scope of a tool, naming the document', async () => {
    const { guarded, server } = createServer()
    server.answer = () => ({
      status: 200,
      body: JSON.stringify({ active: true, sub: 'ada', aud: resource, scope: 'notes:read' }),
    })
    const response = await guarded(call('good', 'add_note'))
    expect(response.status).toBe(403)
    const challenge = response.headers.get('www-authenticate')
    expect(challenge).toContain('error="insufficient_scope"')
    expect(challenge).toContain('scope="notes:write"')
    expect(challenge).toContain(`resource_metadata="${metadata}"`)
  })

  test('is a 503 with Retry-After while the authorization server is away', async () => {
    const { guarded, server } = createServer()
    server.answer = () => ({ status: 500, body: '' })
    const response = await guarded(call('good', 'whoami'))
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('1')
  })
})

describe('withMcpAuth of mcp-handler', () => {
  const answer = async (token: string | undefined, required: boolean, requiredScopes: string[] = []) => {
    const { mcpAuth, server } = createRealTimeServer()
    server.answer = ({ token: asked }) =>
      asked === 'away'
        ? { status: 500, body: '' }
        : { status: 200, body: JSON.stringify({ active: asked === 'good', sub: 'ada', aud: resource, scope: 'a' }) }
    const handler = withMcpAuth(
      async (request) => Response.json({ user: request.auth?.extra?.userId ?? null }),
      toMcpHandlerVerifier(mcpAuth),
      { required, requiredScopes, resourceUrl: 'https://mcp.example.com' },
    )
    const response = await handler(token === undefined ? new Request(resource) : requestWith(token))
    return { status: response.status, body: await response.json() }
  }

  test.each([true, false])('refuses requests without a valid token, with required: %s', async (required) => {
    expect(await answer('good', required)).toEqual({ status: 200, body: { user: 'ada' } })
    for (const token of [undefined, 'unknown', 'a,b'])
      expect(await answer(token, required)).toMatchObject({ status: 401, body: { error: 'invalid_token' } })
    expect(await answer('good', required, ['b'])).toMatchObject({ status: 403 })
    // An outage is no reason to sign in again.
    expect(await answer('away', required)).toMatchObject({ status: 500, body: { error: 'server_error' } })
  })
})

test.each(['https://mcp.example.com/mcp', 'https://mcp.example.com', 'http://localhost:8787/a/b'])(
  'the MCP client finds the authorization server of %s, from the refusal and from its address alone',
  async (address) => {
    const { server } = createTestServer()
    const mcpAuth = createMcpAuth({
      authUrl: 'https://auth.example.com',
      resource: address,
      introspection: { clientId: 'id', clientSecret: 'secret' },
      fetch: server.fetch,
    })
    const guarded = mcpAuth.withMcpAuth(() => new Response('secret'))
    const host = async (url: string | URL, init?: RequestInit) => {
      const request = new Request(url, init)
      return (await mcpAuth.handler(request)) ?? guarded(request)
    }
    const { resourceMetadataUrl } = extractWWWAuthenticateParams(await host(address))
    expect(resourceMetadataUrl).toBeDefined()
    for (const found of [{ resourceMetadataUrl }, {}]) {
      const document = await discoverOAuthProtectedResourceMetadata(address, found as object, host)
      expect(document.resource).toBe(address)
      expect(document.authorization_servers).toEqual(['https://auth.example.com/oauth/2.1'])
    }
  },
)

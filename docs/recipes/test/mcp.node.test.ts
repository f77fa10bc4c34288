import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client'
import { McpHost } from 'test-kit/mcp-host'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { credentials, startAuthorizationServer } from './mcp-authorization-server.ts'
import { serveFetch } from './serve.ts'

const authorization = await startAuthorizationServer()

let current: (request: Request) => Response | Promise<Response>
const ask = await serveFetch((request) => current(request))
const resource = `${ask.url}/mcp`
const environment = {
  PROPELAUTH_AUTH_URL: authorization.url,
  MCP_RESOURCE: resource,
  PROPELAUTH_MCP_CLIENT_ID: credentials.clientId,
  PROPELAUTH_MCP_CLIENT_SECRET: credentials.clientSecret,
}
for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
afterAll(() => vi.unstubAllEnvs())

const { handler } = await import('../src/mcp/server.ts')
const route = await import('../src/mcp/next/route.ts')
const documents = await import('../src/mcp/next/documents.ts')
const { app } = await import('../src/mcp/hono.ts')

/** Next.js finds the file by the path and the export by the method. */
function answerAsNext(request: Request): Response | Promise<Response> {
  const { pathname } = new URL(request.url)
  const method = request.method as 'GET' | 'OPTIONS'
  const routes = { '/mcp': route, '/.well-known/oauth-protected-resource/mcp': documents }
  const found = routes[pathname as keyof typeof routes]
  return found?.[method]?.(request) ?? new Response(null, { status: 404 })
}

const servers: Readonly<Record<string, (request: Request) => Response | Promise<Response>>> = {
  '@modelcontextprotocol/server': handler,
  'Next.js with mcp-handler': answerAsNext,
  'Hono with @hono/mcp': (request) => app.fetch(request),
}

const { bearerOf, state } = authorization

const connect = async (authProvider: McpHost) => {
  const client = new Client({ name: 'host', version: '1.0.0' })
  await client.connect(new StreamableHTTPClientTransport(new URL(resource), { authProvider }))
  return client
}

/** A call of a tool, as on the wire. */
async function call(headers: Record<string, string>, name = 'whoami') {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: {} } })
  const sent = { accept: 'application/json, text/event-stream', 'content-type': 'application/json', ...headers }
  const response = await ask('/mcp', { method: 'POST', headers: sent, body })
  return { status: response.status, headers: response.headers, body: await response.text() }
}

const metadata = `resource_metadata="${ask.url}/.well-known/oauth-protected-resource/mcp"`

beforeEach(() => {
  state.isDown = false
})

describe.each(Object.entries(servers))('%s', (_title, answer) => {
  beforeEach(() => {
    current = answer
  })

  test('a client that knows only the address signs in and calls a tool', async () => {
    const host = new McpHost()
    await expect(connect(host)).rejects.toThrow(UnauthorizedError)
    expect(host.opened?.searchParams.get('resource')).toBe(resource)
    const answer = await fetch(host.opened ?? '', { redirect: 'manual' })
    const callback = new URL(answer.headers.get('location') ?? '').searchParams
    await new StreamableHTTPClientTransport(new URL(resource), { authProvider: host }).finishAuth(callback)
    const client = await connect(host)
    expect((await client.callTool({ name: 'whoami' })).content).toEqual([{ type: 'text', text: 'ada' }])
    await client.close()
  })

  test('a 401 names the document, and the document the authorization server', async () => {
    const refused = await call({})
    expect(refused.status).toBe(401)
    expect(refused.headers.get('www-authenticate')).toBe(`Bearer realm="propelauth", ${metadata}, scope="notes:read"`)
    const document = await ask('/.well-known/oauth-protected-resource/mcp')
    expect(await document.json()).toMatchObject({ resource, authorization_servers: [`${authorization.url}/oauth/2.1`] })
  })

  test('a token for another server and an unknown token are a 401', async () => {
    for (const headers of [bearerOf('https://other.example.com/mcp'), { authorization: 'Bearer made-up' }]) {
      const refused = await call(headers)
      expect(refused.status).toBe(401)
      expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"')
    }
  })

  test('a token without the scope is a 403 that names it', async () => {
    const refused = await call(bearerOf(resource, 'other'))
    expect(refused.status).toBe(403)
    expect(refused.headers.get('www-authenticate')).toContain('error="insufficient_scope"')
    expect(refused.headers.get('www-authenticate')).toContain('scope="notes:read"')
  })

  test('introspection is cached, and an outage of it is a 503', async () => {
    const ada = bearerOf(resource)
    const before = state.introspections
    for (let i = 0; i < 3; i++) expect((await call(ada)).body).toContain('"text":"ada"')
    expect(state.introspections - before).toBe(1)
    state.isDown = true
    expect((await call(ada)).status).toBe(200)
    const unknown = await call(bearerOf(resource))
    expect(unknown.status).toBe(503)
    expect(unknown.headers.get('retry-after')).toBe('1')
    expect(unknown.headers.get('www-authenticate')).toBeNull()
  })

  test('a preflight of a browser is answered', async () => {
    const headers = { origin: 'https://inspector.example.com', 'access-control-request-method': 'POST' }
    const response = await ask('/mcp', { method: 'OPTIONS', headers })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-headers')).toContain('Authorization')
  })
})

test('a tool asks for scopes of its own', async () => {
  current = handler
  const refused = await call(bearerOf(resource), 'add_note')
  expect(refused.status).toBe(403)
  const challenge = refused.headers.get('www-authenticate')
  expect(challenge).toContain('error="insufficient_scope"')
  expect(challenge).toContain('scope="notes:read notes:write"')
  expect(challenge).toContain(metadata)
  const granted = await call(bearerOf(resource, 'notes:read notes:write'), 'add_note')
  expect(granted.body).toContain('"text":"Added"')
})

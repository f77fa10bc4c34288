import { type OAuthClientProvider, UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { OAuthClientInformationFull, OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js'
import { createTestIssuer } from '@propelauth-edge/core/testing'
import { Hono } from 'hono'
import { beforeEach, expect, test } from 'vitest'
import { serveFetch } from './serve.ts'

/** Tokens issued by the authorization server of this test. */
const issued = new Map<string, { sub: string; aud: string; scope: string }>()
let introspections = 0
let isDown = false

const authorization = new Hono()
  .get('/.well-known/jwks.json', (c) => c.json(issuer.jwks))
  .get('/.well-known/oauth-authorization-server/oauth/2.1', (c) => {
    const base = `${new URL(c.req.url).origin}/oauth/2.1`
    return c.json({
      issuer: base,
      authorization_endpoint: `${base}/authorize`,
      token_endpoint: `${base}/token`,
      registration_endpoint: `${base}/register`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
    })
  })
  .post('/oauth/2.1/register', async (c) => c.json({ ...(await c.req.json()), client_id: 'client' }, 201))
  .get('/oauth/2.1/authorize', (c) => {
    const { redirect_uri = '', state = '', resource = '', scope = '' } = c.req.query()
    const code = JSON.stringify({ sub: 'ada', aud: resource, scope })
    return c.redirect(`${redirect_uri}?${new URLSearchParams({ code, state })}`)
  })
  .post('/oauth/2.1/token', async (c) => {
    const { code } = await c.req.parseBody()
    const token = crypto.randomUUID()
    issued.set(token, JSON.parse(String(code)))
    return c.json({ access_token: token, token_type: 'Bearer', expires_in: 3_600 })
  })
  .post('/oauth/2.1/introspect', async (c) => {
    introspections++
    if (isDown) return c.text('Down', 500)
    if (c.req.header('authorization') !== `Basic ${btoa('id:secret')}`) return c.text('Who are you?', 401)
    const { token } = await c.req.parseBody()
    const found = issued.get(String(token))
    return c.json(found ? { active: true, ...found } : { active: false })
  })

const { url: authUrl } = await serveFetch(authorization.fetch)
const issuer = await createTestIssuer({ authUrl })
const ask = await serveFetch((request) => handler(request))
const resource = `${ask.url}/mcp`
const credentials = { INTROSPECTION_CLIENT_ID: 'id', INTROSPECTION_CLIENT_SECRET: 'secret' }
Object.assign(process.env, { PROPELAUTH_AUTH_URL: authUrl, MCP_RESOURCE: resource, ...credentials })
const { handler } = await import('../src/mcp.ts')

beforeEach(() => {
  isDown = false
})

/** The part of an MCP host such as an editor: stores tokens and opens a browser. */
class Host implements OAuthClientProvider {
  readonly redirectUrl = 'http://localhost:1/callback'
  readonly clientMetadata = { redirect_uris: [this.redirectUrl] }
  opened: URL | undefined
  #client: OAuthClientInformationFull | undefined
  #tokens: OAuthTokens | undefined
  #verifier = ''

  clientInformation() {
    return this.#client
  }
  saveClientInformation(client: OAuthClientInformationFull) {
    this.#client = client
  }
  tokens() {
    return this.#tokens
  }
  saveTokens(tokens: OAuthTokens) {
    this.#tokens = tokens
  }
  redirectToAuthorization(url: URL) {
    this.opened = url
  }
  saveCodeVerifier(verifier: string) {
    this.#verifier = verifier
  }
  codeVerifier() {
    return this.#verifier
  }
}

const connect = async (authProvider: Host) => {
  const client = new Client({ name: 'host', version: '1.0.0' })
  const transport = new StreamableHTTPClientTransport(new URL(resource), { authProvider })
  await client.connect(transport as Parameters<Client['connect']>[0])
  return client
}

test('a client that knows only the address signs in and calls a tool', async () => {
  const host = new Host()
  await expect(connect(host)).rejects.toThrow(UnauthorizedError)
  expect(host.opened?.searchParams.get('resource')).toBe(resource)
  const answer = await fetch(host.opened ?? '', { redirect: 'manual' })
  const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
  await new StreamableHTTPClientTransport(new URL(resource), { authProvider: host }).finishAuth(code)
  const client = await connect(host)
  expect((await client.callTool({ name: 'whoami' })).content).toEqual([{ type: 'text', text: 'ada' }])
  // Clients ask for every scope that the document names.
  expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['whoami', 'add_note'])
  await client.close()
})

/** `tools/list`, as on the wire. */
async function listTools(headers: Record<string, string>) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
  const sent = { accept: 'application/json, text/event-stream', 'content-type': 'application/json', ...headers }
  const response = await ask('/mcp', { method: 'POST', headers: sent, body })
  return { status: response.status, challenge: response.headers.get('www-authenticate'), body: await response.json() }
}

function bearerOf(sub: string, aud: string, scope = '') {
  const token = crypto.randomUUID()
  issued.set(token, { sub, aud, scope })
  return { authorization: `Bearer ${token}` }
}

const metadata = `resource_metadata="${ask.url}/.well-known/oauth-protected-resource/mcp"`

test('the challenge of a 401 names the document, and the document names the authorization server', async () => {
  const refused = await listTools({})
  expect(refused).toMatchObject({ status: 401, challenge: `Bearer realm="propelauth", ${metadata}` })
  const document = await ask('/.well-known/oauth-protected-resource/mcp')
  expect(await document.json()).toMatchObject({ resource, authorization_servers: [`${authUrl}/oauth/2.1`] })
})

test('a tool is listed only for tokens with its scope', async () => {
  const toolsFor = async (scope: string) => {
    const { body } = await listTools(bearerOf('ada', resource, scope))
    return body.result.tools.map(({ name }: { name: string }) => name)
  }
  expect(await toolsFor('notes:read')).toEqual(['whoami'])
  expect(await toolsFor('notes:read notes:write')).toEqual(['whoami', 'add_note'])
})

test('a token for another resource, an unknown token and an access token of a user are a 401', async () => {
  const challenge = `Bearer realm="propelauth", error="invalid_token", ${metadata}`
  const refused = { status: 401, challenge, body: { code: 'invalid_api_key' } }
  expect(await listTools(bearerOf('ada', 'https://other.example.com/mcp'))).toMatchObject(refused)
  expect(await listTools({ authorization: 'Bearer made-up' })).toMatchObject(refused)
  // The frontend's access token is not bound to a resource.
  expect(await listTools(await issuer.headers())).toMatchObject(refused)
})

test('introspection is cached, and an outage of it is a 503', async () => {
  const ada = bearerOf('ada', resource)
  const before = introspections
  for (let i = 0; i < 3; i++) expect((await listTools(ada)).status).toBe(200)
  expect(introspections - before).toBe(1)
  isDown = true
  expect((await listTools(ada)).status).toBe(200)
  const unknown = await listTools(bearerOf('bob', resource))
  expect(unknown).toMatchObject({ status: 503, challenge: null, body: { code: 'api_keys_unavailable' } })
})

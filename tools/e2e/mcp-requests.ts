// The requests of an MCP client in a browser, one by one and without an SDK.
import { createHash, randomBytes } from 'node:crypto'
import { expect, type TestAPI } from 'vitest'
import type { Emulator } from '../../packages/emulator/dist/index.js'
import type { EmulatorFixtures } from '../../packages/emulator/dist/vitest.js'
import type { McpExample } from './mcp-example.ts'

/** Where the page of the MCP inspector is. */
const origin = 'http://localhost:6274'
const redirectUri = `${origin}/oauth/callback`

interface Tokens {
  readonly access_token: string
  readonly refresh_token: string
}

/** With a server that has no notes of the user. */
export function describeMcpRequests(test: TestAPI<EmulatorFixtures>, email: string, server: () => McpExample): void {
  let emulator: Emulator
  let resource: string

  test.beforeAll(({ emulator: started }) => {
    emulator = started
    resource = server().resource
  })

  /** A request of the page, and what its scripts can read of the answer. */
  async function ask(url: string, init: RequestInit = {}) {
    const response = await fetch(url, { ...init, headers: { origin, ...init.headers } })
    expect([url, response.headers.get('access-control-allow-origin')]).toEqual([
      url,
      expect.stringMatching(/^(\*|http:\/\/localhost:6274)$/),
    ])
    return response
  }

  const postForm = (url: string, fields: Record<string, string>) =>
    ask(url, { method: 'POST', body: new URLSearchParams(fields) })

  /** A message of the protocol. The answer may be JSON or an event stream. */
  async function send(method: string, params: object, token?: string) {
    const response = await ask(resource, {
      method: 'POST',
      headers: {
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
        'mcp-protocol-version': '2025-11-25',
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    })
    const text = await response.text()
    const [, event = text] = /^data: (.*)$/m.exec(text) ?? []
    return { response, challenge: response.headers.get('www-authenticate') ?? '', body: JSON.parse(event) }
  }

  const callTool = async (token: string, name: string, args = {}) => {
    const answer = await send('tools/call', { name, arguments: args }, token)
    const result = answer.body.result && JSON.parse(answer.body.result.content[0].text)
    return { ...answer, result }
  }

  const parameterOf = (challenge: string, name: string) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? ''

  /** From the address of the MCP server to the addresses of the authorization server. */
  async function discover() {
    const { challenge } = await send('initialize', {})
    const document = await (await ask(parameterOf(challenge, 'resource_metadata'))).json()
    const issuer = new URL(document.authorization_servers[0])
    const metadata = await ask(`${issuer.origin}/.well-known/oauth-authorization-server${issuer.pathname}`)
    return { challenge, document, metadata: await metadata.json() }
  }

  async function register(url: string): Promise<string> {
    const metadata = { client_name: 'Inspector', redirect_uris: [redirectUri], token_endpoint_auth_method: 'none' }
    const headers = { 'content-type': 'application/json' }
    const response = await ask(url, { method: 'POST', headers, body: JSON.stringify(metadata) })
    expect(response.status).toBe(201)
    return (await response.json()).client_id
  }

  /** The browser of a user who logs in and allows what is asked for. Returns the parameters of the redirect URI. */
  async function allow(url: string): Promise<URLSearchParams> {
    const { authUrl } = emulator
    const send = (path: string, fields: [string, string][], headers = {}) =>
      fetch(new URL(path, authUrl), {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: authUrl, ...headers },
        body: new URLSearchParams(fields),
      })
    const login = await send('/login', [
      ['email', email],
      ['password', 'emulator-password'],
    ])
    const cookie = login.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    const page = await (await fetch(url, { headers: { cookie } })).text()
    const inputs = [...page.matchAll(/<input type="(?:hidden|checkbox)" name="([^"]*)" value="([^"]*)"/g)]
    const fields = inputs.map(([, name = '', value = '']): [string, string] => [name, value])
    const { headers } = await send('/oauth/2.1/authorize', [...fields, ['decision', 'allow']], { cookie })
    return new URL(headers.get('location') ?? '').searchParams
  }

  /** A client that has registered itself, and how it gets tokens. */
  async function connect() {
    const { metadata, challenge } = await discover()
    const clientId = await register(metadata.registration_endpoint)
    const post = async (fields: Record<string, string>): Promise<Tokens> => {
      const response = await postForm(metadata.token_endpoint, { client_id: clientId, resource, ...fields })
      expect(response.status).toBe(200)
      return response.json()
    }
    return {
      async authorize(scope = parameterOf(challenge, 'scope')): Promise<Tokens> {
        const verifier = randomBytes(32).toString('base64url')
        const url = new URL(metadata.authorization_endpoint)
        const parameters = {
          ...{ response_type: 'code', client_id: clientId, redirect_uri: redirectUri, state: 'state', scope, resource },
          code_challenge: createHash('sha256').update(verifier).digest('base64url'),
          code_challenge_method: 'S256',
        }
        url.search = String(new URLSearchParams(parameters))
        const callback = await allow(url.href)
        expect(callback.get('state')).toBe('state')
        const code = callback.get('code') ?? ''
        return post({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier })
      },
      refresh: (token: string) => post({ grant_type: 'refresh_token', refresh_token: token }),
    }
  }

  test('answers the preflight of a page, and tells it where to sign in', async () => {
    const preflight = await ask(resource, {
      method: 'OPTIONS',
      headers: {
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization, content-type, mcp-protocol-version',
      },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-headers')).toBe('*, Authorization')

    const { response } = await send('initialize', {})
    expect(response.status).toBe(401)
    expect(response.headers.get('access-control-expose-headers')).toContain('WWW-Authenticate')
    const { challenge, document, metadata } = await discover()
    expect(parameterOf(challenge, 'scope')).toBe('notes:read')
    expect(document).toMatchObject({ resource, scopes_supported: ['notes:read'] })
    expect(metadata).toMatchObject({
      issuer: document.authorization_servers[0],
      code_challenge_methods_supported: ['S256'],
    })
  })

  test.each(['GET', 'DELETE', 'PUT'])('refuses %s without a token', async (method) => {
    expect((await ask(resource, { method })).status).toBe(401)
  })

  test('serves a client that was allowed: the protocol, the tools, and a call', async () => {
    const client = await connect()
    const { access_token: token } = await client.authorize()
    const clientInfo = { name: 'inspector', version: '1.0.0' }
    const hello = await send('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo }, token)
    expect(hello.body.result).toMatchObject({ protocolVersion: '2025-11-25', serverInfo: { name: 'notes' } })
    const { body } = await send('tools/list', {}, token)
    expect(body.result.tools.map(({ name }: { name: string }) => name)).toContain('whoami')
    expect((await callTool(token, 'whoami')).result.userId).toMatch(/^[\da-f-]{36}$/)
  })

  test('answers a call that needs another scope with a 403 that names all, and a token that has them with the result', async () => {
    const client = await connect()
    const { access_token: token } = await client.authorize()
    const { response, challenge } = await callTool(token, 'add_note', { text: 'Milk' })
    expect(response.status).toBe(403)
    expect(parameterOf(challenge, 'error')).toBe('insufficient_scope')
    expect(parameterOf(challenge, 'scope')).toBe('notes:read notes:write')
    const more = await client.authorize(parameterOf(challenge, 'scope'))
    expect((await callTool(more.access_token, 'add_note', { text: 'Milk' })).result).toEqual({ notes: 1 })
  })

  test('accepts the token of a refresh, and no refresh token', async () => {
    const client = await connect()
    const first = await client.authorize()
    const next = await client.refresh(first.refresh_token)
    expect(next.access_token).not.toBe(first.access_token)
    expect((await callTool(next.access_token, 'whoami')).response.status).toBe(200)
    // It is then active, with a type of its own.
    emulator.changeSettings({ mcp_introspects_refresh_tokens: true })
    const { response, challenge, body } = await callTool(next.refresh_token, 'whoami')
    expect([response.status, body.code]).toEqual([401, 'invalid_claims'])
    expect(parameterOf(challenge, 'error')).toBe('invalid_token')
  })
}

import {
  auth,
  type OAuthClientMetadata,
  type OAuthClientProvider,
  type OAuthDiscoveryState,
  type StoredOAuthClientInformation,
  type StoredOAuthTokens,
} from '@modelcontextprotocol/client'
import { type HttpServer, startHttpServer } from 'test-kit/http-server'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Browser } from '../../../test/fixture.js'
import { answer, introspect, signedIn } from '../../../test/mcp-client.js'
import { type EmulatorServer, PERSONAS, startServer } from '../../index.js'

// The official MCP client over HTTP: discovery, registration, authorization and refresh.
let server: EmulatorServer
let mcpServer: HttpServer
let resource = ''

beforeAll(async () => {
  server = await startServer({ port: 0 })
  mcpServer = await startHttpServer(
    (_, response) => {
      const document = { resource, authorization_servers: [`${server.emulator.authUrl}/oauth/2.1`] }
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(document))
    },
    { host: 'localhost' },
  )
  resource = `${mcpServer.url}/mcp`
})
afterAll(async () => {
  await mcpServer.close()
  await server.close()
})
beforeEach(() => server.emulator.reset())

/** Stores what the client asks it to store. Opens no browser. */
class Host implements OAuthClientProvider {
  readonly redirectUrl = 'http://localhost:9123/callback'
  opened: URL | undefined
  /** The browser of the user. */
  visitor: Browser | undefined
  client: StoredOAuthClientInformation | undefined
  stored: StoredOAuthTokens | undefined
  #verifier = ''
  #discovery: OAuthDiscoveryState | undefined
  readonly clientMetadata: OAuthClientMetadata

  constructor(metadata: Partial<OAuthClientMetadata> = {}) {
    const grants = { grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] }
    this.clientMetadata = { client_name: 'Host', redirect_uris: [this.redirectUrl], ...grants, ...metadata }
  }
  state = () => 'state-of-the-host'
  clientInformation = () => this.client
  saveClientInformation = (client: StoredOAuthClientInformation) => {
    this.client = client
  }
  tokens = () => this.stored
  saveTokens = (tokens: StoredOAuthTokens) => {
    this.stored = tokens
  }
  invalidateCredentials = () => {
    this.stored = undefined
  }
  redirectToAuthorization = (url: URL) => {
    this.opened = url
  }
  saveCodeVerifier = (verifier: string) => {
    this.#verifier = verifier
  }
  codeVerifier = () => this.#verifier
  saveDiscoveryState = (state: OAuthDiscoveryState) => {
    this.#discovery = state
  }
  discoveryState = () => this.#discovery
}

/** The user's part: login and consent. Returns what the client finds at its redirect URI. */
async function allow(host: Host): Promise<URLSearchParams> {
  host.visitor = await signedIn(server.emulator, PERSONAS.admin)
  return (await answer(host.visitor, await host.visitor.get(String(host.opened)))).searchParams
}

async function connect(host: Host, scope?: string): Promise<void> {
  const options = { serverUrl: resource, ...(scope === undefined ? {} : { scope }) }
  expect(await auth(host, options)).toBe('REDIRECT')
  const callback = await allow(host)
  expect(callback.get('state')).toBe('state-of-the-host')
  const [authorizationCode, iss] = [callback.get('code') ?? '', callback.get('iss')]
  const answered = { ...options, authorizationCode, ...(iss === null ? {} : { iss }) }
  expect(await auth(host, answered)).toBe('AUTHORIZED')
}

describe('the official MCP client', () => {
  test.each(['none', 'client_secret_basic', 'client_secret_post'])(
    'registers with %s, is authorized and refreshes',
    async (method) => {
      const host = new Host({ token_endpoint_auth_method: method })
      await connect(host, 'read:user_data plans:write')
      const first = host.stored?.access_token ?? ''
      expect(await introspect(server.emulator, first)).toMatchObject({
        active: true,
        sub: PERSONAS.admin.userId,
        aud: resource,
        scope: 'read:user_data plans:write',
        client_id: host.client?.client_id,
      })
      expect(await auth(host, { serverUrl: resource })).toBe('AUTHORIZED')
      expect(host.stored?.access_token).not.toBe(first)
      expect((await introspect(server.emulator, host.stored?.access_token ?? '')).active).toBe(true)
    },
  )

  test.each([
    { mcp_iss_parameter: true },
    { mcp_refresh_tokens: 'strict' },
    { mcp_refresh_tokens: 'keep' },
    { mcp_unknown_scopes: 'reject' },
    { mcp_appended_metadata: true, mcp_jwks_uri: true, mcp_revocation: true },
  ] as const)('works with %j', async (settings) => {
    server.emulator.changeSettings(settings)
    const host = new Host()
    await connect(host)
    for (let i = 0; i < 3; i++) expect(await auth(host, { serverUrl: resource })).toBe('AUTHORIZED')
  })

  test('refuses a document whose issuer is not the address that the MCP server names', async () => {
    server.emulator.changeSettings({ mcp_issuer: 'origin' })
    await expect(auth(new Host(), { serverUrl: resource })).rejects.toThrow(/issuer/i)
  })

  test('asks for a new login after the user has logged out', async () => {
    const host = new Host()
    await connect(host)
    await host.visitor?.submit('/logout', {})
    expect(await auth(host, { serverUrl: resource })).toBe('REDIRECT')
    expect(host.stored).toBeUndefined()
  })
})

// The recipe docs/recipes/mcp.md under `next start`: an MCP server with mcp-handler. Its own test calls the routes without
// Next.js around them.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EmulatorServer, startServer } from '../../packages/emulator/dist/index.js'
import { type AppService, nextVersions, startApp } from './next.ts'
import { getSharedBuild } from './next-shared-build.ts'

/** As clients know it. Nothing is derived from the address at which the app listens. */
const resource = 'https://mcp.example.com/mcp'
const metadata = 'https://mcp.example.com/.well-known/oauth-protected-resource/mcp'
const userId = 'a6b1c0de-5f0e-4c55-9d1a-0d6b4a3f2c11'
const seed = {
  users: [{ key: 'ada', id: userId, email: 'ada@example.test' }],
  settings: { mcp_scopes: [{ name: 'notes:read' }] },
}

const [[title, version]] = nextVersions

describe(title, () => {
  let server: EmulatorServer
  let app: AppService

  beforeAll(async () => {
    server = await startServer({ port: 0, seed })
    const { authUrl, introspection } = server.emulator
    // Built without this environment, as in a container image.
    const { folder } = await getSharedBuild(version)
    const environment = {
      PROPELAUTH_AUTH_URL: authUrl,
      MCP_RESOURCE: resource,
      PROPELAUTH_MCP_CLIENT_ID: introspection.clientId,
      PROPELAUTH_MCP_CLIENT_SECRET: introspection.clientSecret,
    }
    app = await startApp(folder, environment, 4740)
  }, 300_000)

  afterAll(async () => {
    await app?.stop()
    await server?.close()
  })

  const headersFor = (audience = resource) => {
    const { accessToken } = server.emulator.mintMcpToken({ user: 'ada', resource: audience, scopes: ['notes:read'] })
    return { authorization: `Bearer ${accessToken}` }
  }

  const ask = (headers: Record<string, string>) => fetch(`${app.url}/mcp`, { method: 'POST', headers })

  test('a tool knows the user of the token', async () => {
    const client = new Client({ name: 'editor', version: '1.0.0' })
    const requestInit = { headers: headersFor() }
    await client.connect(new StreamableHTTPClientTransport(new URL(`${app.url}/mcp`), { requestInit }))
    expect((await client.callTool({ name: 'whoami' })).content).toEqual([{ type: 'text', text: userId }])
    await client.close()
  })

  test('a request without a token is told where to get one', async () => {
    const refused = await ask({})
    expect(refused.status).toBe(401)
    expect(refused.headers.get('www-authenticate')).toContain(`resource_metadata="${metadata}"`)
    const document = await fetch(app.url + new URL(metadata).pathname)
    expect(await document.json()).toMatchObject({
      resource,
      authorization_servers: [`${server.emulator.authUrl}/oauth/2.1`],
    })
  })

  test('a token for another server is a 401, an outage a 503', async () => {
    expect((await ask(headersFor('https://other.example.com/mcp'))).status).toBe(401)
    server.emulator.addFault({ group: 'mcp-server', fault: 'away' })
    const response = await ask(headersFor())
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([503, null])
  })
})

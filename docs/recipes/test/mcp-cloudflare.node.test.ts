import { fileURLToPath } from 'node:url'
import { bundle, forWorkers } from 'test-kit/bundle'
import { startWorkerd } from 'test-kit/workerd'
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { credentials, startAuthorizationServer } from './mcp-authorization-server.ts'

const authorization = await startAuthorizationServer()
const { bearerOf, state } = authorization
const origin = 'http://localhost:8787'
const resource = `${origin}/mcp`

async function startWorker(name: string) {
  const script = await bundle({
    ...forWorkers,
    absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
    entryPoints: [`src/mcp/cloudflare/${name}.ts`],
    external: ['cloudflare:*', 'node:*'],
  })
  const { miniflare } = await startWorkerd(script, {
    compatibilityDate: '2026-11-01',
    bindings: {
      PROPELAUTH_AUTH_URL: authorization.url,
      PROPELAUTH_MCP_CLIENT_ID: credentials.clientId,
      PROPELAUTH_MCP_CLIENT_SECRET: credentials.clientSecret,
      MCP_RESOURCE: resource,
    },
  })
  return miniflare
}

type Worker = Awaited<ReturnType<typeof startWorker>>

const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'whoami', arguments: {} } })

async function call(worker: Worker, headers: Record<string, string>) {
  const sent = { accept: 'application/json, text/event-stream', 'content-type': 'application/json', ...headers }
  const response = await worker.dispatchFetch(resource, { method: 'POST', headers: sent, body })
  return {
    status: response.status,
    challenge: response.headers.get('www-authenticate') ?? '',
    text: await response.text(),
  }
}

beforeEach(() => {
  state.isDown = false
})

describe.each([
  ['resource-server', '"userId":"ada"'],
  ['agents', '"text":"ada"'],
])('the Worker %s', (name, expected) => {
  let worker: Worker

  beforeAll(async () => {
    worker = await startWorker(name)
    return () => worker.dispose()
  })

  test('knows the user of a token', async () => {
    const before = state.introspections
    const ada = bearerOf(resource)
    for (let i = 0; i < 3; i++) {
      const answer = await call(worker, ada)
      expect(answer.text).toContain(expected)
      expect(answer.status).toBe(200)
    }
    expect(state.introspections - before).toBe(1)
  })

  test('refuses requests without a valid token, and says where to get one', async () => {
    const metadata = `resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`
    for (const headers of [{}, { authorization: 'Bearer made-up' }, bearerOf('https://other.example.com/mcp')]) {
      const { status, challenge } = await call(worker, headers)
      expect(status).toBe(401)
      expect(challenge).toContain(metadata)
    }
    const document = await worker.dispatchFetch(`${origin}/.well-known/oauth-protected-resource/mcp`)
    expect(await document.json()).toMatchObject({ resource, authorization_servers: [`${authorization.url}/oauth/2.1`] })
  })

  test('asks for the scope that is missing', async () => {
    const { status, challenge } = await call(worker, bearerOf(resource, 'other'))
    expect(status).toBe(403)
    expect(challenge).toContain('error="insufficient_scope"')
    expect(challenge).toContain('scope="notes:read"')
  })

  test('blames no token for an outage', async () => {
    state.isDown = true
    onTestFinished(() => {
      state.isDown = false
    })
    expect((await call(worker, bearerOf(resource))).status).toBe(503)
  })
})

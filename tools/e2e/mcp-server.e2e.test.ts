// An MCP client that knows nothing but an address, against the example on workerd and on Node: discovery, registration,
// consent in Chromium, tools, a scope that is asked for later, a refresh, an outage. Then its requests one by one.
import type { RequestListener } from 'node:http'
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client'
import type { Page } from 'playwright-core'
import { hasChromium } from 'test-kit/chromium'
import { type HttpServer, startHttpServer } from 'test-kit/http-server'
import { McpHost } from 'test-kit/mcp-host'
import { afterAll, describe, expect } from 'vitest'
import { readSeed } from '../../packages/emulator/dist/vitest.js'
import { createBrowserTest } from './browser-test.ts'
import { type McpExample, mcpExampleRuntimes, mcpExampleSeed, startMcpExample } from './mcp-example.ts'
import { describeMcpRequests } from './mcp-requests.ts'

/** An editor of one user, with a browser of its own. */
interface Editor {
  readonly host: McpHost
  readonly page: Page
}

const seed = await readSeed(mcpExampleSeed)

/** Has no editor, and so no notes before the requests one by one. */
const cy = { key: 'cy', email: 'cy@example.test', password: 'emulator-password' }

const test = createBrowserTest({ seed: { ...seed, users: [...(seed.users ?? []), cy] } }).extend<{
  callback: HttpServer
  /** Opens an editor, with a user who is signed in. */
  open: (user: string) => Promise<Editor>
}>({
  callback: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the dependencies of a fixture from the pattern
    async ({}, use) => {
      const page: RequestListener = (_request, response) => response.end('Back in the editor')
      await using server = await startHttpServer(page, { host: 'localhost' })
      await use(server)
    },
    { scope: 'file' },
  ],
  open: async ({ browser, callback, signIn }, use) =>
    use(async (user) => {
      const context = await browser.newContext()
      await signIn(context, user)
      return { host: new McpHost(`${callback.url}/callback`), page: await context.newPage() }
    }),
})

describe.each(mcpExampleRuntimes)('the MCP server on %s', (runtime) => {
  let resource: string
  let server: McpExample

  test.beforeAll(async ({ emulator }) => {
    emulator.reset()
    server = await startMcpExample(runtime, 8940, emulator)
    resource = server.resource
  })

  afterAll(() => server?.stop())

  describe.runIf(hasChromium())('and editors', () => {
    const transportOf = (host: McpHost) => new StreamableHTTPClientTransport(new URL(resource), { authProvider: host })

    async function connect({ host }: Editor) {
      const client = new Client({ name: 'editor', version: '1.0.0' })
      await client.connect(transportOf(host))
      return client
    }

    /** What the user does. */
    async function allow({ host, page }: Editor) {
      await page.goto(String(host.opened))
      await page.getByRole('button', { name: 'Allow', exact: true }).click()
      await page.waitForURL(`${host.redirectUrl}?*`)
      await transportOf(host).finishAuth(new URL(page.url()).searchParams)
    }

    const call = async (client: Client, name: string, args = {}) => {
      const { content } = await client.callTool({ name, arguments: args })
      const [first] = content as { text: string }[]
      return JSON.parse(first?.text ?? 'null')
    }

    /** An editor that a user has allowed, and its client. */
    async function allowed(editor: Editor) {
      await expect(connect(editor)).rejects.toThrow(UnauthorizedError)
      await allow(editor)
      return { ...editor, client: await connect(editor) }
    }

    /** A request as on the wire. */
    const ask = (token: string) => fetch(resource, { method: 'POST', headers: { authorization: `Bearer ${token}` } })

    test('sends a client that knows only the address to the login, for this server and its scope', async ({
      open,
      emulator,
    }) => {
      const editor = await open('ada')
      await expect(connect(editor)).rejects.toThrow(UnauthorizedError)
      const { opened } = editor.host
      expect(opened?.origin).toBe(emulator.authUrl)
      expect(Object.fromEntries(opened?.searchParams ?? [])).toMatchObject({
        resource,
        scope: 'notes:read',
        code_challenge_method: 'S256',
      })
    })

    test('knows the user after the consent, and asks for more scopes when a tool needs them', async ({ open }) => {
      const ada = await allowed(await open('ada'))
      const { tools } = await ada.client.listTools()
      expect(tools.map(({ name }) => name)).toEqual(['whoami', 'list_notes', 'add_note', 'clear_notes'])
      expect((await call(ada.client, 'whoami')).userId).toMatch(/^[\da-f-]{36}$/)
      expect(await call(ada.client, 'list_notes')).toEqual([])

      await expect(call(ada.client, 'add_note', { text: 'Milk' })).rejects.toThrow(UnauthorizedError)
      expect(ada.host.opened?.searchParams.get('scope')?.split(' ').toSorted()).toEqual(['notes:read', 'notes:write'])
      await allow(ada)
      expect(await call(ada.client, 'add_note', { text: 'Milk' })).toEqual({ notes: 1 })
      expect(await call(ada.client, 'list_notes')).toEqual(['Milk'])

      const bob = await allowed(await open('bob'))
      expect(await call(bob.client, 'list_notes')).toEqual([])
      await Promise.all([ada.client.close(), bob.client.close()])
    })

    test('makes a client refresh a token that does not count any more', async ({ open }) => {
      const { host, client } = await allowed(await open('ada'))
      const before = host.stored
      host.stored = { ...before, token_type: 'Bearer', access_token: 'expired' }
      expect((await call(client, 'whoami')).userId).toMatch(/^[\da-f-]{36}$/)
      expect(host.stored?.access_token).not.toMatch(/^expired$/)
      expect(host.stored?.access_token).not.toBe(before?.access_token)
      await client.close()
    })

    test('refuses a token for another server', async ({ emulator }) => {
      for (const audience of ['https://other.example/mcp', `${resource}/other`, resource.replace('/mcp', '/')]) {
        const { accessToken } = emulator.mintMcpToken({ user: 'ada', resource: audience, scopes: ['notes:read'] })
        const response = await ask(accessToken)
        expect(response.status).toBe(401)
        expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"')
        expect(await response.json()).toMatchObject({ code: 'invalid_claims' })
      }
    })

    test('blames no token while PropelAuth is away', async ({ emulator, faults }) => {
      const grant = { user: 'ada', resource, scopes: ['notes:read'] }
      const [cached, other] = [emulator.mintMcpToken(grant).accessToken, emulator.mintMcpToken(grant).accessToken]
      expect((await ask(cached)).status).not.toBe(401)
      faults.add({ group: 'mcp-server', fault: 'away' })
      const response = await ask(other)
      expect(response.status).toBe(503)
      expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
      expect(response.headers.get('www-authenticate')).toBeNull()
      expect((await ask(cached)).status).not.toBe(503)
      faults.clear()
      expect((await ask(other)).status).not.toBe(503)
    })
  })

  describe('and a page without an SDK', () => describeMcpRequests(test, cy.email, () => server))
})

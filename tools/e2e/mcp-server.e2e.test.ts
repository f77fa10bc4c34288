// An MCP client that knows nothing but an address, against the example on workerd and on Node: discovery, registration, login
// and consent in Chromium, tools, a scope that is asked for later, a refresh, an outage.
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client'
import type { Browser, Page } from 'playwright-core'
import { hasChromium, launchChromium } from 'test-kit/chromium'
import { type HttpServer, startHttpServer } from 'test-kit/http-server'
import { McpHost } from 'test-kit/mcp-host'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EmulatorService, findPort, root, start, startEmulator, startWorker, stop } from '../services.ts'

const folder = 'examples/mcp-server'

interface Vars extends Record<string, string> {
  readonly MCP_RESOURCE: string
}

/** Starts the example, and returns how to stop it. */
const starts = {
  async workerd(port: number, vars: Vars) {
    const worker = await startWorker({ folder, port, persistTo: temporaryFolder(), vars })
    return () => worker.stop()
  },
  async Node(port: number, vars: Vars) {
    const { child, log } = start('node', ['src/node.ts'], join(root, folder), { ...vars, PORT: String(port) })
    while (child.exitCode === null) {
      const response = await fetch(vars.MCP_RESOURCE).catch(() => undefined)
      if (response) return () => stop(child)
      await sleep(50)
    }
    throw new Error(log.join(''))
  },
}

describe.runIf(hasChromium()).each(['workerd', 'Node'] as const)('the MCP server on %s', (runtime) => {
  let emulator: EmulatorService
  let callback: HttpServer
  let browser: Browser
  let resource: string
  let stopServer: () => Promise<unknown>

  beforeAll(async () => {
    const seed = join(root, folder, 'propelauth.seed.yaml')
    emulator = await startEmulator(await findPort(4690), ':memory:', ['--seed', seed])
    const port = await findPort(8940)
    resource = `http://localhost:${port}/mcp`
    stopServer = await starts[runtime](port, {
      PROPELAUTH_AUTH_URL: emulator.authUrl,
      PROPELAUTH_MCP_CLIENT_ID: emulator.mcpClientId,
      PROPELAUTH_MCP_CLIENT_SECRET: emulator.mcpClientSecret,
      MCP_RESOURCE: resource,
    })
    callback = await startHttpServer((_request, response) => response.end('Back in the editor'), { host: 'localhost' })
    browser = await launchChromium()
  })

  afterAll(async () => {
    await browser?.close()
    await callback?.close()
    await stopServer?.()
    await emulator?.stop()
  })

  /** An editor of one user, with a browser of its own. */
  async function open() {
    const host = new McpHost(`${callback.url}/callback`)
    const page = await (await browser.newContext()).newPage()
    return { host, page }
  }

  type Editor = Awaited<ReturnType<typeof open>>

  const transportOf = (host: McpHost) => new StreamableHTTPClientTransport(new URL(resource), { authProvider: host })

  async function connect({ host }: Editor) {
    const client = new Client({ name: 'editor', version: '1.0.0' })
    await client.connect(transportOf(host))
    return client
  }

  async function logIn(page: Page, email: string) {
    await page.getByLabel('Email').first().fill(email)
    await page.getByLabel('Password').first().fill('emulator-password')
    await page.getByRole('button', { name: 'Log in', exact: true }).first().click()
  }

  /** What the user does: the login, if there is none yet, and the consent. */
  async function allow({ host, page }: Editor, email?: string) {
    await page.goto(String(host.opened))
    if (email) await logIn(page, email)
    await page.getByRole('button', { name: 'Allow', exact: true }).click()
    await page.waitForURL(`${callback.url}/**`)
    await transportOf(host).finishAuth(new URL(page.url()).searchParams)
  }

  const call = async (client: Client, name: string, args = {}) => {
    const { content } = await client.callTool({ name, arguments: args })
    const [first] = content as { text: string }[]
    return JSON.parse(first?.text ?? 'null')
  }

  async function signedIn(email: string) {
    const editor = await open()
    await expect(connect(editor)).rejects.toThrow(UnauthorizedError)
    await allow(editor, email)
    return { ...editor, client: await connect(editor) }
  }

  const control = (path: string, method: string, body?: object) =>
    fetch(`${emulator.authUrl}/_emulator/${path}`, { method, ...(body && { body: JSON.stringify(body) }) })

  /** A request as on the wire. */
  const ask = (token: string) => fetch(resource, { method: 'POST', headers: { authorization: `Bearer ${token}` } })

  const tokenFor = async (audience: string): Promise<string> => {
    const grant = { user: 'ada', resource: audience, scopes: ['notes:read'] }
    return (await (await control('mcp/token', 'POST', grant)).json()).accessToken
  }

  test('sends a client that knows only the address to the login, for this server and its scope', async () => {
    const editor = await open()
    await expect(connect(editor)).rejects.toThrow(UnauthorizedError)
    const { opened } = editor.host
    expect(opened?.origin).toBe(emulator.authUrl)
    expect(Object.fromEntries(opened?.searchParams ?? [])).toMatchObject({
      resource,
      scope: 'notes:read',
      code_challenge_method: 'S256',
    })
  })

  test('knows the user after login and consent, and asks for more scopes when a tool needs them', async () => {
    const ada = await signedIn('ada@example.test')
    const { tools } = await ada.client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(['whoami', 'list_notes', 'add_note', 'clear_notes'])
    expect((await call(ada.client, 'whoami')).userId).toMatch(/^[\da-f-]{36}$/)
    expect(await call(ada.client, 'list_notes')).toEqual([])

    await expect(call(ada.client, 'add_note', { text: 'Milk' })).rejects.toThrow(UnauthorizedError)
    expect(ada.host.opened?.searchParams.get('scope')?.split(' ').toSorted()).toEqual(['notes:read', 'notes:write'])
    await allow(ada)
    expect(await call(ada.client, 'add_note', { text: 'Milk' })).toEqual({ notes: 1 })
    expect(await call(ada.client, 'list_notes')).toEqual(['Milk'])

    const bob = await signedIn('bob@example.test')
    expect(await call(bob.client, 'list_notes')).toEqual([])
    await Promise.all([ada.client.close(), bob.client.close()])
  })

  test('makes a client refresh a token that does not count any more', async () => {
    const { host, client } = await signedIn('ada@example.test')
    const before = host.stored
    host.stored = { ...before, token_type: 'Bearer', access_token: 'expired' }
    expect((await call(client, 'whoami')).userId).toMatch(/^[\da-f-]{36}$/)
    expect(host.stored?.access_token).not.toMatch(/^expired$/)
    expect(host.stored?.access_token).not.toBe(before?.access_token)
    await client.close()
  })

  test('refuses a token for another server', async () => {
    for (const audience of ['https://other.example/mcp', `${resource}/other`, resource.replace('/mcp', '/')]) {
      const response = await ask(await tokenFor(audience))
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"')
      expect(await response.json()).toMatchObject({ code: 'invalid_claims' })
    }
  })

  test('blames no token while PropelAuth is away', async () => {
    const [cached, other] = [await tokenFor(resource), await tokenFor(resource)]
    expect((await ask(cached)).status).not.toBe(401)
    await control('faults', 'POST', { group: 'mcp-server', fault: 'away' })
    const response = await ask(other)
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(response.headers.get('www-authenticate')).toBeNull()
    expect((await ask(cached)).status).not.toBe(503)
    await control('faults', 'DELETE')
    expect((await ask(other)).status).not.toBe(503)
  })
})

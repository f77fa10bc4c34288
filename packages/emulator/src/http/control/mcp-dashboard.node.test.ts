import { afterAll, beforeEach, expect, test } from 'vitest'
import { browser, testEmulator } from '../../../test/fixture.js'
import { connected, RESOURCE, register } from '../../../test/mcp-client.js'

const emulator = testEmulator()
afterAll(() => emulator.close())
beforeEach(() => emulator.reset())

const HTML = { Accept: 'text/html,application/xhtml+xml' }
const open = async (path: string, headers: Record<string, string> = HTML) => browser(emulator).get(path, headers)
const { clientId, clientSecret } = emulator.introspection

test('dashboard and page list the clients and the introspection credentials', async () => {
  const { client_id } = (await register(emulator, { client_name: 'Listed' })).body
  for (const path of ['/_emulator', '/_emulator/mcp']) {
    const { status, body } = await open(path)
    expect(status).toBe(200)
    for (const shown of [clientId, clientSecret, client_id, 'Listed', 'registered itself'])
      expect(body).toContain(shown)
  }
})

test('tools get JSON', async () => {
  await (await connected(emulator)).tokens()
  const { headers, body } = await open('/_emulator/mcp', {})
  expect(headers.get('Vary')).toContain('Accept')
  expect(body).toEqual({ introspection: { clientId, clientSecret }, clients: emulator.oauthClients() })
  expect(body.clients).toMatchObject([{ grants: 1, source: 'registered' }])
})

test('without clients it says how they come', async () => {
  expect((await open('/_emulator/mcp')).body).toContain('No clients yet. MCP clients register themselves')
})

test('?live reloads the page until it is stopped', async () => {
  expect((await open('/_emulator/mcp')).headers.has('Refresh')).toBe(false)
  const { headers, body } = await open('/_emulator/mcp?live')
  expect(headers.get('Refresh')).toBe('2')
  expect(body).toContain('<a href="/_emulator/mcp">Stop</a>')
})

test('the dashboard shows the ten newest clients', async () => {
  for (let i = 0; i < 12; i++) await register(emulator, { client_name: `Client ${i}.` })
  const { body } = await open('/_emulator')
  expect(body).toContain('MCP and OAuth clients (12)')
  expect([body.includes('Client 11.'), body.includes('Client 2.'), body.includes('Client 1.')]).toEqual([
    true,
    true,
    false,
  ])
})

test('minted tokens show their client', async () => {
  emulator.mintMcpToken({ user: 'owner', resource: RESOURCE })
  expect((await open('/_emulator/mcp')).body).toContain('emu_minted')
})

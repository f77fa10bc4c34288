import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { initBaseAuth } from '@propelauth/node'
import { getApis } from '@propelauth/node-apis'
import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose'
import { freePort } from 'test-kit/listen'
import { folderOfTest } from 'test-kit/temporary-folder'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { browser, rt } from '../test/fixture.js'
import { fetchByName } from '../test/named-host.js'
import { type Started, startCli } from '../test/process.js'
import { createEmulator, PERSONA_ORGS, PERSONAS } from './index.js'

// As in docker compose: the emulator listens for other machines, under a name that is not loopback.
const apiKey = `emu_${'compose-'.repeat(5)}`
let authUrl = ''
let started: Started

beforeAll(async () => {
  // The auth URL has to be known before the start.
  const port = String(await freePort())
  authUrl = `http://emulator:${port}`
  const flags = ['--host', '0.0.0.0', '--port', port, '--strict-port', '--auth-url', authUrl, '--api-key', apiKey]
  started = await startCli([...flags, '--allow-host', 'emulator.internal', '--data', ':memory:'])
})
afterAll(() => started[Symbol.asyncDispose]())
afterEach(() => vi.unstubAllGlobals())

const withKey = { Authorization: `Bearer ${apiKey}` }
const mint = async (user: string): Promise<string> => {
  const body = JSON.stringify({ user })
  const response = await fetchByName(`${authUrl}/_emulator/token`, { method: 'POST', headers: withKey, body })
  return (await response.json()).accessToken
}

describe('an emulator at http://emulator', () => {
  test('has its name in the ready line', () => {
    const { ready, port, issuer, verifierKey } = started.ready
    expect(started.ready).toMatchObject({ authUrl, apiKey, issuer: authUrl })
    expect([ready, issuer, `http://emulator:${port}`]).toEqual([true, authUrl, authUrl])
    expect(verifierKey).toContain('BEGIN PUBLIC KEY')
  })

  test('tokens verify with the keys and the issuer at that name', async () => {
    const keys = createRemoteJWKSet(new URL(`${authUrl}/.well-known/jwks.json`), { [customFetch]: fetchByName })
    const { payload } = await jwtVerify(await mint('owner'), keys, { issuer: authUrl })
    expect(payload).toMatchObject({ iss: authUrl, user_id: PERSONAS.owner.userId })
    const discovery = await (await fetchByName(`${authUrl}/.well-known/openid-configuration`)).json()
    expect(discovery).toMatchObject({ issuer: authUrl, jwks_uri: `${authUrl}/.well-known/jwks.json` })
  })

  test('official SDKs work with that name', async () => {
    vi.stubGlobal('fetch', (url: string, init: RequestInit) =>
      fetchByName(url.replace('https://propelauth-api.com', authUrl), init),
    )
    const user = await getApis(new URL(authUrl), apiKey).fetchUserMetadataByEmail(PERSONAS.admin.email, true)
    expect(user?.orgIdToOrgInfo?.[PERSONA_ORGS.acme.orgId]).toMatchObject({ assignedRole: 'Admin' })
    const auth = initBaseAuth({ authUrl, apiKey })
    const known = await auth.validateAccessTokenAndGetUser(`Bearer ${await mint('admin')}`)
    expect(known.userId).toBe(PERSONAS.admin.userId)
  })

  test.each([
    ['emulator', 200],
    ['EMULATOR', 200],
    ['emulator.internal', 200],
    ['localhost', 200],
    ['127.0.0.1', 200],
    ['emulator.evil.example', 421],
    ['other', 421],
    ['emulator2', 421],
  ])('the host name %s is answered with %i', async (host, status) => {
    const url = new URL('/readyz', authUrl)
    url.hostname = host
    expect((await fetchByName(url)).status).toBe(status)
  })

  test('a browser on the host uses the published port, and stays there', async () => {
    const { personaPassword = '' } = started.ready
    const published = `http://localhost:${started.ready.port}`
    const form = new URLSearchParams({ email: PERSONAS.owner.email, password: personaPassword })
    const login = await fetchByName(`${published}/login?${rt(`${authUrl}/account`)}`, {
      method: 'POST',
      headers: { Origin: published },
      body: form,
    })
    expect([login.status, login.headers.get('Location')]).toEqual([303, '/account'])
    const cookie = login.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    expect((await fetchByName(`${published}/account`, { headers: { Cookie: cookie } })).status).toBe(200)
  })

  test('links of its mail page are relative to the host of the browser', async () => {
    const body = JSON.stringify({ email: 'new@x.test', send_email_to_confirm_email_address: true })
    await fetchByName(`${authUrl}/api/backend/v1/user/`, { method: 'POST', headers: withKey, body })
    const page = await fetchByName(`http://localhost:${started.ready.port}/_emulator/mail`, {
      headers: { Accept: 'text/html', Authorization: `Basic ${btoa(`:${apiKey}`)}` },
    })
    expect(await page.text()).toMatch(/href="\/confirm_email\?t=/)
  })
})

describe('the docker compose file of the documentation', () => {
  const page = readFileSync(new URL('../../../docs/emulator.md', import.meta.url), 'utf8')
  const [, yaml = ''] = /### Docker compose[\s\S]*?```yaml\n([\s\S]*?)```/.exec(page) ?? []
  const { emulator, app } = parse(yaml).services

  test('starts an emulator that is healthy and that the app reaches', async () => {
    const port = String(await freePort())
    const filledIn = (text: string): string =>
      text.replaceAll('4460', port).replaceAll(/\$\{PROPELAUTH_API_KEY\}/g, apiKey)
    const [program, ...flags] = filledIn(emulator.command).split(' ')
    expect(program).toBe('node_modules/.bin/propelauth-emulator')
    await using composed = await startCli(flags)
    const [, ...probe] = emulator.healthcheck.test.map(filledIn)
    expect(spawnSync(process.execPath, probe.slice(1)).status).toBe(0)

    const { PROPELAUTH_AUTH_URL = '', PROPELAUTH_API_URL = '', PROPELAUTH_API_KEY = '' } = app.environment
    expect(composed.ready.authUrl).toBe(filledIn(PROPELAUTH_AUTH_URL))
    const headers = { Authorization: `Bearer ${filledIn(PROPELAUTH_API_KEY)}` }
    const users = await fetchByName(`${filledIn(PROPELAUTH_API_URL)}/api/backend/v1/user/query`, { headers })
    expect((await users.json()).total_users).toBe(5)
  })
})

describe('a configured API key', () => {
  test.each([
    ['short', 'apiKey must have at least 32 characters, and has 5'],
    ['', 'apiKey must be printable ASCII without white space'],
    [`${'k'.repeat(40)}\n`, 'apiKey must be printable ASCII without white space'],
    ['ключ'.repeat(10), 'apiKey must be printable ASCII without white space'],
    ['0123456789abcdef'.repeat(6), 'apiKey looks like an API key of the real service'],
  ])('%j is refused', (key, message) => {
    expect(() => createEmulator({ apiKey: key })).toThrow(message)
  })

  test('is used and does not replace the one in the data directory', async () => {
    const data = folderOfTest()
    const first = createEmulator({ data })
    await first.close()
    const chosen = createEmulator({ data, apiKey })
    expect(chosen.apiKey).toBe(apiKey)
    expect((await browser(chosen).get('/api/backend/v1/user/query', withKey)).status).toBe(200)
    await chosen.close()
    await using again = createEmulator({ data })
    expect(again.apiKey).toBe(first.apiKey)
  })
})

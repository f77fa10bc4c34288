import { folderOfTest } from 'test-kit/temporary-folder'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { appServer } from '../../../test/app-server.js'
import { backend, testEmulator } from '../../../test/fixture.js'
import { connected, introspect } from '../../../test/mcp-client.js'
import { createEmulator, type Emulator, PERSONAS } from '../../index.js'

let now = 1_800_000_000_000
const emulator = testEmulator({ now: () => now })
afterAll(() => emulator.close())
beforeEach(() => emulator.reset())
const { owner, member } = PERSONAS
const app = appServer(emulator)

/** A browser, an app and an MCP client in one session. */
async function family() {
  const client = await connected(emulator)
  const issued = await client.tokens()
  const appToken = await app.start(client.visitor)
  const state = async () => ({
    browser: (await client.visitor.get('/api/v1/refresh_token')).status,
    app: (await app.refresh(appToken)).status,
    token: (await introspect(emulator, issued.access_token)).active,
    refresh: (await client.refresh(issued.refresh_token)).status,
  })
  return { ...client, ...issued, appToken, state }
}

const ALIVE = { browser: 200, app: 200, token: true, refresh: 200 }
const ENDED = { browser: 401, app: 401, token: false, refresh: 400 }

describe('a logout ends the tokens of MCP clients', () => {
  test.each([
    ['the hosted page', ({ visitor }) => visitor.submit('/logout', {})],
    ['the browser SDK', ({ visitor }) => visitor.submit('/api/v1/logout', {})],
    ["an app's server", ({ appToken }) => app.logOut(appToken)],
    ['the backend API with the refresh token of the client', ({ refresh_token }) => app.logOut(refresh_token)],
    ['the backend API, for all sessions', () => backend(emulator, 'POST', `user/${owner.userId}/logout_all_sessions`)],
  ] as readonly (readonly [string, (one: Awaited<ReturnType<typeof family>>) => Promise<unknown>])[])(
    'by %s',
    async (_, logOut) => {
      const session = await family()
      expect(await session.state()).toEqual(ALIVE)
      await logOut(session)
      expect(await session.state()).toEqual(ENDED)
    },
  )

  test('another session of the same user stays', async () => {
    const [session, other] = [await family(), await family()]
    await session.visitor.submit('/logout', {})
    expect(await other.state()).toEqual(ALIVE)
  })

  test('a code of an ended session is refused', async () => {
    const { visitor, code, exchange } = await family()
    const issued = await code()
    await visitor.submit('/logout', {})
    expect((await exchange(issued.code, issued.verifier)).body.error).toBe('invalid_grant')
  })
})

describe('a login in the same browser', () => {
  test('as the same user keeps them, as another user ends them', async () => {
    const session = await family()
    await session.visitor.submit('/login', { email: owner.email, password: owner.password })
    expect(await session.state()).toEqual(ALIVE)
    await session.visitor.submit('/login', { email: member.email, password: member.password })
    expect(await session.state()).toEqual({ ...ENDED, browser: 200 })
  })
})

test('a refresh extends the session, and a session that is over has no tokens', async () => {
  const { refresh, refresh_token, visitor } = await family()
  now += 13 * 86_400_000
  const next = (await refresh(refresh_token)).body.refresh_token
  now += 13 * 86_400_000
  expect((await visitor.get('/api/v1/refresh_token')).status).toBe(200)
  now += 14 * 86_400_000
  expect((await refresh(next)).body.error).toBe('invalid_grant')
})

test('a refresh token of an MCP client opens no session of the user', async () => {
  const { refresh_token, access_token } = await family()
  for (const token of [refresh_token, access_token]) {
    const headers = { Cookie: `refresh_token=${token}` }
    expect((await emulator.fetch(`${emulator.authUrl}/api/v1/refresh_token`, { headers })).status).toBe(401)
    expect((await app.refresh(token)).status).toBe(401)
  }
})

test('clients, tokens and codes survive a restart', async () => {
  const data = folderOfTest()
  const first = createEmulator({ data })
  const client = await connected(first)
  const [issued, unused] = [await client.tokens(), await client.code()]
  const { introspection } = first
  await first.close()
  await using second: Emulator = createEmulator({ data })
  expect(second.introspection).toEqual(introspection)
  expect((await introspect(second, issued.access_token)).active).toBe(true)
  const post = (form: Record<string, string>) =>
    second.fetch(`${second.authUrl}/oauth/2.1/token`, { method: 'POST', body: new URLSearchParams(form) })
  const usual = { client_id: client.clientId, redirect_uri: 'http://localhost:9123/callback' }
  const code = { ...usual, grant_type: 'authorization_code', code: unused.code, code_verifier: unused.verifier }
  expect((await post(code)).status).toBe(200)
  expect((await post({ ...usual, grant_type: 'refresh_token', refresh_token: issued.refresh_token })).status).toBe(200)
})

test('a reset removes clients that have registered themselves, and all tokens', async () => {
  const { access_token } = await family()
  emulator.reset()
  expect([emulator.oauthClients(), await introspect(emulator, access_token)]).toEqual([[], { active: false }])
})

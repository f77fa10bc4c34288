import { decodeJwt } from 'jose'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { browser, testEmulator } from '../../../test/fixture.js'
import { HOSTILE_REDIRECT_URIS } from '../../../test/hostile-redirect-uris.js'
import { pkce, signedIn } from '../../../test/mcp-client.js'
import { authorizePath, follow, OAUTH_CLIENTS, oauthApp, WEB_REDIRECT_URI } from '../../../test/oauth-client.js'
import { DEFAULT_SEED, PERSONA_ORGS, PERSONAS } from '../../index.js'

const emulator = testEmulator({ seed: { ...DEFAULT_SEED, oauth_clients: OAUTH_CLIENTS } })
afterAll(() => emulator.close())
beforeEach(() => emulator.reset())
const { multiOrg } = PERSONAS
const { globex } = PERSONA_ORGS
const { locationOf, exchange } = oauthApp(emulator)

describe('authorize', () => {
  test('logs in and redirects to the client with code and state', async () => {
    const callback = await follow(authorizePath(), emulator.authUrl, browser(emulator))
    expect(callback.origin + callback.pathname).toBe(WEB_REDIRECT_URI)
    expect([...callback.searchParams.keys()].toSorted()).toEqual(['code', 'state'])
    expect(callback.searchParams.get('state')).toBe('s1')
  })

  test('the login page allows the redirect to a client that is no app', async () => {
    await using strict = testEmulator({
      appUrls: ['https://app.example'],
      seed: { ...DEFAULT_SEED, oauth_clients: OAUTH_CLIENTS },
    })
    const visitor = browser(strict)
    const login = (await visitor.get(authorizePath())).headers.get('Location') ?? ''
    const policy = (await visitor.get(login)).headers.get('Content-Security-Policy')
    expect(policy).toContain("form-action 'self' http://localhost:3000")
  })

  test('hostile redirect URIs, other clients and doubled parameters get a page', async () => {
    const visitor = await signedIn(emulator)
    const more = [`${WEB_REDIRECT_URI}/`, `${WEB_REDIRECT_URI}?`, 'http://localhost:3001/auth/callback/propelauth']
    for (const uri of [...HOSTILE_REDIRECT_URIS, ...more]) {
      const { status, headers } = await visitor.get(authorizePath({ redirect_uri: uri }))
      expect([status, headers.has('Location')], uri).toEqual([400, false])
    }
    for (const path of [
      authorizePath({ client_id: 'unknown' }),
      authorizePath({ client_id: undefined }),
      `${authorizePath()}&state=2`,
    ])
      expect((await visitor.get(path)).status, path).toBe(400)
  })

  test('* stands for one label of the host', async () => {
    const visitor = await signedIn(emulator)
    const statusOf = async (uri: string) =>
      (await visitor.get(authorizePath({ client_id: 'tenants', redirect_uri: uri }))).status
    for (const label of ['a', 'acme', 'acme-2', 'A1'])
      expect(await statusOf(`https://${label}.app.example/callback?fixed=1`), label).toBe(302)
    for (const label of [
      '',
      '*',
      'a.b',
      '-a',
      'a-',
      'evil.example/',
      'evil.example?',
      'evil.example#',
      'user@a',
      'a:1',
      'é',
      'a%2e',
    ])
      expect(await statusOf(`https://${label}.app.example/callback?fixed=1`), label).toBe(400)
    for (const uri of [
      'https://a.app.example/callback',
      'http://a.app.example/callback?fixed=1',
      'https://a.app.example:8/callback?fixed=1',
    ])
      expect(await statusOf(uri), uri).toBe(400)
  })

  test.each([
    ['no response_type', { response_type: undefined }, 'invalid_request'],
    ['the implicit flow', { response_type: 'token' }, 'unsupported_response_type'],
    ['the method plain', { code_challenge: pkce().challenge, code_challenge_method: 'plain' }, 'invalid_request'],
    ['a challenge without a method', { code_challenge: pkce().challenge }, 'invalid_request'],
    ['a short challenge', { code_challenge: 'x', code_challenge_method: 'S256' }, 'invalid_request'],
    ['no secret and no PKCE', { client_id: 'spa' }, 'invalid_request'],
    ['an organization of others', { org_id: globex.orgId }, 'access_denied'],
    ['no organization', { org_id: 'x' }, 'access_denied'],
  ])('%s: the client is told %s', async (_, parameters, error) => {
    const location = await locationOf(authorizePath(parameters), await signedIn(emulator))
    expect(location.origin + location.pathname).toBe(WEB_REDIRECT_URI)
    expect([location.searchParams.get('error'), location.searchParams.get('state')]).toEqual([error, 's1'])
    expect(location.searchParams.has('code')).toBe(false)
  })

  test('state is optional, unless the project requires it', async () => {
    const visitor = await signedIn(emulator)
    const path = authorizePath({ state: undefined })
    expect([...(await locationOf(path, visitor)).searchParams.keys()]).toEqual(['code'])
    emulator.changeSettings({ oauth_state_required: true })
    expect((await locationOf(path, visitor)).searchParams.get('error')).toBe('invalid_request')
  })

  test('prompt=none is an error without a session', async () => {
    const path = authorizePath({ prompt: 'none' })
    expect((await locationOf(path)).searchParams.get('error')).toBe('login_required')
    expect((await locationOf(path, await signedIn(emulator))).searchParams.has('code')).toBe(true)
  })

  test('prompt=login shows the login page to a signed-in user, once', async () => {
    const visitor = await signedIn(emulator)
    const login = await locationOf(authorizePath({ prompt: 'login' }), visitor)
    expect(login.pathname).toBe('/login')
    expect((await visitor.get(login.pathname + login.search)).body).toContain('<h1>Log in</h1>')
    const callback = await follow(login.href, emulator.authUrl, visitor)
    const { access_token } = (await exchange(callback.searchParams.get('code') ?? '')).body
    expect(decodeJwt(access_token).user_id).toBe(multiOrg.userId)
  })

  test('prompt=select_account uses the session', async () => {
    const location = await locationOf(authorizePath({ prompt: 'select_account' }), await signedIn(emulator))
    expect(location.searchParams.has('code')).toBe(true)
  })
})

import { decodeJwt } from 'jose'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { backend, browser, read, testEmulator } from '../../../test/fixture.js'
import { HOSTILE_REDIRECT_URIS } from '../../../test/hostile-redirect-uris.js'
import { basicAuth, pkce, signedIn } from '../../../test/mcp-client.js'
import { follow, OAUTH_CLIENTS, SECRET, WEB_REDIRECT_URI } from '../../../test/oauth-client.js'
import { DEFAULT_SEED, PERSONA_ORGS, PERSONAS, type Persona } from '../../index.js'

const START = 1_800_000_000_000
let now = START
const emulator = testEmulator({ seed: { ...DEFAULT_SEED, oauth_clients: OAUTH_CLIENTS }, now: () => now })
afterAll(() => emulator.close())
beforeEach(() => {
  now = START
  emulator.reset()
})
const { owner, multiOrg } = PERSONAS
const { globex } = PERSONA_ORGS

type Parameters = Readonly<Record<string, string | undefined>>

const query = (parameters: Parameters): URLSearchParams =>
  new URLSearchParams(
    Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )

const authorizePath = (parameters: Parameters = {}): string => {
  const usual = { response_type: 'code', client_id: 'web', redirect_uri: WEB_REDIRECT_URI, state: 's1' }
  return `/propelauth/oauth/authorize?${query({ ...usual, ...parameters })}`
}

const locationOf = async (path: string, visitor = browser(emulator)): Promise<URL> =>
  new URL((await visitor.get(path)).headers.get('Location') ?? '', emulator.authUrl)

const codeOf = async (parameters: Parameters = {}, persona: Persona = owner): Promise<string> =>
  (await locationOf(authorizePath(parameters), await signedIn(emulator, persona))).searchParams.get('code') ?? ''

const post = async (form: Parameters, headers: HeadersInit = basicAuth('web', SECRET)) =>
  read(
    await emulator.fetch(`${emulator.authUrl}/propelauth/oauth/token`, { method: 'POST', body: query(form), headers }),
  )

const exchange = (code: string, parameters: Parameters = {}, headers?: HeadersInit) =>
  post({ grant_type: 'authorization_code', code, redirect_uri: WEB_REDIRECT_URI, ...parameters }, headers)

const refresh = (refreshToken: string, parameters: Parameters = {}, headers?: HeadersInit) =>
  post({ grant_type: 'refresh_token', refresh_token: refreshToken, ...parameters }, headers)

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

describe('token', () => {
  test('returns both tokens, and an ID token for openid', async () => {
    const { status, body } = await exchange(await codeOf({ scope: 'openid email', nonce: 'n1' }))
    expect([status, Object.keys(body)]).toEqual([
      200,
      ['access_token', 'refresh_token', 'token_type', 'expires_in', 'scope', 'id_token'],
    ])
    expect([body.token_type, body.expires_in, body.scope]).toEqual(['Bearer', 1800, 'openid email'])
    expect(decodeJwt(body.id_token)).toEqual({
      iss: emulator.issuer,
      sub: owner.userId,
      aud: 'web',
      iat: START / 1000,
      exp: START / 1000 + 1800,
      nonce: 'n1',
      email: owner.email,
      email_verified: true,
    })
  })

  test('without openid, or with oauth_id_token: false, there is no ID token', async () => {
    expect((await exchange(await codeOf())).body).not.toHaveProperty('id_token')
    emulator.changeSettings({ oauth_id_token: false })
    expect((await exchange(await codeOf({ scope: 'openid' }))).body).not.toHaveProperty('id_token')
  })

  test('an ID token is no access token', async () => {
    const { id_token } = (await exchange(await codeOf({ scope: 'openid' }))).body
    const headers = { Authorization: `Bearer ${id_token}` }
    expect((await emulator.fetch(`${emulator.authUrl}/propelauth/oauth/userinfo`, { headers })).status).toBe(401)
  })

  test('the secret may be in the body, and PKCE takes its place', async () => {
    expect((await exchange(await codeOf(), { client_id: 'web', client_secret: SECRET }, {})).status).toBe(200)
    for (const client_id of ['web', 'spa']) {
      const { verifier, challenge } = pkce()
      const code = await codeOf({ client_id, code_challenge: challenge, code_challenge_method: 'S256' })
      const { status, body } = await exchange(code, { client_id, code_verifier: verifier }, {})
      expect(status, client_id).toBe(200)
      expect((await refresh(body.refresh_token, { client_id }, {})).status, client_id).toBe(200)
    }
  })

  test.each([
    ['no secret', {}, {}, 'invalid_request'],
    ['only a client id', { client_id: 'web' }, {}, 'invalid_client'],
    ['a wrong secret', {}, basicAuth('web', 'x'), 'invalid_client'],
    ['another client', {}, basicAuth('tenants', SECRET), 'invalid_grant'],
    ['another redirect URI', { redirect_uri: `${WEB_REDIRECT_URI}?` }, undefined, 'invalid_grant'],
    ['a verifier without a challenge', { code_verifier: pkce().verifier }, undefined, 'invalid_grant'],
    ['a verifier instead of the secret', { client_id: 'web', code_verifier: pkce().verifier }, {}, 'invalid_grant'],
    ['a made-up code', { code: 'x' }, undefined, 'invalid_grant'],
    ['another grant type', { grant_type: 'password' }, undefined, 'unsupported_grant_type'],
  ])('%s: %s', async (_, parameters, headers, error) => {
    expect((await exchange(await codeOf(), parameters, headers)).body.error).toBe(error)
  })

  test('with PKCE the verifier is needed, beside a right secret, too', async () => {
    const { challenge } = pkce()
    const asked = { code_challenge: challenge, code_challenge_method: 'S256' }
    for (const code_verifier of [undefined, pkce().verifier])
      expect((await exchange(await codeOf(asked), { code_verifier })).body.error).toBe('invalid_grant')
  })

  test('a second use of a code ends its refresh token', async () => {
    const code = await codeOf()
    const { refresh_token } = (await exchange(code)).body
    expect((await refresh(refresh_token)).status).toBe(200)
    expect((await exchange(code)).body.error).toBe('invalid_grant')
    expect((await refresh(refresh_token)).body.error).toBe('invalid_grant')
  })

  test('a code counts for oauth_code_seconds', async () => {
    const code = await codeOf()
    now += 60_000
    expect((await exchange(code)).body.error).toBe('invalid_grant')
  })

  test('a client with a secret needs it for a refresh without PKCE', async () => {
    const { refresh_token } = (await exchange(await codeOf())).body
    expect((await refresh(refresh_token, { client_id: 'web' }, {})).body.error).toBe('invalid_client')
    expect((await refresh(refresh_token, {}, basicAuth('tenants', SECRET))).body.error).toBe('invalid_grant')
    expect((await refresh(refresh_token)).status).toBe(200)
  })

  test('refresh tokens follow refresh_tokens', async () => {
    const first = (await exchange(await codeOf())).body.refresh_token
    expect((await refresh(first)).body.refresh_token).toBe(first)
    emulator.changeSettings({ refresh_tokens: 'strict' })
    const second = (await refresh(first)).body.refresh_token
    expect(second).not.toBe(first)
    expect((await refresh(first)).body.error).toBe('invalid_grant')
    expect((await refresh(second)).body.error).toBe('invalid_grant')
  })

  test('after the user has left the organization the refresh is refused', async () => {
    const { refresh_token } = (await exchange(await codeOf({ org_id: globex.orgId }, multiOrg))).body
    await backend(emulator, 'POST', 'org/remove_user', { user_id: multiOrg.userId, org_id: globex.orgId })
    expect((await refresh(refresh_token)).body.error).toBe('invalid_grant')
  })

  test('an MCP client is unknown here', async () => {
    const { clientId } = emulator.mintMcpToken({ user: 'owner', resource: 'https://mcp.test/' })
    expect((await refresh('x', { client_id: clientId }, {})).body.error).toBe('invalid_client')
  })
})

describe('logout', () => {
  const PATH = '/propelauth/oauth/logout'

  test('asks in a browser, and ends the session in all apps', async () => {
    const visitor = await signedIn(emulator)
    const code = (await locationOf(authorizePath(), visitor)).searchParams.get('code') ?? ''
    const { refresh_token } = (await exchange(code)).body
    expect((await visitor.get(PATH)).body).toContain(`signed in as <strong>${owner.email}</strong>`)
    expect((await refresh(refresh_token)).status).toBe(200)
    await visitor.submit('/logout', {})
    expect((await refresh(refresh_token)).body.error).toBe('invalid_grant')
    expect((await visitor.get(PATH)).headers.get('Location')).toBe('/login')
  })

  test.each(['/propelauth/oauth/logout', 'the backend API'])('with a refresh token by %s', async (by) => {
    const visitor = await signedIn(emulator)
    const code = (await locationOf(authorizePath(), visitor)).searchParams.get('code') ?? ''
    const { refresh_token } = (await exchange(code)).body
    const body = new URLSearchParams({ refresh_token })
    if (by === PATH) await emulator.fetch(`${emulator.authUrl}${PATH}`, { method: 'POST', body })
    else await backend(emulator, 'POST', 'logout', { refresh_token })
    expect((await refresh(refresh_token)).body.error).toBe('invalid_grant')
    expect((await visitor.get('/api/v1/refresh_token')).status).toBe(401)
  })
})

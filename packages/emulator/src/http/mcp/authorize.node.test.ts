import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { browser, testEmulator } from '../../../test/fixture.js'
import { HOSTILE_REDIRECT_URIS } from '../../../test/hostile-redirect-uris.js'
import { authorizePath, connected, pkce, REDIRECT_URI, RESOURCE } from '../../../test/mcp-client.js'
import { PERSONAS } from '../../index.js'

const emulator = testEmulator()
afterAll(() => emulator.close())
beforeEach(() => emulator.reset())
const { challenge } = pkce()
const { owner, member } = PERSONAS

describe('a request that must not be redirected', () => {
  test.each(['client_id', 'redirect_uri', 'state'])('without %s it gets the text of the query parser', async (name) => {
    const { ask } = await connected(emulator)
    for (const value of [undefined, '']) {
      const { status, headers, body } = await ask(challenge, { [name]: value })
      expect([status, headers.has('Location')]).toEqual([400, false])
      expect(body).toBe(`Failed to deserialize query string: missing field ${name}\n`)
    }
  })

  test('an unknown client and another redirect URI get a page', async () => {
    const { ask } = await connected(emulator)
    const others = [
      ...HOSTILE_REDIRECT_URIS.filter(Boolean),
      ...[`${REDIRECT_URI}/`, `${REDIRECT_URI}?`, `${REDIRECT_URI}?a=b`, REDIRECT_URI.toUpperCase()],
      ...['http://localhost:9124/callback', 'http://localhost/callback', 'http://127.0.0.1:9123/callback'],
      ...['https://localhost:9123/callback', 'http://localhost:9123/%63allback', 'http://localhost:9123/./callback'],
    ]
    for (const redirectUri of others) {
      const { status, headers, body } = await ask(challenge, { redirect_uri: redirectUri })
      expect([status, headers.has('Location')], redirectUri).toEqual([400, false])
      expect(body, redirectUri).toContain('not one that this client has registered')
    }
    const unknown = await ask(challenge, { client_id: 'made-up' })
    expect([unknown.status, unknown.headers.has('Location')]).toEqual([400, false])
  })

  test('a parameter that occurs twice gets a page', async () => {
    const { visitor, clientId } = await connected(emulator)
    const path = authorizePath({ client_id: clientId, code_challenge: challenge })
    for (const more of [
      `redirect_uri=${encodeURIComponent(REDIRECT_URI)}`,
      'resource=https%3A%2F%2Fother.test',
      'state=2',
    ]) {
      const { status, headers, body } = await visitor.get(`${path}&${more}`)
      expect([status, headers.has('Location')], more).toEqual([400, false])
      expect(body).toContain('occurs more than once')
    }
  })

  test('a client of the older API is unknown here', async () => {
    const seed = { oauth_clients: [{ client_id: 'older', client_secret: 's', redirect_uris: [REDIRECT_URI] }] }
    await using seeded = testEmulator({ seed })
    const { status } = await browser(seeded).get(authorizePath({ client_id: 'older', code_challenge: challenge }))
    expect(status).toBe(400)
  })
})

describe('an error that the client is told', () => {
  test.each([
    ['no response_type', { response_type: undefined }, 'invalid_request'],
    ['the implicit flow', { response_type: 'token' }, 'unsupported_response_type'],
    ['no challenge', { code_challenge: undefined }, 'invalid_request'],
    ['no challenge method', { code_challenge_method: undefined }, 'invalid_request'],
    ['the method plain', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a short challenge', { code_challenge: 'short' }, 'invalid_request'],
    ['a challenge with other characters', { code_challenge: `${challenge.slice(1)}=` }, 'invalid_request'],
    ['no resource', { resource: undefined }, 'invalid_request'],
    ['a relative resource', { resource: '/mcp' }, 'invalid_target'],
    ['a resource with a fragment', { resource: `${RESOURCE}#x` }, 'invalid_target'],
    ['a resource with white space', { resource: `${RESOURCE} x` }, 'invalid_target'],
  ])('%s', async (_, parameters, error) => {
    for (const isSignedIn of [true, false]) {
      const { visitor, clientId } = await connected(emulator)
      const path = authorizePath({ client_id: clientId, code_challenge: challenge, ...parameters })
      const { status, headers } = await (isSignedIn ? visitor : browser(emulator)).get(path)
      const location = new URL(headers.get('Location') ?? '')
      expect([status, location.origin + location.pathname]).toEqual([302, REDIRECT_URI])
      expect([location.searchParams.get('error'), location.searchParams.get('state')]).toEqual([error, 's1'])
      expect(location.searchParams.get('error_description')).toMatch(/^[ !#-[\]-~]+$/)
      expect(location.searchParams.has('code')).toBe(false)
    }
  })

  test('mcp_unknown_scopes: reject', async () => {
    const { ask } = await connected(emulator)
    expect((await ask(challenge, { scope: 'openid made-up' })).status).toBe(200)
    emulator.changeSettings({ mcp_unknown_scopes: 'reject' })
    expect((await ask(challenge, { scope: 'openid' })).headers.get('Location')).toContain('error=invalid_scope')
  })

  test('a client of one user refuses others', async () => {
    const client = { client_id: 'mine', redirect_uris: [REDIRECT_URI], user: 'ada' }
    const users = [
      { key: 'ada', email: 'ada@x.test', password: 'long enough' },
      { key: 'bob', email: 'bob@x.test', password: 'long enough' },
    ]
    await using seeded = testEmulator({ seed: { users, mcp_clients: [client] } })
    const answerOf = async (email: string) => {
      const visitor = browser(seeded)
      await visitor.submit('/login', { email, password: 'long enough' })
      return visitor.get(authorizePath({ client_id: 'mine', code_challenge: challenge }))
    }
    expect((await answerOf('ada@x.test')).status).toBe(200)
    expect((await answerOf('bob@x.test')).headers.get('Location')).toContain('error=access_denied')
  })
})

describe('the way to the consent page', () => {
  test('a login comes back to the same request', async () => {
    const { clientId } = await connected(emulator)
    const path = authorizePath({ client_id: clientId, code_challenge: challenge, scope: 'read:user_data' })
    const visitor = browser(emulator)
    const login = (await visitor.get(path)).headers.get('Location') ?? ''
    expect(login).toMatch(/^\/login\?rt=/)
    expect((await visitor.get(login)).headers.get('Content-Security-Policy')).toContain(
      "form-action 'self' http://localhost:9123",
    )
    const back = await visitor.submit(login, { email: owner.email, password: owner.password })
    expect(back.headers.get('Location')).toBe(path)
    expect((await visitor.get(path)).body).toContain('Allow access?')
  })

  test('the page names client, resource, user and redirect URI, and cannot be framed', async () => {
    const { ask } = await connected(emulator)
    const { status, headers, body } = await ask(challenge)
    expect(status).toBe(200)
    for (const text of ['Test client', RESOURCE, owner.email, REDIRECT_URI, 'has registered itself'])
      expect(body).toContain(text)
    expect(headers.get('Content-Security-Policy')).toBe(
      "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' http://localhost:9123",
    )
    expect(headers.get('X-Frame-Options')).toBe('DENY')
  })

  test('another user can log in instead, and is then asked', async () => {
    const { visitor, ask } = await connected(emulator)
    const [, link = ''] = /href="(\/login\?[^"]*prompt=login)"/.exec((await ask(challenge)).body) ?? []
    const login = link.replaceAll('&amp;', '&')
    expect((await visitor.get(login)).body).toContain('<h1>Log in</h1>')
    const back = await visitor.submit(login, { email: member.email, password: member.password })
    expect((await visitor.get(back.headers.get('Location') ?? '')).body).toContain(member.email)
  })

  test('a redirect URI of an app is allowed by its scheme', async () => {
    const uri = 'cursor://anysphere.cursor-mcp/oauth/callback'
    const seed = {
      mcp_clients: [{ client_id: 'cursor', redirect_uris: [uri] }],
      users: [{ key: 'a', email: 'a@x.test' }],
    }
    await using seeded = testEmulator({ seed })
    const path = authorizePath({ client_id: 'cursor', code_challenge: challenge, redirect_uri: uri })
    const login = (await browser(seeded).get(path)).headers.get('Location') ?? ''
    expect((await browser(seeded).get(login)).headers.get('Content-Security-Policy')).toMatch(
      /form-action 'self' cursor:$/,
    )
  })
})

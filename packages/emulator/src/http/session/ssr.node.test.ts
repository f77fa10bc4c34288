import { decodeJwt } from 'jose'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { backend, browser, read, testEmulator } from '../../../test/fixture.js'
import { createEmulator, PERSONA_ORGS, PERSONAS } from '../../index.js'

const emulator = testEmulator()
afterAll(() => emulator.close())
beforeEach(() => emulator.reset())
const { owner, noOrg } = PERSONAS

const CALLBACK = 'http://localhost:3000/api/auth/callback'
const authorize = (redirectUri = CALLBACK, extra = '') =>
  `/propelauth/ssr/authorize?redirect_uri=${encodeURIComponent(redirectUri)}&state=s1${extra}`

const exchange = async (body: object, apiKey = emulator.apiKey) =>
  read(
    await emulator.fetch(`${emulator.authUrl}/propelauth/ssr/token`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${apiKey}` },
      body: JSON.stringify(body),
    }),
  )

/** Logs in by way of the app; returns the code that its server gets. */
async function codeOf({ email, password }: { email: string; password: string }): Promise<string> {
  const visitor = browser(emulator)
  const login = await visitor.get(authorize())
  const back = await visitor.submit(login.headers.get('Location') ?? '', { email, password })
  const onward = await visitor.get(back.headers.get('Location') ?? '')
  const callback = new URL(onward.headers.get('Location') ?? '')
  expect(`${callback.origin}${callback.pathname}`).toBe(CALLBACK)
  expect(callback.searchParams.get('state')).toBe('s1')
  return callback.searchParams.get('code') ?? ''
}

describe('an app that keeps the session on its server', () => {
  test('exchanges a code for tokens, refreshes and ends the session', async () => {
    emulator.changeSettings({ include_login_method: true })
    const { status, body } = await exchange({ redirect_uri: CALLBACK, code: await codeOf(owner) })
    expect(status).toBe(200)
    expect(decodeJwt(body.access_token)).toMatchObject({
      user_id: owner.userId,
      login_method: { login_method: 'password' },
    })
    const { refresh_token } = body
    expect(
      (await backend(emulator, 'POST', 'refresh_token?with_active_org_support=true', { refresh_token })).status,
    ).toBe(200)
    await backend(emulator, 'POST', 'logout', { refresh_token })
    expect((await backend(emulator, 'POST', 'refresh_token', { refresh_token })).status).toBe(401)
  })

  test('a code is valid once, with its redirect URI and the API key', async () => {
    const code = await codeOf(owner)
    expect((await exchange({ redirect_uri: CALLBACK, code }, 'wrong')).status).toBe(401)
    expect((await exchange({ redirect_uri: CALLBACK, code })).status).toBe(200)
    expect((await exchange({ redirect_uri: CALLBACK, code })).status).toBe(400)
    expect((await exchange({ redirect_uri: 'http://localhost:3001/', code: await codeOf(owner) })).status).toBe(400)
    expect((await exchange({ redirect_uri: CALLBACK, code: 'made up' })).status).toBe(400)
  })

  test('a code of a disabled user is rejected', async () => {
    const code = await codeOf(owner)
    await backend(emulator, 'POST', `user/${owner.userId}/disable`)
    expect((await exchange({ redirect_uri: CALLBACK, code })).status).toBe(400)
  })

  test('a code of an ended session is rejected', async () => {
    const visitor = browser(emulator)
    await visitor.submit('/login', { email: owner.email, password: owner.password })
    const callback = (await visitor.get(authorize())).headers.get('Location') ?? ''
    await visitor.submit('/logout', {})
    const code = new URL(callback).searchParams.get('code')
    expect((await exchange({ redirect_uri: CALLBACK, code })).status).toBe(400)
  })

  describe('the session family', () => {
    const credentials = { email: owner.email, password: owner.password }
    const OTHER_APP = 'http://localhost:3001/callback'

    /** A signed-in browser, and the refresh tokens of two apps that came from it. */
    async function signedIn() {
      const visitor = browser(emulator)
      await visitor.submit('/login', credentials)
      const tokens = []
      for (const redirect_uri of [CALLBACK, OTHER_APP]) {
        const callback = (await visitor.get(authorize(redirect_uri))).headers.get('Location') ?? ''
        const code = new URL(callback).searchParams.get('code')
        tokens.push((await exchange({ redirect_uri, code })).body.refresh_token)
      }
      return { visitor, tokens }
    }
    const statusesOf = async ({ visitor, tokens }: Awaited<ReturnType<typeof signedIn>>) => {
      const refresh = (refresh_token: string) => backend(emulator, 'POST', 'refresh_token', { refresh_token })
      const apps = await Promise.all(tokens.map(refresh))
      return [(await visitor.get('/api/v1/refresh_token')).status, ...apps.map(({ status }) => status)]
    }

    test.each(['the hosted page', 'the browser SDK', "an app's server"])(
      'a logout by %s ends the sessions of the pages and of all apps',
      async (by) => {
        const other = await signedIn()
        const session = await signedIn()
        expect(await statusesOf(session)).toEqual([200, 200, 200])
        if (by === 'the hosted page') await session.visitor.submit('/logout', {})
        else if (by === 'the browser SDK') await session.visitor.submit('/api/v1/logout', {})
        else await backend(emulator, 'POST', 'logout', { refresh_token: session.tokens[0] })
        expect(await statusesOf(session)).toEqual([401, 401, 401])
        expect(await statusesOf(other)).toEqual([200, 200, 200])
      },
    )
  })

  test.each([
    ['&utm=n', { utm: 'n' }],
    ['&utm_source=%C3%A9%20%26%20%C3%BC&plan=pro', { utm_source: 'é & ü', plan: 'pro' }],
    ['&rt=x&invite=a%2Bb', { invite: 'a+b' }],
    ['', {}],
  ])('further parameters (%j) become signup query parameters', async (extra, expected) => {
    const visitor = browser(emulator)
    const { headers } = await visitor.get(authorize(CALLBACK, `&signup=true${extra}`))
    const form = { email: 'new@x.test', password: 'long enough' }
    const back = await visitor.submit(headers.get('Location') ?? '', form)
    expect(back.headers.get('Location')).toContain('/propelauth/ssr/authorize?redirect_uri=')
    const { body: user } = await backend(emulator, 'GET', 'user/email?email=new@x.test')
    const { body } = await backend(emulator, 'GET', `user/${user.user_id}/signup_query_parameters`)
    expect(body.user_signup_query_parameters).toEqual(expected)
  })

  test('only allowed apps can start it, for a login or a sign-up', async () => {
    for (const uri of ['https://evil.example/', '//evil.example', 'javascript:alert(1)', '']) {
      expect((await browser(emulator).get(authorize(uri))).status, uri).toBe(400)
    }
    expect((await browser(emulator).get(authorize(CALLBACK, '&signup=true'))).headers.get('Location')).toMatch(
      /^\/signup\?rt=/,
    )
  })

  test('the content policy of the login page allows the redirect to the app', async () => {
    const visitor = browser(emulator)
    const login = await visitor.get((await visitor.get(authorize())).headers.get('Location') ?? '')
    expect(login.headers.get('Content-Security-Policy')).toContain("form-action 'self' http://localhost:3000")
  })
})

describe('userinfo', () => {
  const userInfo = async (token: string) =>
    read(
      await emulator.fetch(`${emulator.authUrl}/propelauth/oauth/userinfo`, {
        headers: { Authorization: `Bearer ${token}` },
      }),
    )

  test('returns the user of an access token', async () => {
    const { accessToken } = await emulator.mintToken({ user: 'owner' })
    const { status, body } = await userInfo(accessToken)
    expect(status).toBe(200)
    expect(body).toMatchObject({ user_id: owner.userId, email: owner.email })
    expect(body.org_id_to_org_info[PERSONA_ORGS.acme.orgId]).toMatchObject({ user_role: 'Owner' })
  })

  test('rejects expired tokens, other issuers, other keys and deleted users', async () => {
    await using other = createEmulator()
    const mint = async (options: object) => (await emulator.mintToken({ user: 'noOrg', ...options })).accessToken
    const tokens = [
      await mint({ expiresIn: -1 }),
      await mint({ claims: { iss: 'http://localhost:9' } }),
      await mint({ claims: { user_id: 7 } }),
      (await other.mintToken({ user: 'noOrg' })).accessToken,
      `${await mint({})}x`,
      'nonsense',
    ]
    for (const token of tokens) expect((await userInfo(token)).status).toBe(401)
    const good = await mint({})
    await backend(emulator, 'DELETE', `user/${noOrg.userId}`)
    expect((await userInfo(good)).status).toBe(401)
  })
})

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Browser, backend, browser, rt, testEmulator } from '../../../test/fixture.js'
import { chooseAtProvider } from '../../../test/sso-login.js'
import type { Seed } from '../../index.js'
import { derivedUuid } from '../../values/ids.js'

const seed: Seed = {
  users: [{ key: 'ada', email: 'ada@acme.test' }],
  orgs: [
    { key: 'acme', name: 'Acme', domain: 'acme.test', sso: { type: 'fake_oidc' } },
    {
      key: 'globex',
      name: 'Globex',
      sso: { type: 'oidc', client_id: 'c', client_secret: 's', idp_type: 'Okta', okta_sso_domain: 'globex.okta.com' },
    },
  ],
}
const acme = derivedUuid('org', 'acme')
const globex = derivedUuid('org', 'globex')
const start = `/saml/${acme}/login`

let emulator = testEmulator()
let visitor: Browser = browser(emulator)
beforeEach(() => {
  emulator = testEmulator({ seed })
  visitor = browser(emulator)
})
afterEach(async () => {
  vi.unstubAllGlobals()
  await emulator.close()
})

const isSignedIn = () => visitor.cookies.has('refresh_token')

describe('a login by OpenID Connect', () => {
  test('signs in and returns to the app, without a socket', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new Error('no network')))
    const back = `${start}?${rt('http://localhost:3000/')}`
    const callback = await chooseAtProvider(visitor, back, { email: 'new@acme.test', first_name: 'Neo' })
    const { status, headers } = await visitor.get(callback)
    expect([status, headers.get('Location')]).toEqual([303, 'http://localhost:3000/'])
    const { body } = await visitor.get('/api/v1/refresh_token')
    expect(body.user).toMatchObject({ email: 'new@acme.test', first_name: 'Neo' })
    expect(Object.keys(body.org_id_to_org_member_info)).toEqual([acme])
  })

  test('works once, in the browser that has started it', async () => {
    const callback = await chooseAtProvider(visitor, start, { email: 'ada@acme.test' })
    expect((await browser(emulator).get(callback)).status).toBe(400)
    expect((await visitor.get(callback)).status).toBe(303)
    expect((await visitor.get(callback)).status).toBe(400)
  })

  test('is refused with a code that is wrong or missing', async () => {
    const callback = await chooseAtProvider(visitor, start, { email: 'ada@acme.test' })
    const url = new URL(callback, emulator.authUrl)
    url.searchParams.set('code', 'made up')
    expect((await visitor.get(url.href)).body).toContain('gave no access token')
    expect(isSignedIn()).toBe(false)
    const second = new URL(await chooseAtProvider(visitor, start, { email: 'ada@acme.test' }), emulator.authUrl)
    second.searchParams.delete('code')
    second.searchParams.set('error', 'access_denied')
    expect((await visitor.get(second.href)).body).toContain('access_denied')
    expect(isSignedIn()).toBe(false)
  })

  test('uses the addresses of Okta, and takes a confirmed address', async () => {
    const sent: { url: string; body: string; authorization: string | null }[] = []
    const userinfo = { sub: '1', email: 'new@globex.test', email_verified: true }
    vi.stubGlobal('fetch', async (request: Request) => {
      const { url, headers } = request
      sent.push({ url, body: await request.text(), authorization: headers.get('Authorization') })
      return Response.json(url.endsWith('/token') ? { access_token: 't' } : userinfo)
    })
    const login = async () => {
      const { headers } = await visitor.get(`/saml/${globex}/login`)
      const location = new URL(headers.get('Location') ?? '')
      expect(location.origin + location.pathname).toBe('https://globex.okta.com/oauth2/v1/authorize')
      expect(location.searchParams.has('code_challenge')).toBe(false)
      return visitor.get(`/sso/callback?code=x&state=${location.searchParams.get('state')}`)
    }
    expect((await login()).status).toBe(303)
    expect(sent.map(({ url }) => url)).toEqual([
      'https://globex.okta.com/oauth2/v1/token',
      'https://globex.okta.com/oauth2/v1/userinfo',
    ])
    expect(new URLSearchParams(sent[0]?.body).get('client_secret')).toBe('s')
    expect(sent[1]?.authorization).toBe('Bearer t')
    userinfo.email_verified = false
    expect((await login()).body).toContain('no confirmed email address')
  })

  test.each([
    ['cannot be reached', () => Promise.reject(new Error('down'))],
    ['answers with an error', () => Promise.resolve(Response.json({ error: 'invalid_grant' }, { status: 400 }))],
    ['answers with no JSON', () => Promise.resolve(new Response('<html>'))],
    ['answers without a token', () => Promise.resolve(Response.json({ access_token: 7 }))],
  ])('is refused when the provider %s', async (_, fetch) => {
    vi.stubGlobal('fetch', fetch)
    const { headers } = await visitor.get(`/saml/${globex}/login`)
    const state = new URL(headers.get('Location') ?? '').searchParams.get('state')
    const { status, body } = await visitor.get(`/sso/callback?code=x&state=${state}`)
    expect([status, isSignedIn()]).toEqual([400, false])
    expect(body).toContain('gave no access token')
  })
})

describe('the fake provider', () => {
  const locationOf = async (): Promise<URL> =>
    new URL((await visitor.get(start)).headers.get('Location') ?? '', emulator.authUrl)

  test.each([
    ['redirect_uri', 'https://evil.example/'],
    ['client_id', 'other'],
    ['response_type', 'token'],
    ['code_challenge_method', 'plain'],
  ])('refuses another %s', async (name, value) => {
    const location = await locationOf()
    location.searchParams.set(name, value)
    expect((await visitor.get(location.href)).status).toBe(400)
    const submitted = await visitor.submit(location.href, { email: 'ada@acme.test' })
    expect([submitted.status, submitted.headers.get('Location')]).toEqual([400, null])
  })

  test('gives a token for its code, client and verifier only', async () => {
    const callback = new URL(await chooseAtProvider(visitor, start, { email: 'ada@acme.test' }), emulator.authUrl)
    const code = callback.searchParams.get('code') ?? ''
    const exchange = (fields: Record<string, string>) =>
      emulator.fetch(`${emulator.authUrl}/idp/oidc/token`, { method: 'POST', body: new URLSearchParams(fields) })
    expect((await exchange({ code })).status).toBe(401)
    expect((await exchange({ code, client_id: 'emu_sso', client_secret: 'wrong' })).status).toBe(401)
    const userinfo = await emulator.fetch(`${emulator.authUrl}/idp/oidc/userinfo`, {
      headers: { Authorization: `Bearer ${code}` },
    })
    expect(userinfo.status).toBe(401)
  })
})

test('a connection that was deleted ends its logins', async () => {
  const callback = await chooseAtProvider(visitor, start, { email: 'ada@acme.test' })
  await backend(emulator, 'DELETE', `saml_idp_metadata/${acme}`)
  expect((await visitor.get(callback)).status).toBe(400)
})

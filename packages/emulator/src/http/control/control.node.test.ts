import timers from 'node:timers/promises'
import { decodeJwt, importSPKI, jwtVerify } from 'jose'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { backend, browser, callControl, testEmulator } from '../../../test/fixture.js'
import { spiedInModules } from '../../../test/spied-in-modules.js'
import { PERSONA_ORGS, PERSONAS } from '../../index.js'

let emulator = testEmulator()
beforeEach(() => {
  emulator = testEmulator()
})
afterEach(() => emulator.close())

const control = (method: string, path: string, body?: unknown) => callControl(emulator, method, path, body)

describe('minting a token', () => {
  test('a user is named by id, address or key', async () => {
    const { userId, email } = PERSONAS.admin
    for (const user of [userId, email, email.toUpperCase(), 'admin']) {
      const { status, body } = await control('POST', 'token', { user })
      expect(status).toBe(200)
      const { payload } = await jwtVerify(body.accessToken, await importSPKI(emulator.verifierKey, 'RS256'))
      expect(payload).toEqual(body.claims)
      expect(payload.user_id).toBe(userId)
    }
  })

  test('an expired token has iat before exp', async () => {
    const { body } = await control('POST', 'token', { user: 'owner', expiresIn: -60 })
    const { iat = 0, exp = 0 } = decodeJwt(body.accessToken)
    const now = Math.floor(Date.now() / 1000)
    expect(exp).toBeLessThan(now - 55)
    expect(exp).toBeGreaterThan(iat)
    await expect(jwtVerify(body.accessToken, await importSPKI(emulator.verifierKey, 'RS256'))).rejects.toThrow(/exp/)
  })

  test('claims can be changed, added and removed', async () => {
    const claims = { iss: 'https://evil.example', extra: { deep: [1] }, email: null }
    const { body } = await control('POST', 'token', { user: 'owner', claims })
    const payload = decodeJwt(body.accessToken)
    expect(payload).toMatchObject({ iss: 'https://evil.example', extra: { deep: [1] } })
    expect(payload).not.toHaveProperty('email')
  })

  test('the active organization and the login method can be chosen', async () => {
    const loginMethod = { login_method: 'saml_sso', provider: 'Okta', org_id: PERSONA_ORGS.acme.orgId }
    const { body } = await control('POST', 'token', { user: 'owner', org: 'acme', loginMethod })
    expect(body.claims).toMatchObject({
      org_member_info: { org_id: PERSONA_ORGS.acme.orgId },
      login_method: loginMethod,
    })
  })

  test.each([
    [
      { user: 'unknown' },
      'No user has the id, email address or key "unknown". Users: owner, admin, member, noOrg, multiOrg',
    ],
    [{ user: 'onwer@acme.test' }, 'key "onwer@acme.test". Users: owner, admin'],
    [{ user: crypto.randomUUID() }, 'Users: owner, admin'],
    [{ user: 'owner', org: 'nowhere' }, 'No organization has the id or key "nowhere". Organizations: acme, globex'],
    [{ user: 'owner', org: 'Acme' }, 'key "Acme". Organizations: acme, globex'],
    [{ user: 'multiOrg', org: 'other' }, 'Organizations: acme, globex, other'],
    [{ user: 'owner', org: 'globex' }, 'not a member of this organization. Organizations of the user: Acme.'],
    [{ user: 'noOrg', org: 'acme' }, 'Organizations of the user: none.'],
  ])(
    '%j fails with the existing names, over HTTP and in process',
    async (options: { user: string; org?: string }, message) => {
      if (options.org === 'other') {
        const { body } = await backend(emulator, 'POST', 'org/', { name: 'Other' })
        message = message.replace('other', body.org_id)
      }
      await expect(emulator.mintToken(options)).rejects.toThrow(message)
      const { body } = await control('POST', 'token', options)
      expect(JSON.stringify(body)).toContain(JSON.stringify(message).slice(1, -1))
    },
  )

  test('a long list of names is shortened, that of an empty project is "none"', async () => {
    for (let i = 0; i < 30; i += 1) await backend(emulator, 'POST', 'user/', { email: `u${i}@x.test` })
    await expect(emulator.mintToken({ user: 'x' })).rejects.toThrow(/multiOrg, u0@x\.test, .*u14@x\.test and 15 more$/)
    emulator.reset({ empty: true })
    await expect(emulator.mintToken({ user: 'owner' })).rejects.toThrow(/Users: none$/)
  })

  test.each([{}, { user: '' }, { user: 7 }, { user: 'owner', org: '' }, { user: 'owner', org: 7 }])(
    '%j is rejected with the name of the option',
    async (options) => {
      const untyped = options as { readonly user: string }
      await expect(emulator.mintToken(untyped)).rejects.toThrow(/^(user|org) must be a non-empty string, not/)
      const { status, body } = await control('POST', 'token', options)
      expect([status, Object.keys(body)]).toEqual([400, [expect.stringMatching(/^(user|org)$/)]])
    },
  )

  test.each([
    [404, { user: 'unknown' }],
    [404, { user: 'owner', org: 'nowhere' }],
    [400, { user: 'noOrg', org: 'acme' }],
    [400, {}],
    [400, { user: 'owner', expiresIn: 'soon' }],
    [400, { user: 'owner', loginMethod: {} }],
    [400, []],
  ])('%i for %j', async (status, body) => {
    expect((await control('POST', 'token', body)).status).toBe(status)
  })
})

describe('the request log', () => {
  test('has requests to the service, oldest first', async () => {
    await emulator.fetch(`${emulator.authUrl}/.well-known/jwks.json`)
    await backend(emulator, 'GET', 'user/email?email=ann@x.test')
    await emulator.fetch(`${emulator.authUrl}/readyz`)
    const { body } = await control('GET', 'requests')
    expect(body.requests).toEqual([
      {
        method: 'GET',
        path: '/.well-known/jwks.json',
        query: '',
        body: null,
        status: 200,
        time: expect.stringMatching(/^\d{4}-.*Z$/),
      },
      {
        method: 'GET',
        path: '/api/backend/v1/user/email',
        query: 'email=ann%40x.test',
        body: null,
        status: 404,
        time: expect.any(String),
      },
    ])
  })

  test('can be filtered by path and cleared', async () => {
    await emulator.fetch(`${emulator.authUrl}/.well-known/jwks.json`)
    await backend(emulator, 'GET', 'user/query')
    const paths = async (query: string) =>
      (await control('GET', `requests?path=${query}`)).body.requests.map((r: { path: string }) => r.path)
    expect(await paths('/.well-known/jwks.json')).toEqual(['/.well-known/jwks.json'])
    expect(await paths('/api/*')).toEqual(['/api/backend/v1/user/query'])
    expect(await paths('/api')).toEqual([])
    await control('DELETE', 'requests')
    expect(emulator.requests()).toEqual([])
  })
})

describe('reset', () => {
  test('restores the seed with the same ids and keys, and ends sessions', async () => {
    const visitor = browser(emulator)
    await visitor.submit('/login', { email: PERSONAS.owner.email, password: PERSONAS.owner.password })
    await backend(emulator, 'DELETE', `user/${PERSONAS.admin.userId}`)
    await backend(emulator, 'POST', 'user/', { email: 'new@x.test' })
    await control('POST', 'reset')
    expect(emulator.counts()).toEqual({ users: 5, orgs: 2 })
    expect((await backend(emulator, 'GET', `user/${PERSONAS.admin.userId}`)).status).toBe(200)
    expect((await visitor.get('/api/v1/refresh_token')).status).toBe(401)
    const { accessToken } = await emulator.mintToken({ user: 'admin' })
    await jwtVerify(accessToken, await importSPKI(emulator.verifierKey, 'RS256'))
  })

  test('can leave an empty project', async () => {
    await control('POST', 'reset', { empty: true })
    expect(emulator.counts()).toEqual({ users: 0, orgs: 0 })
    expect((await backend(emulator, 'POST', 'user/', { email: 'new@x.test' })).status).toBe(200)
  })
})

describe('faults', () => {
  const jwks = () => emulator.fetch(`${emulator.authUrl}/.well-known/jwks.json`)

  test('a rule applies to matching requests, as often as it says', async () => {
    const rule = {
      path: '/.well-known/jwks.json',
      status: 429,
      body: 'slow down',
      headers: { 'Retry-After': '7' },
      times: 2,
    }
    expect((await control('POST', 'faults', rule)).status).toBe(200)
    const failed = await jwks()
    expect([failed.status, failed.headers.get('Retry-After'), await failed.text()]).toEqual([429, '7', 'slow down'])
    expect((await control('GET', 'faults')).body.faults).toMatchObject([{ times: 1 }])
    expect([(await jwks()).status, (await jwks()).status]).toEqual([429, 200])
  })

  test('a rule can have a JSON body, a method and a path prefix, and applies until it is cleared', async () => {
    emulator.addFault({ path: '/api/*', method: 'GET', status: 503, body: { error_code: 'down' } })
    expect((await backend(emulator, 'GET', 'user/query')).body).toEqual({ error_code: 'down' })
    expect((await backend(emulator, 'POST', 'user/', { email: 'a@x.test' })).status).toBe(200)
    await control('DELETE', 'faults')
    expect((await backend(emulator, 'GET', 'user/query')).status).toBe(200)
  })

  test('a rule without a status delays the request', async () => {
    let end = () => {}
    const sleep = spiedInModules(vi.spyOn(timers, 'setTimeout'))
    sleep.mockImplementationOnce(
      () =>
        new Promise<undefined>((resolve) => {
          end = () => resolve(undefined)
        }),
    )
    emulator.addFault({ path: '*', delayMs: 3_000, times: 1 })
    const answered: unknown[] = []
    const delayed = jwks().then(({ status }) => answered.push(['delayed', status]))
    await vi.waitFor(() => expect(sleep).toHaveBeenCalledWith(3_000, undefined, expect.anything()))
    answered.push(['next', (await jwks()).status])
    end()
    await delayed
    expect(answered).toEqual([
      ['next', 200],
      ['delayed', 200],
    ])
  })

  test('204 is sent without a body', async () => {
    emulator.addFault({ path: '*', status: 204, body: 'text' })
    expect((await jwks()).status).toBe(204)
  })

  test('the control API is exempt', async () => {
    emulator.addFault({ path: '*', status: 500 })
    expect((await control('GET', 'faults')).status).toBe(200)
  })

  test.each([
    {},
    { path: '/x', status: 99 },
    { path: '/x', body: 3 },
    { path: '/x', headers: { a: 1 } },
    { path: '/x', times: 0 },
  ])('%j is rejected', async (rule) => {
    expect((await control('POST', 'faults', rule)).status).toBe(400)
  })
})

import { describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../test/app.js'
import { cookiesOf } from '../test/cookie-jar.js'
import { hostileCookies, hostilePaths } from '../test/hostile.js'
import { acme, apiKey } from '../test/service.js'
import { sign } from './state/state-signature.js'

const appOrigin = 'https://app.example.com'

/** A target of a browser must be a page of the app, and none of the routes that would redirect again. */
function expectInside(location: string | null, why: string) {
  const { origin, pathname, username } = new URL(location ?? '', 'https://elsewhere.example')
  expect([origin, username], why).toEqual([appOrigin, ''])
  expect(pathname, why).not.toMatch(/^\/\/|^\/api\/auth(\/|$)/)
  // Neither the text itself nor a rest of it may end the header.
  expect(location, why).toMatch(/^[!-~]+$/)
}

const stateOf = (response: Response) => new URL(response.headers.get('location') ?? '').searchParams.get('state')

test('there are enough hostile values', () => {
  expect(new Set(hostilePaths).size).toBeGreaterThanOrEqual(200)
  expect(new Set(hostileCookies).size).toBeGreaterThanOrEqual(200)
})

test('no return path leads a login out of the app, under either name of the parameter', async () => {
  const app = await createTestApp()
  for (const path of hostilePaths)
    for (const name of ['return_to_path', 'returnTo']) {
      const start = await app.handle(`/api/auth/login?${new URLSearchParams([[name, path]])}`)
      expect(start.status).toBe(302)
      expect(new URL(start.headers.get('location') ?? '').origin).toBe('https://auth.example.com')
      const end = await app.handle(`/api/auth/callback?code=${app.service.codeOf()}&state=${stateOf(start)}`)
      expect(end.status).toBe(302)
      expectInside(end.headers.get('location'), path)
    }
})

test('no answer of the functions of the options leads out of the app', async () => {
  let target = ''
  const app = await createTestApp({ afterLogin: () => target, afterLogout: () => target })
  for (target of hostilePaths) {
    const end = await app.logIn()
    expectInside(end.headers.get('location'), target)
    expectInside((await app.handle('/api/auth/logout')).headers.get('location'), target)
    expectInside((await (await app.post('/api/auth/logout')).json()).redirectTo, target)
  }
})

test('no return path of loginUrl leads out of the app, and none replaces a parameter', async () => {
  const { sessions } = await createTestApp()
  for (const returnTo of hostilePaths) {
    const url = new URL(
      sessions.loginUrl({ returnTo, params: { return_to_path: 'https://evil.example', a: returnTo } }),
    )
    expect(url.origin + url.pathname).toBe(`${appOrigin}/api/auth/login`)
    expect(url.searchParams.getAll('return_to_path').length).toBe(1)
  }
})

test('a request for any page comes back to that page, or to the app', async () => {
  const { sessions } = await createTestApp()
  for (const path of hostilePaths) {
    const url = `${appOrigin}/${path}`
    if (!URL.canParse(url)) continue
    const request = new Request(url, { headers: { 'sec-fetch-mode': 'navigate' } })
    const error = await sessions.requireSession(request).catch((thrown) => thrown)
    const location = new URL(error.toResponse().headers.get('location'))
    expect(location.origin + location.pathname).toBe(`${appOrigin}/api/auth/login`)
    const target = location.searchParams.get('return_to_path')
    if (target !== null) expectInside(new URL(target, appOrigin).href, path)
  }
})

/** Asks everything that reads cookies. The jar throws for a cookie with a foreign attribute. */
async function askAll(app: TestApp, cookie: string) {
  const headers = { cookie }
  const answers = []
  for (const path of ['login', 'callback?code=x&state=y', 'session', 'userinfo', 'logout'])
    answers.push(await app.handle(`/api/auth/${path}`, { headers }))
  const own = { ...headers, origin: appOrigin }
  answers.push(await app.handle(`/api/auth/set-active-org?active_org_id=${acme}`, { method: 'POST', headers: own }))
  answers.push(await app.handle('/api/auth/logout', { method: 'POST', headers: own }))
  return answers
}

test('no cookie logs in, sets an attribute or makes an error', async () => {
  const app = await createTestApp()
  for (const cookie of hostileCookies) {
    for (const answer of await askAll(app, cookie)) {
      expect(answer.status, cookie).toBeLessThan(500)
      const set = cookiesOf(answer).filter(({ attributes }) => attributes['max-age'] !== '0')
      for (const { name } of set) expect(name, cookie).toMatch(/^__Host-pa_state_[\da-f]{16}$/)
    }
    const request = new Request(appOrigin, { headers: { cookie } })
    const session = await app.sessions.getSession(request)
    expect([session.user, session.accessToken], cookie).toEqual([null, null])
    expect(['anonymous', 'ended'], cookie).toContain(session.status)
    expect(() => app.sessions.tokenFrom(request), cookie).not.toThrow()
  }
})

describe('a forged state', () => {
  const state = 'ab'.repeat(32)
  const name = `__Host-pa_state_${state.slice(0, 16)}`
  const signature = 'cd'.repeat(32)

  /** Cookies and states by an attacker who knows their form. */
  async function forge(app: TestApp): Promise<[cookie: string, state: string][]> {
    const time = app.clock.now().toString(36)
    const start = await app.handle('/api/auth/login?return_to_path=/a')
    const good = stateOf(start) ?? ''
    const [{ name: goodName, value } = { name: '', value: '' }] = cookiesOf(start)
    const [goodTime = '', ...rest] = value.split('.')
    const goodSignature = rest.at(-1) ?? ''
    const path = encodeURIComponent('/a')
    const foreign = await sign('another-key', [good, goodTime, '/a'])
    const old = (app.clock.now() - 600_000).toString(36)
    const future = (app.clock.now() + 60_000).toString(36)
    const values = [
      '',
      'x',
      time,
      `${time}.`,
      `${time}..`,
      `${time}..${signature}`,
      `${time}.${path}.${signature}`,
      `${time}.${path}.${signature.toUpperCase()}`,
      `${time}.${path}.${signature}${signature}`,
      `NaN.${path}.${signature}`,
      `.${path}.${signature}`,
      `-1.${path}.${signature}`,
      `${time}.%.${signature}`,
      `${time}.%ff.${signature}`,
      `${time}.${path}.${await sign('undefined', [state, time, '/a'])}`,
    ]
    const states = [
      '',
      'x',
      state.toUpperCase(),
      state.slice(1),
      `${state}0`,
      `${state}\n`,
      '__proto__',
      'é'.repeat(64),
    ]
    const attempts: [string, string][] = [
      ...values.map((forged): [string, string] => [`${name}=${forged}`, state]),
      ...states.map((forged): [string, string] => [`${goodName}=${value}`, forged]),
      // Parts of a good one.
      [`${goodName}=${goodTime}.${path}.${foreign}`, good],
      [`${goodName}=${future}.${path}.${goodSignature}`, good],
      [`${goodName}=${old}.${path}.${goodSignature}`, good],
      [`${goodName}=${goodTime}.${encodeURIComponent('https://evil.example')}.${goodSignature}`, good],
      [`${goodName}=${goodTime}..${goodSignature}`, good],
      [`${goodName}=${value}; ${goodName}=${value}x`, good],
      [`${name}=${value}`, state],
      [`${name}=${value}`, good],
      [`__pa_state=${good}`, good],
      [`__pa_state_${good.slice(0, 16)}=${value}`, good],
      [`__Host-pa_state_${good}=${value}`, good],
      [`__Host-pa_state_=${value}`, good],
      // Signed as it should be, but too old or from the future.
      [`${name}=${old}.${path}.${await sign(apiKey, [state, old, '/a'])}`, state],
      [`${name}=${future}.${path}.${await sign(apiKey, [state, future, '/a'])}`, state],
    ]
    // Every character of a good signature counts.
    for (let at = 0; at < 64; at += 4) {
      const changed = goodSignature.slice(0, at) + (goodSignature[at] === '0' ? '1' : '0') + goodSignature.slice(at + 1)
      attempts.push([`${goodName}=${goodTime}.${path}.${changed}`, good])
    }
    return attempts
  }

  test('never logs in', async () => {
    const app = await createTestApp()
    const forged = await forge(app)
    expect(forged.length).toBeGreaterThanOrEqual(50)
    for (const [cookie, given] of forged) {
      const path = `/api/auth/callback?code=${app.service.codeOf()}&state=${encodeURIComponent(given)}`
      const response = await app.handle(path, { headers: { cookie } })
      expect([response.status, response.headers.get('location'), response.headers.getSetCookie()], cookie).toEqual([
        400,
        null,
        [],
      ])
    }
    expect(app.service.calls).toEqual([])
  })

  test('does not prevent that a good one is accepted', async () => {
    const app = await createTestApp()
    const time = app.clock.now().toString(36)
    const cookie = `${name}=${time}.${encodeURIComponent('/a')}.${await sign(apiKey, [state, time, '/a'])}`
    const path = `/api/auth/callback?code=${app.service.codeOf()}&state=${state}`
    const response = await app.handle(path, { headers: { cookie } })
    expect([response.status, response.headers.get('location')]).toEqual([302, `${appOrigin}/a`])
  })
})

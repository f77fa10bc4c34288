import { describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../test/app.js'
import { cookiesOf } from '../test/cookie-jar.js'
import { hostileCookies, hostilePaths } from '../test/hostile.js'
import { acme, ada, apiKey, bob } from '../test/service.js'
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
  expect(new Set(hostilePaths).size).toBeGreaterThanOrEqual(500)
  expect(new Set(hostileCookies).size).toBeGreaterThanOrEqual(200)
})

test('no return path leads a login out of the app, under either name of the parameter', async () => {
  const app = await createTestApp()
  for (const [index, path] of hostilePaths.entries()) {
    const name = index % 2 ? 'return_to_path' : 'returnTo'
    const start = await app.handle(`/api/auth/login?${new URLSearchParams([[name, path]])}`)
    expect(start.status).toBe(302)
    expect(new URL(start.headers.get('location') ?? '').origin).toBe('https://auth.example.com')
    const end = await app.handle(`/api/auth/callback?code=${app.service.codeOf()}&state=${stateOf(start)}`)
    expect(end.status).toBe(302)
    expectInside(end.headers.get('location'), path)
  }
})

test('no return path adds markup to a page, with a link to try again or to go on', async () => {
  const page =
    /^<!doctype html>\n<html lang="en">\n<meta [^<>]+>\n<title>Log in<\/title>\n<p>[\w ,.]+<\/p>\n<p><a href="((?:[^"<>&]|&amp;)+)">(Try again|Continue)<\/a><\/p>\n$/
  const hrefOf = (text: string, path: string) => {
    expect(text, path).toMatch(page)
    return page.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? ''
  }
  const app = await createTestApp({ cookies: { sameSite: 'strict' } })
  const markup = [
    '"><script>alert(1)</script>',
    "' onclick='alert(1)",
    '<img src=x>',
    '&lt;&quot;&#34;',
    '?a=1&copy=2&lt=3',
  ]
  for (const path of [...hostilePaths, ...markup.flatMap((text) => [`/${text}`, `/?${text}`, `/#${text}`])])
    for (const query of [`code=${app.service.codeOf()}`, 'error=denied']) {
      const start = await app.handle(`/api/auth/login?${new URLSearchParams({ return_to_path: path })}`)
      const end = await app.handle(`/api/auth/callback?${query}&state=${stateOf(start)}`)
      const text = await end.text()
      const href = hrefOf(text, path)
      if (query.startsWith('code')) {
        expectInside(href, path)
        expect(end.headers.get('refresh'), path).toBe(`0;url=${href}`)
      } else expect(href).toMatch(/^https:\/\/app\.example\.com\/api\/auth\/login(\?return_to_path=[\w.%*+-]+)?$/)
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
async function askAll(app: TestApp, origin: string, cookie: string) {
  const headers = { cookie }
  const answers = []
  for (const path of ['login', 'callback?code=x&state=y', 'session', 'userinfo', 'logout'])
    answers.push(await app.handle(`/api/auth/${path}`, { headers }))
  const own = { ...headers, origin }
  answers.push(await app.handle(`/api/auth/set-active-org?active_org_id=${acme}`, { method: 'POST', headers: own }))
  answers.push(await app.handle('/api/auth/logout', { method: 'POST', headers: own }))
  return answers
}

test.each([
  ['of the app', appOrigin, /^__Host-pa_state_[\da-f]{16}$/],
  ['of the official libraries, on loopback', 'http://localhost:3000', /^__pa_state_[\da-f]{16}$/],
])('no cookie logs in, sets an attribute or makes an error, in the format %s', async (_format, appUrl, stateName) => {
  const app = await createTestApp({ appUrl })
  for (const cookie of hostileCookies) {
    for (const answer of await askAll(app, appUrl, cookie)) {
      expect(answer.status, cookie).toBeLessThan(500)
      const set = cookiesOf(answer).filter(({ attributes }) => attributes['max-age'] !== '0')
      for (const { name } of set) expect(name, cookie).toMatch(stateName)
    }
    const request = new Request(appUrl, { headers: { cookie } })
    const session = await app.sessions.getSession(request)
    expect([session.user, session.accessToken], cookie).toEqual([null, null])
    expect(['anonymous', 'ended'], cookie).toContain(session.status)
    expect(() => app.sessions.tokenFrom(request), cookie).not.toThrow()
  }
})

test('cookies that a sibling subdomain sets, with another space before the name, are not those of the app', async () => {
  const other = await createTestApp()
  const start = await other.handle('/api/auth/login')
  const state = other.jar.header
  await other.logIn({ user: bob, orgs: [] })
  const tossed = other.jar.header
  for (const space of ['\u00a0', '\u2000', '\ufeff', '\v']) {
    const app = await createTestApp({}, {}, other.clock, other.service.issuer)
    const toss = (cookie: string) => cookie.replaceAll(/^|(?<=; )/g, space)
    const ask = (cookie: string) =>
      app.sessions.getSession({ method: 'GET', url: appOrigin, headers: { get: () => cookie } })
    expect((await ask(toss(tossed))).status).toBe('anonymous')
    await app.logIn()
    const session = await ask(`${app.jar.header}; ${toss(tossed)}`)
    expect([session.status, session.user?.email, session.setCookies]).toEqual(['active', ada.email, []])
    const path = `/api/auth/callback?code=${app.service.codeOf()}&state=${stateOf(start)}`
    expect((await app.handle(path, { headers: { cookie: '' } })).status).toBe(400)
    const visit = new Request(appOrigin + path)
    Object.defineProperty(visit, 'headers', {
      value: { get: (name: string) => (name === 'cookie' ? toss(state) : null) },
    })
    expect((await app.sessions.handler(visit))?.status).toBe(400)
  }
})

test('made-up cookies bring few deletions', async () => {
  const app = await createTestApp()
  const names = Array.from({ length: 1_000 }, (_, index) => `__pa_at_${index}=x; __Host-pa_rt_${index}=x`)
  const { setCookies } = await app.sessions.getSession(app.request('/', { headers: { cookie: names.join('; ') } }))
  expect(setCookies.length).toBeLessThanOrEqual(40)
})

test('a long name of a cookie does not slow a login down', async () => {
  const app = await createTestApp()
  for (const name of ['a'.repeat(20_000), `__Host-pa_state_${'0'.repeat(20_000)}`]) {
    const headers = { cookie: `${name}-=1` }
    expect((await app.handle('/api/auth/login', { headers })).status).toBe(302)
    expect((await app.handle('/api/auth/callback?code=x&state=y', { headers })).status).toBe(400)
  }
})

describe('a forged state', () => {
  const id = 'c0ffee00-0000-4000-8000-000000000000'
  const nameOf = (state: string) => `__Host-pa_state_${state.slice(0, 16)}`

  /** A plain signature, as other code could make with the same key. */
  async function hmac(key: string, text: string): Promise<string> {
    const encode = (part: string) => new TextEncoder().encode(part)
    const algorithm = { name: 'HMAC', hash: 'SHA-256' }
    const imported = await crypto.subtle.importKey('raw', encode(key), algorithm, false, ['sign'])
    const signature = new Uint8Array(await crypto.subtle.sign('HMAC', imported, encode(text)))
    return Array.from(signature, (byte) => byte.toString(16).padStart(2, '0')).join('')
  }

  /** Cookies and states by an attacker who knows their form. */
  async function forge(app: TestApp): Promise<[cookie: string, state: string][]> {
    const start = await app.handle('/api/auth/login?return_to_path=/a')
    const good = stateOf(start) ?? ''
    const [{ name, value } = { name: '', value: '' }] = cookiesOf(start)
    const [time = '', goodId = '', path = ''] = value.split('.')
    const elsewhere = encodeURIComponent('https://evil.example')
    const at = (seconds: number) => `${app.clock.now() + seconds * 1_000}`
    const changed = [
      '',
      'x',
      time,
      `${time}.`,
      `${time}..`,
      `${time}.${goodId}`,
      `${time}.${goodId}.`,
      `${time}.${goodId}.${elsewhere}`,
      `${time}.${goodId}.${path}x`,
      `${time}.${goodId}.${path}.`,
      `${time}.${id}.${path}`,
      `${time}..${path}`,
      `${at(60)}.${goodId}.${path}`,
      `${at(-600)}.${goodId}.${path}`,
      `${at(-1)}.${goodId}.${path}`,
      `${time}e0.${goodId}.${path}`,
      `+${time}.${goodId}.${path}`,
      `${Number(time).toString(36)}.${goodId}.${path}`,
      `0${value}`,
      `-1.${goodId}.${path}`,
      `NaN.${goodId}.${path}`,
      `.${goodId}.${path}`,
      `${value}%20`,
      `"${value}"`,
      decodeURIComponent(value),
      good,
    ]
    // Every character of a good state counts.
    const states = Array.from({ length: 16 }, (_, index) => {
      const digit = good[index * 4] === '0' ? '1' : '0'
      return good.slice(0, index * 4) + digit + good.slice(index * 4 + 1)
    })
    const others = ['', 'x', good.toUpperCase(), good.slice(1), good.slice(0, 63), `${good}0`, `${good}\n`, '__proto__']
    // Of another key, of a text that is no key, and of the right key for another use.
    const foreign = await Promise.all([
      ...['another-key', 'undefined', ''.padEnd(96, '0')].map((key) => sign({ apiKey: key }, value)),
      hmac(apiKey, value),
    ])
    // Signed as it should be, but too old or from the future.
    const untimely = await Promise.all(
      [at(-600), at(60), at(1e9)].map(async (when): Promise<[string, string]> => {
        const signed = `${when}.${id}.${path}`
        const state = await sign({ apiKey }, signed)
        return [`${nameOf(state)}=${signed}`, state]
      }),
    )
    return [
      ...changed.map((forged): [string, string] => [`${name}=${forged}`, good]),
      ...[...states, ...others, ...foreign].map((forged): [string, string] => [`${nameOf(forged)}=${value}`, forged]),
      ...untimely,
      [`${name}=${value}; ${name}=${value}x`, good],
      [`${nameOf(id)}=${value}`, good],
      [`__pa_state=${good}`, good],
      [`__pa_state_${good.slice(0, 16)}=${value}`, good],
      [`__Host-pa_state_${good}=${value}`, good],
      [`__Host-pa_state_=${value}`, good],
      [`${name.toUpperCase()}=${value}`, good],
      // The signature of a signature, as the comparison makes it.
      [`${nameOf(await sign({ apiKey }, good))}=${good}`, await sign({ apiKey }, good)],
    ]
  }

  test('never logs in', async () => {
    const app = await createTestApp()
    const forged = await forge(app)
    expect(new Set(forged.map(String)).size).toBeGreaterThanOrEqual(60)
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
    const value = `${app.clock.now()}.${id}.${encodeURIComponent('/a')}`
    const state = await sign({ apiKey }, value)
    const path = `/api/auth/callback?code=${app.service.codeOf()}&state=${state}`
    const response = await app.handle(path, { headers: { cookie: `${nameOf(state)}=${value}` } })
    expect([response.status, response.headers.get('location')]).toEqual([302, `${appOrigin}/a`])
  })
})

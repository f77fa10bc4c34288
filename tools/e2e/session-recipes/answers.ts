// The answers of the app: their cookies, and to whom they are refused.
import { expect } from 'vitest'
import {
  ask,
  cookieNames,
  cookiesOf,
  expireToken,
  navigation,
  setCookieNames,
  setCookies,
  shown,
  type VisitTest,
  visitor,
} from './visit.ts'

export function describeAnswers(test: VisitTest) {
  test.for([
    ['/', 200],
    ['/account', 200],
    ['/moved', 302],
    ['/broken', 500],
    ['/nowhere', 404],
  ] as const)(
    'the answer of %s, %i, has the new cookies once, and is not cached',
    async ([path, status], { visit }) => {
      const { app, context } = visit
      const expired = await expireToken(visit)
      const response = await context.request.get(app.url + path, navigation)
      expect(response.status()).toBe(status)
      expect(setCookieNames(response)).toEqual(cookieNames)
      expect((await cookiesOf(visit)).__pa_at).not.toBe(expired)
      const headers = response.headers()
      expect(headers['cache-control']).toBe('private, no-store')
      expect(headers.vary?.toLowerCase()).toContain('cookie')
      if (status === 302) expect(new URL(headers.location ?? '', app.url).href).toBe(`${app.url}/account`)
    },
  )
}

/** Ways to write the address of /account, and the addresses under which frameworks serve its data. */
const spellings = [
  ...['/%61ccount', '/account/', '//account', '/ACCOUNT', '/account?a=/', '/x/%2e%2e/account'],
  ...['/account.data', '/account.data?_routes=routes%2Faccount', '/account/__data.json'],
]

export function describeRefusals(test: VisitTest) {
  test('a POST of the app itself is answered, also when its access token has expired', async ({ visit }) => {
    await expireToken(visit)
    expect(await ask(visit, '/api/note', 'POST', { text: 'x' })).toEqual([200, { by: visitor.email }])
  })

  test.for([
    ['/api/note', 'application/json'],
    ['/api/note', 'text/plain'],
    ['/api/note', 'application/x-www-form-urlencoded'],
    ['/api/auth/logout', 'application/x-www-form-urlencoded'],
  ] as const)('a POST to %s from another origin, as %s, is 403', async ([path, type], { visit }) => {
    const { app, context } = visit
    for (const others of [{ origin: 'https://evil.example' }, { origin: app.url, 'sec-fetch-site': 'cross-site' }]) {
      const headers = { ...(others as Record<string, string>), 'content-type': type }
      expect((await context.request.post(app.url + path, { data: '{}', headers })).status()).toBe(403)
    }
    expect((await context.request.get(`${app.url}/account`, navigation)).status()).toBe(200)
  })

  test.for(spellings)('a visitor does not get the account as %s', async (path, { visit }) => {
    const headers = { accept: 'text/html' }
    const response = await fetch(visit.app.url + path, { headers, redirect: 'manual' })
    expect(await response.text()).not.toMatch(/data-testid="org"|"org"/)
  })

  test('a POST without a session is 401', async ({ visit }) => {
    const response = await fetch(`${visit.app.url}/api/note`, { method: 'POST', headers: { origin: visit.app.url } })
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="propelauth"'])
  })
}

export function describeOutage(test: VisitTest) {
  test('while the service is away, public pages are shown, protected ones are 503, and the session stays', async ({
    visit,
    faults,
  }) => {
    const { app, page } = visit
    faults.add({ group: 'session', fault: 'away' })
    const expired = await expireToken(visit)
    // The app keeps the answer of a refresh for a minute, for the refresh tokens it knows.
    const { __pa_rt: refreshToken = '' } = await cookiesOf(visit)
    await setCookies(visit, { __pa_rt: 'of-another-isolate' })
    expect((await page.goto(app.url))?.status()).toBe(200)
    expect(await shown(visit, 'user')).toBe('visitor')
    // An answer to a script of the page must not come later, when the service is back and the refresh token is another.
    const refused = await page.goto(`${app.url}/account`, { waitUntil: 'networkidle' })
    expect([refused?.status(), await refused?.headerValue('retry-after')]).toEqual([503, expect.any(String)])
    expect(await cookiesOf(visit)).toMatchObject({ __pa_at: expired, __pa_rt: 'of-another-isolate' })

    await setCookies(visit, { __pa_rt: refreshToken })
    faults.clear()
    // Refreshes pause after a failure.
    await expect
      .poll(() => page.goto(app.url).then(() => shown(visit, 'user')), { timeout: 60_000, interval: 200 })
      .toBe(visitor.email)
    expect(Object.keys(await cookiesOf(visit)).toSorted()).toEqual(cookieNames)
  })
}

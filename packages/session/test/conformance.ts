// What sessions do with a request, as plain data: for every runtime, and for the adapters that are built on them.
import type { SessionOptions } from '../src/index.js'
import { createTestApp } from './app.js'
import { cookiesOf } from './cookie-jar.js'
import { acme, adaOfAcme, type ServiceCall } from './service.js'

/** What the browser has before the request. */
export type Before =
  | 'nothing'
  | 'a session'
  | 'a session whose access token has expired'
  | 'a session that has ended at the service'
  | 'only an expired access token'
  | 'cookies of the official library'
  | 'garbage'

/** What is wrong with the service during the request. */
export type Fault = 'away' | 'status 500' | 'status 429' | 'wrong API key' | 'profile away'

export interface SessionCase {
  readonly title: string
  readonly before: Before
  readonly fault?: Fault
  readonly options?: Partial<SessionOptions>
  /** A route of the handler; `requireSession` and `getSession` are asked about the path instead. */
  readonly ask?: 'handler' | 'requireSession' | 'getSession'
  readonly method?: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: object
  readonly expected: {
    /** 0 if the handler has no answer. */
    readonly status: number
    readonly code?: string
    readonly headers?: Readonly<Record<string, string | RegExp | null>>
    readonly body?: unknown
    /** Names of the cookies that are set, in order. Default: none. */
    readonly sets?: readonly string[]
    /** Names of the cookies that are deleted, in order. Default: none. */
    readonly deletes?: readonly string[]
    /** The calls to the service, in order. Default: none. */
    readonly calls?: readonly string[]
  }
}

export interface Observed {
  readonly status: number
  readonly headers: Headers
  readonly body: string
  readonly sets: readonly string[]
  readonly deletes: readonly string[]
  readonly calls: readonly string[]
}

const appUrl = 'https://app.example.com'
const own = { origin: appUrl }
const navigation = { 'sec-fetch-mode': 'navigate' }
const tokens = ['__Host-pa_at', '__Host-pa_rt']
const refresh = 'POST /api/backend/v1/refresh_token'
const probe = 'GET /api/v1/token_verification_metadata'
const profile = 'GET /propelauth/oauth/userinfo'
const logout = 'POST /api/backend/v1/logout'
const stateCookie = /^__Host-pa_state_[\da-f]{16}$/

const isPrivate = { 'cache-control': 'private, no-store', vary: /\bCookie\b/ }
const signedOut = (code: string) => ({ status: 401, code, headers: isPrivate })
const away = (calls: readonly string[]) => ({
  status: 503,
  code: 'session_unavailable',
  headers: { ...isPrivate, 'retry-after': /^\d+$/ },
  calls,
})

const loginCases: SessionCase[] = [
  {
    title: 'login leads to the hosted page',
    before: 'nothing',
    path: '/api/auth/login?plan=pro&signup=no&state=mine&redirect_uri=https://evil.example',
    expected: {
      status: 302,
      headers: {
        ...isPrivate,
        location:
          /^https:\/\/auth\.example\.com\/propelauth\/ssr\/authorize\?plan=pro&signup=false&state=[\da-f]{64}&redirect_uri=https%3A%2F%2Fapp\.example\.com%2Fapi%2Fauth%2Fcallback$/,
      },
      sets: ['state'],
    },
  },
  {
    title: 'signup leads to the hosted page for new users',
    before: 'nothing',
    path: '/api/auth/signup',
    expected: { status: 302, headers: { location: /&signup=true$/ }, sets: ['state'] },
  },
  {
    title: 'the redirect URI comes from appUrl, never from the host of the request',
    before: 'nothing',
    path: 'https://evil.example/api/auth/login',
    headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
    expected: { status: 302, headers: { location: /app\.example\.com%2Fapi%2Fauth%2Fcallback/ }, sets: ['state'] },
  },
  {
    title: 'a callback without a state is a page, not a redirect',
    before: 'nothing',
    path: '/api/auth/callback?code=x',
    expected: { status: 400, headers: { ...isPrivate, location: null, 'content-type': /^text\/html/ } },
  },
  {
    title: 'a callback with an error and no state is a page',
    before: 'a session',
    path: '/api/auth/callback?error=access_denied',
    expected: { status: 400, headers: { location: null } },
  },
  {
    title: 'a path below the base path that is no route has no answer',
    before: 'a session',
    path: '/api/auth/other',
    expected: { status: 0 },
  },
  {
    title: 'names of the prototype are no routes',
    before: 'nothing',
    path: '/api/auth/constructor',
    expected: { status: 0 },
  },
  { title: 'other paths have no answer', before: 'a session', path: '/', expected: { status: 0 } },
  {
    title: 'other methods are refused',
    before: 'a session',
    method: 'POST',
    path: '/api/auth/login',
    headers: own,
    expected: { status: 405, headers: { allow: 'GET' } },
  },
  {
    title: 'a preflight is refused',
    before: 'a session',
    method: 'OPTIONS',
    path: '/api/auth/logout',
    headers: { ...own, 'access-control-request-method': 'POST' },
    expected: { status: 405, headers: { allow: 'GET, POST', 'access-control-allow-origin': null } },
  },
]

const sessionCases: SessionCase[] = [
  {
    title: 'GET session without a session',
    before: 'nothing',
    path: '/api/auth/session',
    expected: { status: 200, headers: isPrivate, body: { user: null } },
  },
  {
    title: 'GET session with one',
    before: 'a session',
    path: '/api/auth/session',
    expected: { status: 200, headers: isPrivate, body: { user: { userId: adaOfAcme.user.userId } } },
  },
  {
    title: 'GET session refreshes',
    before: 'a session whose access token has expired',
    path: '/api/auth/session/',
    expected: {
      status: 200,
      body: { user: { userId: adaOfAcme.user.userId } },
      sets: tokens,
      calls: [refresh],
    },
  },
  {
    title: 'GET session of one that has ended deletes the cookies',
    before: 'a session that has ended at the service',
    path: '/api/auth/session',
    expected: { status: 200, body: { user: null }, deletes: tokens, calls: [refresh, probe] },
  },
  {
    title: 'an access token that has expired without a refresh token is deleted',
    before: 'only an expired access token',
    path: '/api/auth/session',
    expected: { status: 200, body: { user: null }, deletes: ['__Host-pa_at'] },
  },
  {
    title: 'garbage is deleted',
    before: 'garbage',
    path: '/api/auth/session',
    expected: { status: 200, body: { user: null }, deletes: tokens },
  },
  {
    title: 'cookies of the official library become those of the app at the next refresh',
    before: 'cookies of the official library',
    path: '/api/auth/session',
    expected: {
      status: 200,
      body: { user: { userId: adaOfAcme.user.userId } },
      sets: tokens,
      deletes: ['__pa_at', '__pa_rt'],
      calls: [refresh],
    },
  },
  ...(['away', 'status 500', 'status 429'] as const).map(
    (fault): SessionCase => ({
      title: `GET session while the service is unavailable (${fault}) keeps the cookies`,
      before: 'a session whose access token has expired',
      fault,
      path: '/api/auth/session',
      expected: away([refresh]),
    }),
  ),
  {
    title: 'a wrong API key is no sign-out',
    before: 'a session whose access token has expired',
    fault: 'wrong API key',
    path: '/api/auth/session',
    expected: away([refresh, probe]),
  },
  {
    title: 'a public page during an outage is shown without a user',
    ask: 'getSession',
    before: 'a session whose access token has expired',
    fault: 'away',
    path: '/',
    expected: { status: 200, body: { status: 'unavailable', userId: null }, headers: isPrivate, calls: [refresh] },
  },
  {
    title: 'an outage is not noticed while the access token is valid',
    ask: 'getSession',
    before: 'a session',
    fault: 'away',
    path: '/',
    expected: { status: 200, body: { status: 'active', userId: adaOfAcme.user.userId }, headers: isPrivate },
  },
]

const userinfoCases: SessionCase[] = [
  { title: 'userinfo', before: 'nothing', path: '/api/auth/userinfo', expected: signedOut('missing_token') },
  {
    title: 'userinfo with a session',
    before: 'a session',
    path: '/api/auth/userinfo',
    expected: {
      status: 200,
      headers: { ...isPrivate, 'content-type': 'application/json' },
      body: { userinfo: { user_id: adaOfAcme.user.userId, org_id_to_org_info: { [acme]: { additional_roles: [] } } } },
      calls: [profile],
    },
  },
  {
    title: 'userinfo of a session that has ended deletes the cookies',
    before: 'a session that has ended at the service',
    path: '/api/auth/userinfo',
    expected: { ...signedOut('token_expired'), deletes: tokens, calls: [refresh, probe] },
  },
  {
    title: 'userinfo during an outage is neither 200 nor 401',
    before: 'a session whose access token has expired',
    fault: 'away',
    path: '/api/auth/userinfo',
    expected: away([refresh]),
  },
  {
    title: 'userinfo without a profile has the fresh cookies',
    before: 'a session whose access token has expired',
    fault: 'profile away',
    path: '/api/auth/userinfo',
    expected: { ...away([refresh, profile]), sets: tokens },
  },
  {
    title: 'userinfo can be switched off',
    before: 'a session',
    options: { userinfo: false },
    path: '/api/auth/userinfo',
    expected: { status: 0 },
  },
]

const foreign: readonly Readonly<Record<string, string>>[] = [
  {},
  { origin: 'https://evil.example' },
  { origin: 'https://evil.app.example.com' },
  { origin: 'http://app.example.com' },
  { origin: 'https://app.example.com:8443' },
  { origin: 'null' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'none' },
  { 'sec-fetch-site': 'cross-site' },
  { ...own, 'sec-fetch-site': 'cross-site' },
  { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
]

const postCases: SessionCase[] = [
  ...['/api/auth/logout', `/api/auth/set-active-org?active_org_id=${acme}`].flatMap((path) =>
    foreign.map(
      (headers): SessionCase => ({
        title: `POST ${path} with ${JSON.stringify(headers)} changes nothing`,
        before: 'a session',
        method: 'POST',
        path,
        headers,
        expected: { status: 403, code: 'cross_site_request', headers: isPrivate },
      }),
    ),
  ),
  {
    title: 'POST logout of a script ends the session',
    before: 'a session',
    method: 'POST',
    path: '/api/auth/logout',
    headers: own,
    expected: { status: 200, headers: isPrivate, body: { redirectTo: `${appUrl}/` }, deletes: tokens, calls: [logout] },
  },
  {
    title: 'POST logout without Origin counts with Sec-Fetch-Site: same-origin',
    before: 'a session',
    method: 'POST',
    path: '/api/auth/logout',
    headers: { 'sec-fetch-site': 'same-origin' },
    expected: { status: 200, deletes: tokens, calls: [logout] },
  },
  {
    title: 'POST logout of a form leads to the page after it',
    before: 'a session',
    options: { afterLogout: '/bye' },
    method: 'POST',
    path: '/api/auth/logout',
    headers: { ...own, ...navigation },
    expected: { status: 303, headers: { location: `${appUrl}/bye` }, deletes: tokens, calls: [logout] },
  },
  {
    title: 'POST logout during an outage ends the session in the browser',
    before: 'a session',
    fault: 'away',
    method: 'POST',
    path: '/api/auth/logout',
    headers: own,
    expected: { status: 200, deletes: tokens, calls: [logout] },
  },
  {
    title: 'POST logout without a session',
    before: 'nothing',
    method: 'POST',
    path: '/api/auth/logout',
    headers: own,
    expected: { status: 200 },
  },
  ...(['nothing', 'a session', 'a session that has ended at the service'] as const).map(
    (before): SessionCase => ({
      title: `GET logout with ${before} changes nothing`,
      before,
      path: '/api/auth/logout',
      expected: { status: 302, headers: { ...isPrivate, location: `${appUrl}/` } },
    }),
  ),
  {
    title: 'set-active-org',
    before: 'a session',
    method: 'POST',
    path: '/api/auth/set-active-org',
    headers: own,
    body: { orgId: acme },
    expected: {
      status: 200,
      body: { user: { activeOrgId: acme } },
      sets: [...tokens, '__Host-pa_org_id'],
      calls: [refresh],
    },
  },
  {
    title: 'set-active-org for an org of others leaves the session',
    before: 'a session',
    method: 'POST',
    path: '/api/auth/set-active-org',
    headers: own,
    body: { org_id: '00000000-0000-4000-8000-000000000000' },
    expected: { ...signedOut('missing_token'), sets: tokens, calls: [refresh, refresh] },
  },
  {
    title: 'set-active-org for no org',
    before: 'a session',
    method: 'POST',
    path: '/api/auth/set-active-org?active_org_id=x;%20Domain=example.com',
    headers: own,
    expected: { status: 400 },
  },
  {
    title: 'set-active-org without a session',
    before: 'nothing',
    method: 'POST',
    path: '/api/auth/set-active-org',
    headers: own,
    body: { active_org_id: acme },
    expected: signedOut('missing_token'),
  },
  {
    title: 'set-active-org during an outage',
    before: 'a session',
    fault: 'away',
    method: 'POST',
    path: '/api/auth/set-active-org',
    headers: own,
    body: { orgId: acme },
    expected: away([refresh]),
  },
]

const requireCases: SessionCase[] = [
  {
    title: 'a navigation without a session goes to the login, and comes back to the page',
    ask: 'requireSession',
    before: 'nothing',
    path: 'http://10.0.0.7:3000/reports?a=b&c=d',
    headers: navigation,
    expected: {
      status: 302,
      headers: { ...isPrivate, location: `${appUrl}/api/auth/login?return_to_path=%2Freports%3Fa%3Db%26c%3Dd` },
    },
  },
  {
    title: 'a navigation by an older browser, told by Accept',
    ask: 'requireSession',
    before: 'nothing',
    path: '/',
    headers: { accept: 'text/html,application/xhtml+xml' },
    expected: { status: 302 },
  },
  {
    title: 'a navigation with a session that has ended deletes the cookies',
    ask: 'requireSession',
    before: 'a session that has ended at the service',
    path: '/',
    headers: navigation,
    expected: { status: 302, headers: isPrivate, deletes: tokens, calls: [refresh, probe] },
  },
  {
    title: 'a script without a session is refused',
    ask: 'requireSession',
    before: 'nothing',
    path: '/api/data',
    headers: { 'sec-fetch-mode': 'cors', accept: 'text/html' },
    expected: { ...signedOut('missing_token'), headers: { ...isPrivate, 'www-authenticate': /^Bearer realm=/ } },
  },
  {
    title: 'a form without a session is refused',
    ask: 'requireSession',
    before: 'nothing',
    method: 'POST',
    path: '/',
    headers: { ...navigation, ...own },
    expected: signedOut('missing_token'),
  },
  {
    title: 'a session is let in with its fresh cookies',
    ask: 'requireSession',
    before: 'a session whose access token has expired',
    path: '/',
    expected: { status: 200, body: { userId: adaOfAcme.user.userId }, sets: tokens, calls: [refresh] },
  },
  {
    title: 'a form of another site is refused, with the fresh cookies',
    ask: 'requireSession',
    before: 'a session whose access token has expired',
    method: 'POST',
    path: '/transfer',
    headers: { origin: 'https://evil.app.example.com', 'sec-fetch-site': 'same-site' },
    expected: { status: 403, code: 'cross_site_request', sets: tokens, calls: [refresh] },
  },
  {
    title: 'an upgrade by another site is refused',
    ask: 'requireSession',
    before: 'a session',
    path: '/socket',
    headers: { origin: 'https://evil.example', upgrade: 'websocket' },
    expected: { status: 403, code: 'cross_site_request' },
  },
  {
    title: 'a form of the app is let in',
    ask: 'requireSession',
    before: 'a session',
    method: 'POST',
    path: '/transfer',
    headers: own,
    expected: { status: 200, body: { userId: adaOfAcme.user.userId } },
  },
  {
    title: 'an outage is 503 and no login',
    ask: 'requireSession',
    before: 'a session whose access token has expired',
    fault: 'away',
    path: '/',
    headers: navigation,
    expected: away([refresh]),
  },
]

export const sessionCasesAsData: readonly SessionCase[] = [
  ...loginCases,
  ...sessionCases,
  ...userinfoCases,
  ...postCases,
  ...requireCases,
]

const faults: Record<Fault, (call: ServiceCall) => Response | undefined> = {
  away() {
    throw new TypeError('fetch failed')
  },
  'status 500': () => new Response('', { status: 500 }),
  'status 429': () => new Response('', { status: 429, headers: { 'retry-after': '7' } }),
  'wrong API key': ({ path }) => (path.endsWith('userinfo') ? undefined : new Response('', { status: 401 })),
  'profile away': ({ path }) => (path.endsWith('userinfo') ? new Response('', { status: 500 }) : undefined),
}

type App = Awaited<ReturnType<typeof createTestApp>>

/** Brings the browser into the state before the request. */
async function prepare({ jar, service, clock, logIn }: App, before: Before) {
  if (before === 'nothing') return
  if (before === 'garbage') {
    jar.set('__Host-pa_at', 'x.y.z')
    return jar.set('__Host-pa_rt', '%%%')
  }
  if (before === 'cookies of the official library' || before === 'only an expired access token') {
    const { accessToken, refreshToken } = await service.start()
    const isOfficial = before === 'cookies of the official library'
    jar.set(isOfficial ? '__pa_at' : '__Host-pa_at', isOfficial ? accessToken : `abc.1.${accessToken}`)
    if (isOfficial) jar.set('__pa_rt', refreshToken)
    return clock.advance(1_900)
  }
  await logIn()
  if (before !== 'a session') clock.advance(1_900)
  if (before === 'a session that has ended at the service')
    service.end(decodeURIComponent(jar.get('__Host-pa_rt')?.split('.').slice(2).join('.') ?? ''))
}

async function respond(app: App, { ask = 'handler', path, method, headers = {}, body }: SessionCase) {
  const { sessions } = app
  const request = app.request(path, {
    ...(method && { method }),
    headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (ask === 'handler') return sessions.handler(request)
  const toPage = ({ status, user, apply }: Awaited<ReturnType<typeof sessions.getSession>>) =>
    apply(Response.json({ status, userId: user?.userId ?? null }))
  if (ask === 'getSession') return toPage(await sessions.getSession(request))
  try {
    return toPage(await sessions.requireSession(request))
  } catch (error) {
    return (error as { toResponse(): Response }).toResponse()
  }
}

/** What became of the request of a case. */
export async function observe(given: SessionCase): Promise<Observed> {
  const app = await createTestApp(given.options)
  await prepare(app, given.before)
  app.service.calls.length = 0
  app.service.fault = given.fault && faults[given.fault]
  const response = await respond(app, given)
  if (!response) return { status: 0, headers: new Headers(), body: '', sets: [], deletes: [], calls: [] }
  app.jar.store(response)
  const cookies = cookiesOf(response)
  const isDeleted = ({ attributes }: (typeof cookies)[number]) => attributes['max-age'] === '0'
  const nameOf = ({ name }: (typeof cookies)[number]) => (stateCookie.test(name) ? 'state' : name)
  return {
    status: response.status,
    headers: response.headers,
    body: await response.text(),
    sets: cookies.filter((cookie) => !isDeleted(cookie)).map(nameOf),
    deletes: cookies.filter(isDeleted).map(nameOf),
    calls: app.service.calls,
  }
}

// Requests of attackers, which must be refused, and a few that must be admitted. Without the latter, a server could
// pass by refusing everything. One list for all adapters, servers and runtimes.
import type { TestIssuer } from '@propelauth-edge/core/testing'
import type { WireRequest } from '../http.ts'

export interface HostileCase extends WireRequest {
  readonly title: string
  readonly expected: Expected
}

export interface Expected {
  /** Any of these. Never a redirect, and no 404 where a guard answers. */
  readonly status: readonly number[]
  /** Of the refusal. Absent for HEAD, which has no body. */
  readonly code?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Whether the handler behind the guards has run. */
  readonly runs: boolean
}

type Headers = Readonly<Record<string, string>>
type Pairs = WireRequest['headers']

const refused = (status: number, code: string): Expected => ({ status: [status], code, runs: false })
const missing = refused(401, 'missing_token')
const notOneToken = refused(401, 'invalid_request')
const crossSite = refused(403, 'cross_site_request')
const admitted: Expected = { status: [200], runs: true }

/** Where no route may be: the server itself may say so, in its own way, as long as nothing behind a guard runs. */
const closed: Expected = { status: [400, 401, 403, 404, 405], runs: false }

/** The connection is closed without an answer. */
const hungUp: Expected = { status: [0], runs: false }

/** Next.js has one spelling for a path and sends others there, before any handler. */
const tidied: Expected = { ...closed, status: [...closed.status, 307, 308] }

const pairs = (headers: Headers): Pairs => Object.entries(headers)

const foreign = 'https://evil.example.com'
const preflight = {
  origin: foreign,
  'access-control-request-method': 'GET',
  'access-control-request-headers': 'authorization',
}

const upgrade = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
}

/** Headers by which proxies and frameworks tell things to each other: from outside they tell nothing. */
const identityHeaders = (token: string, userId: string): readonly (readonly [string, Headers])[] => [
  ['x-middleware-subrequest', { 'x-middleware-subrequest': 'middleware' }],
  ['x-middleware-subrequest, repeated', { 'x-middleware-subrequest': Array(5).fill('src/middleware').join(':') }],
  ['x-middleware-subrequest of a proxy', { 'x-middleware-subrequest': Array(5).fill('proxy').join(':') }],
  ['x-middleware-next and -rewrite', { 'x-middleware-next': '1', 'x-middleware-rewrite': '/api/me' }],
  ['x-middleware-set-cookie', { 'x-middleware-set-cookie': `__pa_at=${token}` }],
  ['x-propelauth-access-token', { 'x-propelauth-access-token': token }],
  ['x-propelauth-user-id', { 'x-propelauth-user-id': userId, 'x-propelauth-user': JSON.stringify({ userId }) }],
  ['x-propelauth-current-url', { 'x-propelauth-current-url': '/api/me', 'x-propelauth-org-id': 'acme' }],
  ['x-user-id and the like', { 'x-user-id': userId, 'x-auth-user': userId, 'x-forwarded-user': userId }],
  ['proxy-authorization', { 'proxy-authorization': `Bearer ${token}` }],
  [
    'x-authorization',
    { 'x-authorization': `Bearer ${token}`, 'x-access-token': token, 'x-forwarded-authorization': token },
  ],
  ['another path in a header', { 'x-original-url': '/runs', 'x-rewrite-url': '/runs', 'x-forwarded-prefix': '/runs' }],
  ['another method in a header', { 'x-http-method-override': 'OPTIONS', 'x-method-override': 'OPTIONS' }],
  ['a forged cookie', { cookie: '__pa_at=eyJhbGciOiJub25lIn0.eyJ1c2VyX2lkIjoiYSJ9.' }],
  ['a good token in a cookie that nobody reads', { cookie: `__pa_at=${token}; authorization=Bearer ${token}` }],
  ['a good token as a WebSocket protocol', { 'sec-websocket-protocol': `propelauth.bearer, ${token}` }],
]

/** The guard stands before `/api/*`. Spelt otherwise, a path must not reach the handler past it. */
const spellings = [
  '/%61pi/me',
  '/%61%70%69/%6d%65',
  '/api/%6de',
  '/api%2fme',
  '/api%2Fme',
  '/%2fapi/me',
  '/API/me',
  '/Api/Me',
  '//api/me',
  '///api/me',
  '/api//me',
  '/api/./me',
  '/./api/me',
  '/x/../api/me',
  '/x/%2e%2e/api/me',
  '/%2e/api/me',
  '/api/x/../me',
  '/api/..%2fapi/me',
  '/runs/../api/me',
  '/runs/..%2fapi/me',
  '/cors/../api/me',
  '/api/me/',
  '/api/me//',
  '/api/me;x=1',
  '/api;x=1/me',
  '/api/me%20',
  '/api/me%09',
  '/api/me%0d%0ax:y',
  '/api/me%00',
  '/api\\me',
  '/\\api\\me',
  '/api/me.json',
  '/api/me?x=/runs',
  '/api/me?access_token=x',
  '/api/me?_method=OPTIONS',
  '/?/api/me',
  '/api/*',
  '/api/',
  '/api',
  '/api/org/acme',
  '/api/org/%61cme',
  '/api/org//acme',
  '/api/org/../me',
]

const methods = ['HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Not every server knows these. */
const rareMethods = ['QUERY', 'PROPFIND']

function withoutCredential(token: string, userId: string, unknownPath: Expected): HostileCase[] {
  const get = { method: 'GET', headers: [] }
  return [
    { ...get, title: 'nothing at all', path: '/api/me', expected: missing },
    ...identityHeaders(token, userId).flatMap(([title, headers]) =>
      ['/api/me', '/api/org/acme', '/two/acme', '/cors/me'].map((path) => ({
        ...get,
        title: `${title} to ${path}`,
        path,
        headers: pairs(headers),
        expected: missing,
      })),
    ),
    ...spellings.map((path) => ({ ...get, title: `the path ${path}`, path, expected: unknownPath })),
    ...rareMethods.map((method) => ({
      title: `${method} of /api/me`,
      method,
      path: '/api/me',
      headers: [],
      expected: closed,
    })),
    ...methods.flatMap((method) =>
      ['/api/me', '/api/org/acme', '/cookie', '/two/acme', '/two-reversed/acme'].map((path) => ({
        title: `${method} of ${path}`,
        method,
        path,
        headers: [],
        expected: method === 'HEAD' ? ({ status: [401], runs: false } as const) : missing,
      })),
    ),
  ]
}

/** Two headers on the wire, as no browser sends them: refused wherever the server hands both on. */
function withTwoHeaders(token: string, firstAlone: boolean): HostileCase[] {
  const [good, bad, basic] = [`Bearer ${token}`, 'Bearer a.b.c', 'Basic YTpi']
  const malformed = refused(401, 'malformed_token')
  const send = (title: string, values: readonly string[], expected: Expected, second = 'authorization') => ({
    title: `Authorization: ${title}`,
    method: 'GET',
    path: '/api/me',
    headers: values.map((value, index) => [index === 0 ? 'authorization' : second, value] as const),
    expected,
  })
  return [
    send('two, both good', [good, good], firstAlone ? admitted : notOneToken),
    send('two, the first good', [good, bad], firstAlone ? admitted : notOneToken),
    send('two, the second good', [bad, good], firstAlone ? malformed : notOneToken),
    send(
      'two, the second good and in another case',
      [bad, good],
      firstAlone ? malformed : notOneToken,
      'AUTHORIZATION',
    ),
    send('another scheme first', [basic, good], { status: [401], runs: false }),
    send('another scheme second', [good, basic], firstAlone ? admitted : notOneToken),
    send('empty', [''], missing),
    send('two tokens with a comma', [`${good},${good}`], notOneToken),
  ]
}

function withPreflight(): HostileCase[] {
  const ask = (path: string, expected: Expected): HostileCase => ({
    title: `a preflight of ${path}`,
    method: 'OPTIONS',
    path,
    headers: pairs(preflight),
    expected,
  })
  const readable = { 'access-control-allow-origin': '*' }
  return [
    ...['/api/me', '/api/org/acme', '/cookie', '/two/acme', '/two-reversed/acme'].map((path) => ask(path, missing)),
    ask('/cors/me', { status: [200, 204], headers: readable, runs: false }),
    {
      title: 'a refusal that a page may read, since CORS comes before the guard',
      method: 'GET',
      path: '/cors/me',
      headers: [['origin', foreign]],
      expected: { ...missing, headers: readable },
    },
    {
      title: 'what only looks like a preflight',
      method: 'GET',
      path: '/cors/me',
      headers: pairs(preflight),
      expected: missing,
    },
  ]
}

function withCookie(token: string, origin: string, foreignSocket: Expected): HostileCase[] {
  const cookie = `__pa_at=${token}`
  const send = (title: string, method: string, headers: Headers, expected: Expected): HostileCase => ({
    title: `a cookie: ${title}`,
    method,
    path: '/cookie',
    headers: pairs({ cookie, 'x-forwarded-proto': 'http', ...headers }),
    expected,
  })
  const { hostname } = new URL(origin)
  const origins: Headers = {
    'a foreign site': foreign,
    'no site': 'null',
    'a subdomain': origin.replace('//', '//app.'),
    'another port': `http://${hostname}:1`,
    'another scheme': origin.replace('http:', 'https:'),
    'a longer name': `${origin}.evil.example.com`,
    'two sites': `${origin}, ${foreign}`,
  }
  return [
    send('reading', 'GET', {}, admitted),
    send('reading for a foreign site, which gets no leave to see it', 'GET', { origin: foreign }, admitted),
    send('writing from the own site', 'POST', { origin }, admitted),
    ...['POST', 'PUT', 'PATCH', 'DELETE'].flatMap((method) => [
      send(`${method} without an origin`, method, {}, crossSite),
      ...Object.entries(origins).map(([site, value]) =>
        send(`${method} from ${site}`, method, { origin: value }, crossSite),
      ),
    ]),
    send(
      'a form of a foreign site',
      'POST',
      { origin: foreign, referer: `${origin}/`, 'sec-fetch-site': 'same-origin' },
      crossSite,
    ),
    send('a good header beside it', 'POST', { origin: foreign, authorization: `Bearer ${token}` }, admitted),
    send('a bad header beside it', 'GET', { authorization: 'Bearer a.b.c' }, refused(401, 'malformed_token')),
    send('a WebSocket of a foreign site', 'GET', { origin: foreign, ...upgrade }, foreignSocket),
    send('a WebSocket of nobody', 'GET', upgrade, foreignSocket),
    send('twice', 'GET', { cookie: `${cookie}; ${cookie}` }, refused(401, 'invalid_request')),
    send('a forged one', 'GET', { cookie: '__pa_at=a.b.c' }, refused(401, 'malformed_token')),
    send('another name that ends alike', 'GET', { cookie: `x__pa_at=${token}; __pa_at_=${token}` }, missing),
  ]
}

async function withGoodToken(issuer: TestIssuer, userId: string): Promise<HostileCase[]> {
  const orgs = [{ orgId: 'acme', role: 'Admin' }]
  const admin = await issuer.headers({ user: { userId }, orgs })
  const member = await issuer.headers({ user: { userId }, orgs: [{ orgId: 'acme', role: 'Member' }] })
  const impersonated = await issuer.headers({ user: { userId, impersonatorUserId: 'employee' }, orgs })
  const ask = (title: string, path: string, headers: Headers, expected: Expected, method = 'GET'): HostileCase => ({
    title,
    method,
    path,
    headers: pairs(headers),
    expected,
  })
  const foreignOrg = refused(403, 'not_org_member')
  const denied = refused(403, 'impersonation_denied')
  return [
    ask('a user', '/api/me', admin, admitted),
    ask('a user who posts', '/api/me', admin, admitted, 'POST'),
    ask(
      'a user of a page elsewhere',
      '/cors/me',
      { ...admin, origin: foreign },
      { ...admitted, headers: { 'access-control-allow-origin': '*' } },
    ),
    ask('an admin, past two guards', '/api/org/acme', admin, admitted),
    ask('a member, past the first guard alone', '/api/org/acme', member, refused(403, 'insufficient_role')),
    ask('an admin of another org, past the first guard alone', '/api/org/globex', admin, foreignOrg),
    ask(
      'an org named in headers',
      '/api/org/globex',
      { ...admin, 'x-org-id': 'acme', 'x-propelauth-org-id': 'acme' },
      foreignOrg,
    ),
    ask('an org named in the query', '/api/org/globex?orgId=acme&org_id=acme', admin, foreignOrg),
    ...['/two', '/two-reversed'].flatMap((path) => [
      ask(`${path}: both guards agree`, `${path}/acme`, admin, admitted),
      ask(`${path}: one guard denies impersonation`, `${path}/acme`, impersonated, denied),
      ask(`${path}: one guard knows no such member`, `${path}/globex`, admin, foreignOrg),
    ]),
    ask(
      'x-middleware-subrequest does not skip the second guard',
      '/two/globex',
      { ...admin, 'x-middleware-subrequest': 'middleware' },
      foreignOrg,
    ),
  ]
}

export interface HostileOptions {
  /**
   * Whether `next start` stands before the handlers: it tidies paths by redirects, hangs up on
   * WebSockets, and hands on the first of two `Authorization` headers alone, as Node does.
   */
  readonly behindNext?: boolean
}

/** All of it, for an app at an origin that accepts the issuer. */
export async function hostileCases(
  issuer: TestIssuer,
  origin: string,
  { behindNext }: HostileOptions = {},
): Promise<HostileCase[]> {
  const userId = '3c2f4d0e-8a55-4c8f-9d6b-0c4c2f0f7a11'
  const token = await issuer.token({ user: { userId }, orgs: [{ orgId: 'acme', role: 'Admin' }] })
  return [
    ...withoutCredential(token, userId, behindNext ? tidied : closed),
    ...withTwoHeaders(token, behindNext === true),
    ...withPreflight(),
    ...withCookie(token, origin, behindNext ? hungUp : crossSite),
    ...(await withGoodToken(issuer, userId)),
  ]
}

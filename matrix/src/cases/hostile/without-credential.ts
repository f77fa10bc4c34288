import { closed, type Expected, type Headers, type HostileCase, missing, pairs } from './case.ts'
import { spellings } from './spellings.ts'

/** Headers that proxies and frameworks set for each other. From outside they must have no effect. */
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
  ['a good token in a cookie that is not read', { cookie: `__pa_at=${token}; authorization=Bearer ${token}` }],
  ['a good token as a WebSocket protocol', { 'sec-websocket-protocol': `propelauth.bearer, ${token}` }],
]

const methods = ['HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Not every server knows these. */
const rareMethods = ['QUERY', 'PROPFIND']

export function withoutCredential(token: string, userId: string, unknownPath: Expected): HostileCase[] {
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

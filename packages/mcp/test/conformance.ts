// What an MCP server behind this package answers, as plain data: for every runtime, in the tests and over HTTP in matrix/.
import type { McpAuth, McpAuthOptions } from '../src/index.js'
import { type Answer, answerTo, credentials } from './answers.ts'

export const resource = 'https://mcp.example.com/mcp'

/** Options of the server that the cases are sent to, without those of the place where they run. */
export const conformanceOptions = {
  resource,
  introspection: credentials,
  requiredScopes: ['notes:read'],
  scopesSupported: ['notes:read', 'notes:write'],
  resourceName: 'Notes',
} satisfies Partial<McpAuthOptions>

/** Two guarded routes and the documents. */
export function createConformanceServer(mcpAuth: McpAuth) {
  const guarded = mcpAuth.withMcpAuth((_request, { principal }) => Response.json(principal))
  const write = mcpAuth.withMcpAuth((_request, { principal }) => Response.json(principal), { scopes: ['notes:write'] })
  return async (request: Request): Promise<Response> => {
    const document = await mcpAuth.handler(request)
    if (document) return document
    const { pathname } = new URL(request.url)
    if (pathname === '/mcp') return guarded(request)
    return pathname === '/mcp/write' ? write(request) : new Response(null, { status: 404 })
  }
}

/** The answer of the authorization server to an introspection: what it was sent, and its clock in seconds. */
export function introspect(authorization: string | null, body: string, now: number): Answer {
  const { clientId, clientSecret } = credentials
  if (authorization !== `Basic ${btoa(`${clientId}:${clientSecret}`)}`) return { status: 401, body: '{}' }
  const token = new URLSearchParams(body).get('token') ?? ''
  return answerTo(token, now) ?? { status: 200, body: '{"active":false}' }
}

export interface McpCase {
  readonly title: string
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly expected: {
    readonly status: number
    readonly code?: string
    /** `WWW-Authenticate`; `null` for none. */
    readonly challenge?: string | null
    readonly headers?: Readonly<Record<string, string | null>>
    /** Members of the JSON body. */
    readonly body?: Readonly<Record<string, unknown>>
  }
}

const metadata = 'resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp"'
const challengeOf = (error: string, scope = 'notes:read') =>
  `Bearer realm="propelauth"${error && `, error="${error}"`}, ${metadata}, scope="${scope}"`

/** A page of any origin can read the answer and its challenge. */
const readable = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'WWW-Authenticate, Retry-After, Mcp-Session-Id',
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const invalid = (code: string) => ({ status: 401, code, challenge: challengeOf('invalid_token'), headers: readable })
const away = { status: 503, code: 'mcp_unavailable', challenge: null, headers: { ...readable, 'retry-after': '1' } }
const ada = { userId: 'ada', clientId: 'editor', scopes: ['notes:read'], audience: resource }

/** A token by its name in `answers.ts`. */
const accepted = (token: string, body: object = {}): McpCase => ({
  title: `accepted: ${token}`,
  headers: bearer(token),
  expected: { status: 200, headers: readable, body: { ...ada, ...body } },
})
const refused = (token: string, code: string): McpCase => ({
  title: `refused: ${token}`,
  headers: bearer(token),
  expected: invalid(code),
})
const unknown = (token: string, more: object = {}): McpCase => ({
  title: `neither good nor bad: ${token}`,
  headers: bearer(token),
  expected: { ...away, ...more },
})

const tokenCases: readonly McpCase[] = [
  accepted('good'),
  accepted('aud-with-trailing-slash'),
  accepted('aud-in-capitals'),
  accepted('aud-with-default-port'),
  accepted('aud-in-list'),
  accepted('aud-as-resource'),
  accepted('without-client', { clientId: 'unknown' }),
  accepted('without-exp'),
  accepted('members-that-are-null', { clientId: 'unknown' }),
  accepted('scope-as-list'),
  accepted('expired-within-tolerance'),
  accepted('with-org', { orgId: 'acme' }),
  refused('unknown', 'token_not_active'),
  refused('revoked', 'token_not_active'),
  refused('expired', 'token_expired'),
  refused('not-yet-active', 'token_not_active'),
  refused('refresh', 'invalid_claims'),
  refused('bound', 'invalid_claims'),
  refused('without-sub', 'invalid_claims'),
  refused('sub-not-text', 'invalid_claims'),
  refused('exp-as-text', 'invalid_claims'),
  refused('nbf-as-text', 'invalid_claims'),
  refused('without-aud', 'invalid_claims'),
  refused('aud-of-other-path', 'invalid_claims'),
  refused('aud-of-longer-path', 'invalid_claims'),
  refused('aud-of-parent', 'invalid_claims'),
  refused('aud-of-other-host', 'invalid_claims'),
  refused('aud-of-other-port', 'invalid_claims'),
  refused('aud-of-other-scheme', 'invalid_claims'),
  refused('aud-with-dot-segments', 'invalid_claims'),
  refused('aud-with-two-slashes', 'invalid_claims'),
  refused('aud-in-other-case', 'invalid_claims'),
  refused('aud-with-query', 'invalid_claims'),
  refused('aud-with-fragment', 'invalid_claims'),
  refused('aud-with-user', 'invalid_claims'),
  refused('aud-in-other-list', 'invalid_claims'),
  refused('aud-in-list-of-lists', 'invalid_claims'),
  refused('aud-empty', 'invalid_claims'),
  refused('aud-other-resource-own', 'invalid_claims'),
  unknown('html'),
  unknown('redirect'),
  unknown('active-as-text'),
  unknown('active-missing'),
  unknown('list'),
  unknown('null'),
  unknown('not-found'),
  unknown('server-error'),
  unknown('wrong-credentials'),
]

/** Last: the server asks for a pause. */
const pauseCase = unknown('too-many', { headers: { ...readable, 'retry-after': '7' } })

const headerCases: readonly McpCase[] = [
  {
    title: 'no token',
    expected: { status: 401, code: 'missing_token', challenge: challengeOf(''), headers: readable },
  },
  {
    title: 'another scheme',
    headers: { authorization: 'Basic Z29vZA==' },
    expected: { status: 401, code: 'missing_token', challenge: challengeOf('') },
  },
  {
    title: 'the scheme in another case',
    headers: { authorization: 'bEARER good' },
    expected: { status: 200, body: ada },
  },
  {
    title: 'two tokens',
    headers: { authorization: 'Bearer good, Bearer good' },
    expected: { status: 401, code: 'invalid_request', challenge: challengeOf('invalid_request') },
  },
  {
    title: 'a token with a space in it',
    headers: { authorization: 'Bearer good good' },
    expected: { status: 401, code: 'invalid_request', challenge: challengeOf('invalid_request') },
  },
  { title: 'a token with foreign characters', headers: bearer('go"od'), expected: invalid('malformed_token') },
  { title: 'a token that is too long', headers: bearer('x'.repeat(8_193)), expected: invalid('malformed_token') },
  {
    title: 'a token in the query',
    path: '/mcp?access_token=good',
    expected: { status: 401, code: 'missing_token', challenge: challengeOf('') },
  },
  {
    title: 'identity headers from outside',
    headers: { 'x-propelauth-user-id': 'ada', 'x-mcp-user': 'ada', cookie: 'access_token=good' },
    expected: { status: 401, code: 'missing_token', challenge: challengeOf('') },
  },
]

const scopeCases: readonly McpCase[] = [
  {
    title: 'a required scope is missing',
    headers: bearer('without-scope'),
    expected: {
      status: 403,
      code: 'insufficient_scope',
      challenge: challengeOf('insufficient_scope'),
      headers: readable,
    },
  },
  {
    title: 'a scope of the route is missing: the challenge names all that are needed',
    path: '/mcp/write',
    headers: bearer('good'),
    expected: {
      status: 403,
      code: 'insufficient_scope',
      challenge: challengeOf('insufficient_scope', 'notes:read notes:write'),
    },
  },
  {
    title: 'all scopes of the route',
    path: '/mcp/write',
    headers: bearer('good-for-writing'),
    expected: { status: 200, body: { scopes: ['notes:read', 'notes:write'] } },
  },
  {
    title: 'a scope that only resembles the required one',
    headers: bearer('similar-scopes'),
    expected: { status: 403, code: 'insufficient_scope' },
  },
  {
    title: 'no token on a route with scopes',
    path: '/mcp/write',
    expected: { status: 401, code: 'missing_token', challenge: challengeOf('', 'notes:read notes:write') },
  },
]

const preflight = { origin: 'https://inspector.example.com', 'access-control-request-method': 'POST' }
const allowed = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, DELETE, OPTIONS',
  'access-control-allow-headers': '*, Authorization',
}
const document = {
  resource,
  bearer_methods_supported: ['header'],
  scopes_supported: ['notes:read', 'notes:write'],
  resource_name: 'Notes',
}

const documentCases = (authUrl: string): readonly McpCase[] => [
  {
    title: 'the document of the server',
    path: '/.well-known/oauth-protected-resource/mcp',
    expected: {
      status: 200,
      headers: { 'access-control-allow-origin': '*' },
      body: { ...document, authorization_servers: [`${authUrl}/oauth/2.1`] },
    },
  },
  { title: 'no document at the root', path: '/.well-known/oauth-protected-resource', expected: { status: 404 } },
  {
    title: 'no document of another path',
    path: '/.well-known/oauth-protected-resource/other',
    expected: { status: 404 },
  },
  { title: 'no mirror unless asked for', path: '/.well-known/oauth-authorization-server', expected: { status: 404 } },
  {
    title: 'a preflight of the document',
    method: 'OPTIONS',
    path: '/.well-known/oauth-protected-resource/mcp',
    headers: preflight,
    expected: { status: 204, headers: { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' } },
  },
  {
    title: 'a preflight of the server',
    method: 'OPTIONS',
    headers: preflight,
    expected: { status: 204, headers: allowed },
  },
  {
    title: 'a preflight of a route',
    method: 'OPTIONS',
    path: '/mcp/write',
    headers: preflight,
    expected: { status: 204, headers: allowed },
  },
  {
    title: 'OPTIONS that is no preflight',
    method: 'OPTIONS',
    expected: { status: 401, code: 'missing_token' },
  },
]

/** In an order in which one server can answer them all. */
export const mcpCases = (authUrl: string): readonly McpCase[] => [
  ...headerCases,
  ...tokenCases,
  ...scopeCases,
  ...documentCases(authUrl),
  pauseCase,
]

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) ?? {}
  } catch {
    return {}
  }
}

/** The part of an answer that is compared. */
export interface Observed {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly text: string
}

/** What is wrong with the answer to a case, in words. */
export function differences({ expected }: McpCase, { status, headers, text }: Observed): string[] {
  const body = parse(text)
  const { challenge, code } = expected
  const wanted = {
    status: expected.status,
    ...(code !== undefined && { code }),
    ...(challenge !== undefined && { challenge }),
    ...expected.headers,
    ...expected.body,
  }
  const found: Readonly<Record<string, unknown>> = {
    ...Object.fromEntries(Object.keys(expected.headers ?? {}).map((name) => [name, headers.get(name)])),
    ...Object.fromEntries(Object.keys(expected.body ?? {}).map((name) => [name, body[name]])),
    status,
    code: body.code,
    challenge: headers.get('www-authenticate'),
  }
  return Object.entries(wanted)
    .filter(([name, value]) => JSON.stringify(found[name]) !== JSON.stringify(value))
    .map(([name, value]) => `${name} is ${JSON.stringify(found[name])}, not ${JSON.stringify(value)}`)
}

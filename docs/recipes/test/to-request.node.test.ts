import { createPropelAuth, fromCookie } from '@propelauth-edge/core'
import { createTestIssuer } from '@propelauth-edge/core/testing'
import { describe, expect, test } from 'vitest'
import { type NodeRequest, toRequest } from '../src/node/to-request.ts'
import {
  type AskNode,
  type HeaderLines,
  overHttp,
  overHttp2Server,
  throughInject,
  throughMocks,
  throughServerless,
} from './node-transports.ts'

/** Answers with the header that the query names. */
function answerHeader(
  incoming: NodeRequest & { readonly url?: string | undefined },
  outgoing: { end(body: string): unknown },
) {
  const [, name = ''] = incoming.url?.split('?') ?? []
  outgoing.end(JSON.stringify(toRequest(incoming, '').headers.get(name)))
}

/** Events of version 2.0 for serverless-http: of version 1.0 it keeps only the last line of a header. */
const transports: Record<string, AskNode> = {
  'HTTP/1.1': await overHttp(answerHeader),
  'HTTP/2': await overHttp2Server(answerHeader),
  'light-my-request': throughInject(answerHeader),
  'serverless-http': throughServerless(answerHeader, '2.0'),
  'node-mocks-http': throughMocks(answerHeader),
}

describe.each(Object.entries(transports))('over %s', (_title, ask) => {
  const read = async (name: string, headers: HeaderLines) => (await ask(`/?${name}`, { headers })).json()

  test('the name of a header is case-insensitive', async () => {
    expect(await read('authorization', { authorization: 'Bearer a' })).toBe('Bearer a')
    expect(await read('Authorization', { authorization: 'Bearer a' })).toBe('Bearer a')
  })

  test('a header that was not sent is null, also for names that every object has', async () => {
    for (const name of ['authorization', 'constructor', '__proto__', 'toString'])
      expect(await read(name, {})).toBeNull()
  })

  test('two Authorization headers are joined', async () => {
    expect(await read('authorization', { authorization: ['Bearer a', 'Bearer b'] })).toMatch(/^Bearer a, ?Bearer b$/)
  })
})

test.for(['HTTP/1.1', 'HTTP/2', 'light-my-request', 'node-mocks-http'])(
  'several Cookie lines over %s are joined with semicolons',
  async (transport) => {
    const response = await transports[transport]?.('/?cookie', { headers: { cookie: ['a=1', 'b=2'] } })
    expect(await response?.json()).toBe('a=1; b=2')
  },
)

describe('a request object without a server', () => {
  const get = (request: NodeRequest, name: string) => toRequest(request, '').headers.get(name)

  test('needs no rawHeaders', () => {
    expect(get({ headers: { authorization: 'Bearer a' } }, 'authorization')).toBe('Bearer a')
  })

  test('has the header as middleware has set or removed it', () => {
    const rawHeaders = ['Authorization', 'Bearer a', 'X-Other', '1']
    expect(get({ headers: { authorization: 'Bearer b' }, rawHeaders }, 'authorization')).toBe('Bearer b')
    expect(get({ headers: {}, rawHeaders }, 'authorization')).toBeNull()
  })

  test('has both Authorization lines even after middleware has set one', () => {
    const rawHeaders = ['authorization', 'Bearer a', 'AUTHORIZATION', 'Bearer b']
    expect(get({ headers: { authorization: 'Bearer c' }, rawHeaders }, 'authorization')).toBe('Bearer a, Bearer b')
  })

  test('does not mistake a value in rawHeaders for a name', () => {
    const rawHeaders = ['x-first', 'authorization', 'authorization', 'Bearer a']
    expect(get({ headers: { authorization: 'Bearer a' }, rawHeaders }, 'authorization')).toBe('Bearer a')
  })
})

test('a cookie token is accepted only for the origin of the URL', async () => {
  const issuer = await createTestIssuer()
  const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks })
  const cookie = `token=${await issuer.token()}`
  const statusFrom = async (origin: string) => {
    const request = toRequest({ method: 'POST', headers: { cookie, origin } }, 'https://app.example.com/api/me')
    const result = await propelAuth.authenticateRequest(request, { tokenFrom: fromCookie('token') })
    return result.ok ? 200 : result.error.status
  }
  expect(await statusFrom('https://app.example.com')).toBe(200)
  expect(await statusFrom('https://other.example.com')).toBe(403)
})

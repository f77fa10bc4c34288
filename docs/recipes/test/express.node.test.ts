import type { RequestListener } from 'node:http'
import mocks from 'node-mocks-http'
import { describe, expect, test, vi } from 'vitest'
import { app, authErrors, requireUser } from '../src/node/express.ts'
import { describeGuards } from './describe-guards.ts'
import { issuer } from './issuer.ts'
import { type AskNode, overHttp, throughServerless } from './node-transports.ts'

const listener = app as RequestListener

const transports: Record<string, AskNode> = {
  'HTTP/1.1': await overHttp(listener),
  'serverless-http, events of version 1.0': throughServerless(listener, '1.0'),
  'serverless-http, events of version 2.0': throughServerless(listener, '2.0'),
}

describe.each(Object.entries(transports))('%s', (_title, ask) => {
  describeGuards(ask, { cors: '*' })

  test('other errors reach the next error handler', async () => {
    expect((await ask('/api/orgs/%E0/billing')).status).toBe(400)
  })
})

test.for(['HTTP/1.1', 'serverless-http, events of version 2.0'])(
  'two Authorization headers are refused, although Node keeps only the first (%s)',
  async (transport) => {
    const { authorization } = await issuer.headers()
    const response = await transports[transport]?.('/api/me', {
      headers: { authorization: [authorization, authorization] },
    })
    expect(response?.status).toBe(401)
    expect(await response?.json()).toMatchObject({ code: 'invalid_request' })
  },
)

describe('middleware under node-mocks-http', () => {
  test('sets the user of a valid token', async () => {
    const incoming = mocks.createRequest({ headers: await issuer.headers({ user: { userId: 'ada' } }) })
    const outgoing = mocks.createResponse()
    await requireUser(incoming, outgoing, vi.fn())
    expect(outgoing.locals.user.userId).toBe('ada')
  })

  test('refuses a request without a token, and the error handler answers it', async () => {
    const incoming = mocks.createRequest()
    const outgoing = mocks.createResponse()
    const refusal = await Promise.resolve(requireUser(incoming, outgoing, vi.fn())).catch((error) => error)
    await authErrors(refusal, incoming, outgoing, vi.fn())
    expect(outgoing.statusCode).toBe(401)
    expect(outgoing.getHeader('www-authenticate')).toBe('Bearer realm="propelauth"')
    expect(JSON.parse(outgoing._getData())).toMatchObject({ code: 'missing_token' })
  })
})

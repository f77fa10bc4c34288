import awsLambda from '@fastify/aws-lambda'
import fastify, { type FastifyInstance } from 'fastify'
import { describe, expect, test } from 'vitest'
import { app, authErrors, requireOrgMember, requireUser } from '../src/node/fastify.ts'
import { describeGuards } from './describe-guards.ts'
import { issuer } from './issuer.ts'
import { type AskNode, type HeaderLines, overHttp2, throughLambda } from './node-transports.ts'
import { askServer } from './serve.ts'

/** The testing API of Fastify. */
const inject: AskNode = async (path, init) => {
  const headers = init?.headers as Record<string, string>
  const {
    statusCode,
    headers: answered,
    payload,
  } = await app.inject({ url: path, method: (init?.method ?? 'GET') as 'GET', headers })
  return new Response(payload || null, { status: statusCode, headers: answered as Record<string, string> })
}

const lambda = awsLambda(app)
await app.listen({ port: 0, host: 'localhost' })

const transports: Record<string, AskNode> = {
  'HTTP/1.1': (await askServer(app.server)) as AskNode,
  'app.inject': inject,
  '@fastify/aws-lambda, events of version 1.0': throughLambda(lambda, '1.0'),
  '@fastify/aws-lambda, events of version 2.0': throughLambda(lambda, '2.0'),
}

describe.each(Object.entries(transports))('%s', (_title, ask) => {
  describeGuards(ask, { cors: '*' })

  test('a HEAD request is guarded like GET', async () => {
    expect((await ask('/api/me', { method: 'HEAD' })).status).toBe(401)
  })
})

test('two Authorization headers are refused under app.inject', async () => {
  const { authorization } = await issuer.headers()
  const headers: HeaderLines = { authorization: [authorization, authorization] }
  const response = await inject('/api/me', { headers })
  expect([response.status, await response.json()]).toMatchObject([401, { code: 'invalid_request' }])
})

describe('HTTP/2', async () => {
  const secure = fastify({ http2: true }) as unknown as FastifyInstance
  secure.setErrorHandler(authErrors)
  secure.get('/api/me', { onRequest: requireUser }, async (request) => ({ userId: request.user.userId }))
  const billing = { onRequest: requireOrgMember({ permission: 'can_view_billing' }) }
  secure.get('/api/orgs/:orgId/billing', billing, async (request) => ({ org: request.org.orgName }))
  await secure.ready()
  describeGuards(await overHttp2(secure.server as never))
})

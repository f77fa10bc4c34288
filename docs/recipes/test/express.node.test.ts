import { request } from 'node:http'
import { expect, test } from 'vitest'
import { app } from '../src/node/express.ts'
import { describeGuards } from './describe-guards.ts'
import { issuer } from './issuer.ts'
import { serveNode } from './serve.ts'

const ask = await serveNode(app)

describeGuards(ask, { cors: true })

test('two tokens are none, although Node shows one of them', async () => {
  const { authorization } = await issuer.headers()
  const { port } = new URL(ask.url)
  const status = await new Promise((resolve) => {
    const headers = ['host', 'localhost', 'authorization', authorization, 'authorization', authorization]
    request({ port, path: '/api/me', headers: headers as never }, ({ statusCode }) => resolve(statusCode)).end()
  })
  expect(status).toBe(401)
})

test('what is no refusal goes on to the next error handler', async () => {
  expect((await ask('/api/orgs/%E0/billing')).status).toBe(400)
})

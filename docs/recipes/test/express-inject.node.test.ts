// A separate file, since light-my-request changes the prototypes of Express for the whole process. They are put back.
import type { RequestListener } from 'node:http'
import { afterAll, expect, test } from 'vitest'
import { app } from '../src/node/express.ts'
import { describeGuards } from './describe-guards.ts'
import { issuer } from './issuer.ts'
import { throughInject } from './node-transports.ts'

const prototypes = [app.request, app.response].map((object) => Object.getPrototypeOf(object))
const parents = prototypes.map((object) => Object.getPrototypeOf(object))
afterAll(() => {
  for (const [at, prototype] of prototypes.entries()) Object.setPrototypeOf(prototype, parents[at])
})

const ask = throughInject(app as RequestListener)

describeGuards(ask, { cors: '*' })

test('two Authorization headers are refused, although Node keeps only the first', async () => {
  const { authorization } = await issuer.headers()
  const response = await ask('/api/me', { headers: { authorization: [authorization, authorization] } })
  expect([response.status, await response.json()]).toMatchObject([401, { code: 'invalid_request' }])
})

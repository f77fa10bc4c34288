import { expect, test } from 'vitest'
import { app } from '../src/node/fastify.ts'
import { describeGuards } from './describe-guards.ts'
import { askServer } from './serve.ts'

await app.listen({ port: 0, host: 'localhost' })
const ask = await askServer(app.server)

describeGuards(ask, { cors: true })

test('a HEAD request is guarded like the GET it stands for', async () => {
  expect((await ask('/api/me', { method: 'HEAD' })).status).toBe(401)
})

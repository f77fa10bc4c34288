// A server for Node: what Fetch handlers run on there.
import { createAdaptorServer } from '@hono/node-server'
import { fetchApp } from '../apps/index.ts'

const env = { PROPELAUTH_AUTH_URL: process.env.PROPELAUTH_AUTH_URL ?? '' }
const ctx = { waitUntil() {} }
const fetch = (request: Request) => fetchApp(request, env, ctx)

const server = createAdaptorServer({ fetch, serverOptions: { maxHeaderSize: 64 * 1024 } })
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(JSON.stringify({ port: typeof address === 'object' && address?.port, version: process.versions.node }))
})

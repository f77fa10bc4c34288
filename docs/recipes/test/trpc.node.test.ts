import { createTRPCClient, httpBatchLink, TRPCClientError } from '@trpc/client'
import { expect, test } from 'vitest'
import { type AppRouter, handler } from '../src/trpc.ts'
import { describeGuards } from './describe-guards.ts'
import { issuer } from './issuer.ts'
import { type Ask, serveFetch } from './serve.ts'

const server = await serveFetch(handler)

/** Turns the routes of the other recipes into procedures, and their results into plain JSON. */
const ask: Ask = async (path, init) => {
  const [, orgId] = /orgs\/(.+)\/billing/.exec(path) ?? []
  const input = encodeURIComponent(JSON.stringify({ orgId }))
  const response = await server(orgId ? `/trpc/billing?input=${input}` : '/trpc/me', init)
  const { result, error } = await response.json()
  return Response.json(error ? { code: error.data.authCode } : result.data, response)
}

describeGuards(ask)

const clientWith = (headers: Record<string, string>) =>
  createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: `${server.url}/trpc`, headers })] })

test('the client of tRPC reads typed codes, also in a batch', async () => {
  const headers = await issuer.headers({ user: { userId: 'ada' }, orgs: [{ orgId: 'acme' }] })
  const client = clientWith(headers)
  const [health, me, billing] = await Promise.allSettled([
    client.health.query(),
    client.me.query(),
    client.billing.query({ orgId: 'acme' }),
  ])
  expect([health, me]).toMatchObject([{ value: 'ok' }, { value: { userId: 'ada' } }])
  const { reason } = billing as PromiseRejectedResult
  expect(reason).toBeInstanceOf(TRPCClientError)
  expect(reason.data).toMatchObject({ code: 'FORBIDDEN', httpStatus: 403, authCode: 'insufficient_permission' })
})

test('a public procedure runs without a token', async () => {
  expect(await clientWith({}).health.query()).toBe('ok')
  expect(await clientWith({ authorization: 'Bearer a.b.c' }).health.query()).toBe('ok')
})

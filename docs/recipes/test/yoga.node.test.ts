import { expect, test } from 'vitest'
import { propelAuth } from '../src/auth.ts'
import { yoga } from '../src/yoga.ts'
import { describeGuards } from './describe-guards.ts'
import { issuer } from './issuer.ts'
import { type Ask, serveNode } from './serve.ts'

const server = await serveNode(yoga)

const query = (text: string, variables: object, headers?: HeadersInit) =>
  server('/graphql', {
    method: 'POST',
    headers: { ...Object.fromEntries(new Headers(headers)), 'content-type': 'application/json' },
    body: JSON.stringify({ query: text, variables }),
  })

/** Turns the routes of the other recipes into queries, and their results into plain JSON. */
const ask: Ask = async (path, init) => {
  const [, orgId] = /orgs\/(.+)\/billing/.exec(path) ?? []
  const text = orgId ? 'query ($orgId: ID!) { found: billing(orgId: $orgId) { org } }' : '{ found: me { userId } }'
  const response = await query(text, { orgId }, init?.headers)
  const { data, errors } = await response.json()
  return Response.json(errors ? { code: errors[0].extensions.code } : data.found, response)
}

describeGuards(ask)

test('withUser around the endpoint guards the whole schema', async () => {
  const guarded = propelAuth.withUser((request, { user }) => yoga.fetch(request, { user }))
  const send = (headers: HeadersInit) => guarded(new Request('http://localhost/graphql?query={health}', { headers }))
  expect((await send({})).status).toBe(401)
  const answer = await send(await issuer.headers())
  expect([answer.status, await answer.json()]).toEqual([200, { data: { health: 'ok' } }])
})

test('a public field is served without a token and with an invalid one', async () => {
  const answer = async (headers: HeadersInit) => (await query('{ health }', {}, headers)).json()
  expect(await answer({})).toEqual({ data: { health: 'ok' } })
  expect(await answer({ authorization: 'Bearer a.b.c' })).toEqual({ data: { health: 'ok' } })
  expect(await answer(await issuer.headers())).toEqual({ data: { health: 'ok' } })
})

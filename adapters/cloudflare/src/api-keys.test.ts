import { accept, apiKeys, keyHeaders, tokensOnly, userHeaders } from 'test-kit/api-keys'
import { describe, expect, test } from 'vitest'
import { createPropelAuth, type Principal, type WorkerContext } from './index.js'

const propelAuth = createPropelAuth({ ...tokensOnly, apiKeys })

interface Who {
  readonly principal: Principal | null
  readonly user: { readonly userId: string } | null | undefined
  readonly org?: { readonly orgId: string }
}

const ctx: WorkerContext = { waitUntil() {} }
const handler = (_request: Request, _env: object, _ctx: WorkerContext, { principal, user, org }: Who) =>
  Response.json({ kind: principal?.kind, user: user?.userId, org: org?.orgId })

type Fetch = (request: Request, env: object, ctx: WorkerContext) => Promise<Response>

async function answer(fetch: Fetch, headers: HeadersInit) {
  const response = await fetch(new Request('https://api.example.com', { headers }), {}, ctx)
  const { kind, user, org, code } = await response.json()
  return [response.status, code ?? [kind, user, org]]
}

describe('a guard that accepts API keys', () => {
  test('gives the handler the principal, and the user if the key has one', async () => {
    const { fetch } = propelAuth.withUser({ fetch: handler }, { accept })
    expect(await answer(fetch, userHeaders)).toEqual([200, ['user', 'ada', undefined]])
    expect(await answer(fetch, keyHeaders('personal'))).toEqual([200, ['apiKey', 'ben', undefined]])
    expect(await answer(fetch, keyHeaders('org'))).toEqual([200, ['apiKey', undefined, undefined]])
    const optional = propelAuth.withOptionalUser(handler, { accept })
    expect(await answer(optional, keyHeaders('org'))).toEqual([200, ['apiKey', undefined, undefined]])
    expect(await answer(optional, keyHeaders('wrong'))).toEqual([200, [undefined, undefined, undefined]])
  })

  test('refuses what core refuses', async () => {
    const fetch = propelAuth.withUser(handler, { accept })
    expect(await answer(fetch, keyHeaders('wrong'))).toEqual([401, 'invalid_api_key'])
    expect(await answer(fetch, keyHeaders('limited'))).toEqual([429, 'rate_limited'])
    expect(await answer(propelAuth.withUser(handler), keyHeaders('personal'))).toEqual([401, 'malformed_token'])
  })

  test("admits an org's key to that org alone, and to nothing that asks for more", async () => {
    const member = (orgId: string, requirement = {}) =>
      propelAuth.withOrgMember({ orgId: () => orgId, accept, ...requirement }, handler)
    expect(await answer(member('acme'), keyHeaders('org'))).toEqual([200, ['apiKey', undefined, 'acme']])
    expect(await answer(member('globex'), keyHeaders('org'))).toEqual([403, 'not_org_member'])
    expect(await answer(member('acme'), keyHeaders('personal'))).toEqual([403, 'not_org_member'])
    expect(await answer(member('acme', { minimumRole: 'Admin' }), keyHeaders('org'))).toEqual([
      403,
      'insufficient_role',
    ])
  })
})

test('a guard that accepts keys without the option apiKeys throws a TypeError when it is made, or at the first request if the options are a function', async () => {
  const without = createPropelAuth(tokensOnly)
  expect(() => without.withUser(handler, { accept })).toThrow(TypeError)
  expect(() => without.withOptionalUser(handler, { accept })).toThrow(TypeError)
  expect(() => without.withOrgMember({ orgId: () => 'acme', accept }, handler)).toThrow(TypeError)
  const late = createPropelAuth(() => tokensOnly).withUser(handler, { accept })
  await expect(answer(late, userHeaders)).rejects.toThrow(TypeError)
})

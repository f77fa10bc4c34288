import { NextRequest } from 'next/server.js'
import { accept, apiKeys, keyHeaders, tokensOnly, userHeaders } from 'test-kit/api-keys'
import { describe, expect, test } from 'vitest'
import { createPropelAuth } from './index.js'

const propelAuth = createPropelAuth({ ...tokensOnly, apiKeys })

type Params = { params: Promise<{ orgId: string }> }

async function answer(
  GET: (request: NextRequest, context: Params) => Promise<Response>,
  headers: HeadersInit,
  orgId = '',
) {
  const request = new NextRequest('http://localhost:3000', { headers })
  const response = await GET(request, { params: Promise.resolve({ orgId }) })
  const { kind, user, org, code } = await response.json()
  return [response.status, code ?? [kind, user, org]]
}

describe('a guard that accepts API keys', () => {
  test('passes the principal, and the user if the key has one', async () => {
    const GET = propelAuth.withUser(
      (_request, { principal, user }) => Response.json({ kind: principal.kind, user: user?.userId }),
      { accept },
    )
    expect(await answer(GET, userHeaders)).toEqual([200, ['user', 'ada', undefined]])
    expect(await answer(GET, keyHeaders('personal'))).toEqual([200, ['apiKey', 'ben', undefined]])
    expect(await answer(GET, keyHeaders('org'))).toEqual([200, ['apiKey', undefined, undefined]])
    expect(await answer(GET, keyHeaders('wrong'))).toEqual([401, 'invalid_api_key'])
    expect(await answer(GET, keyHeaders('limited'))).toEqual([429, 'rate_limited'])
    const withoutKeys = propelAuth.withUser(() => Response.json({}))
    expect(await answer(withoutKeys, keyHeaders('personal'))).toEqual([401, 'malformed_token'])
  })

  test("admits an org's key to that org only, and not if a role is required", async () => {
    const GET = propelAuth.withOrgMember({ accept }, (_request, { principal, user, org }) =>
      Response.json({ kind: principal.kind, user: user?.userId, org: org.orgId }),
    )
    expect(await answer(GET, keyHeaders('org'), 'acme')).toEqual([200, ['apiKey', undefined, 'acme']])
    expect(await answer(GET, keyHeaders('org'), 'globex')).toEqual([403, 'not_org_member'])
    const strict = propelAuth.withOrgMember({ accept, minimumRole: 'Admin' }, () => Response.json({}))
    expect(await answer(strict, keyHeaders('org'), 'acme')).toEqual([403, 'insufficient_role'])
  })
})

test('a guard that accepts keys without the option apiKeys throws a TypeError at once', () => {
  const without = createPropelAuth(tokensOnly)
  expect(() => without.withUser(() => new Response(), { accept })).toThrow(TypeError)
  expect(() => without.withOrgMember({ accept }, () => new Response())).toThrow(TypeError)
})

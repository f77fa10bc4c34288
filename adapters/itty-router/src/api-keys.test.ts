import { accept, apiKeys, keyHeaders, tokensOnly, userHeaders } from 'test-kit/api-keys'
import { describe, expect, test } from 'vitest'
import { majors } from '../test/majors.js'
import { type CredentialKind, createPropelAuth, type UserRequest } from './index.js'

const propelAuth = createPropelAuth({ ...tokensOnly, apiKeys })

type AnyRequest = UserRequest<string, string, CredentialKind>
const whoami = ({ principal, user, org }: AnyRequest) => ({ kind: principal.kind, user: user?.userId, org: org?.orgId })

describe.each(majors)('%s', (_title, { AutoRouter }) => {
  const router = AutoRouter()
    .get('/me', propelAuth.requireUser({ accept }), whoami)
    .get('/tokens', propelAuth.requireUser(), whoami)
    .get('/orgs/:orgId', propelAuth.requireOrgMember({ accept }), whoami)
    .get('/orgs/:orgId/admin', propelAuth.requireOrgMember({ accept, minimumRole: 'Admin' }), whoami)
    .get('/users/:user', propelAuth.requireUser({ accept }), ({ user }: AnyRequest) => ({ user: user ?? null }))
  const answer = async (path: string, headers: HeadersInit) => {
    const response = await router.fetch(new Request(`https://api.example.com${path}`, { headers }))
    const { kind, user, org, code } = await response.json()
    return [response.status, code ?? [kind, user, org]]
  }

  test('a guard that accepts API keys sets principal and org, and the user if the key has one', async () => {
    expect(await answer('/me', userHeaders)).toEqual([200, ['user', 'ada', undefined]])
    expect(await answer('/me', keyHeaders('personal'))).toEqual([200, ['apiKey', 'ben', undefined]])
    expect(await answer('/me', keyHeaders('org'))).toEqual([200, ['apiKey', undefined, undefined]])
    expect(await answer('/orgs/acme', keyHeaders('org'))).toEqual([200, ['apiKey', undefined, 'acme']])
  })

  test('it refuses what core refuses', async () => {
    expect(await answer('/me', keyHeaders('wrong'))).toEqual([401, 'invalid_api_key'])
    expect(await answer('/me', keyHeaders('limited'))).toEqual([429, 'rate_limited'])
    expect(await answer('/tokens', keyHeaders('personal'))).toEqual([401, 'malformed_token'])
    expect(await answer('/orgs/globex', keyHeaders('org'))).toEqual([403, 'not_org_member'])
    expect(await answer('/orgs/acme/admin', keyHeaders('org'))).toEqual([403, 'insufficient_role'])
  })

  test('a path names no user for a key that has none', async () => {
    expect(await answer('/users/admin', keyHeaders('org'))).toEqual([200, [undefined, null, undefined]])
  })
})

test('a guard that accepts keys without the option apiKeys throws a TypeError when it is made', () => {
  const without = createPropelAuth(tokensOnly)
  for (const make of [without.requireUser, without.optionalUser, without.requireOrgMember])
    expect(() => make({ accept })).toThrow(TypeError)
  expect(() => createPropelAuth(() => tokensOnly).requireUser({ accept })).not.toThrow()
})

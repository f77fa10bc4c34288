import { type Context, Hono } from 'hono'
import { accept, apiKeys, keyHeaders, tokensOnly, userHeaders } from 'test-kit/api-keys'
import { describe, expect, test } from 'vitest'
import { createPropelAuth, getUser, requireOrgMember } from './index.js'

const propelAuth = createPropelAuth({ ...tokensOnly, apiKeys })

const whoami = (c: Context) => c.json({ kind: c.var.principal?.kind, user: c.var.user?.userId, org: c.var.org?.orgId })

describe('a guard that accepts API keys', () => {
  const app = new Hono()
    .get('/user', propelAuth.requireUser({ accept }), whoami)
    .get('/optional', propelAuth.optionalUser({ accept }), whoami)
    .get('/orgs/:orgId', propelAuth.requireOrgMember({ accept }), whoami)
    .get('/orgs/:orgId/admin', propelAuth.requireOrgMember({ accept, minimumRole: 'Admin' }), whoami)
    .get('/tokens', propelAuth.requireUser(), whoami)
  const answer = async (path: string, headers: HeadersInit) => {
    const response = await app.request(path, { headers })
    const { kind, user, org, code } = await response.json()
    return [response.status, code ?? [kind, user, org]]
  }

  test('sets principal and org, and the user if the key has one', async () => {
    expect(await answer('/user', userHeaders)).toEqual([200, ['user', 'ada', undefined]])
    expect(await answer('/user', keyHeaders('personal'))).toEqual([200, ['apiKey', 'ben', undefined]])
    expect(await answer('/user', keyHeaders('org'))).toEqual([200, ['apiKey', undefined, undefined]])
    expect(await answer('/optional', keyHeaders('org'))).toEqual([200, ['apiKey', undefined, undefined]])
    expect(await answer('/optional', keyHeaders('wrong'))).toEqual([200, [undefined, undefined, undefined]])
    expect(await answer('/orgs/acme', keyHeaders('org'))).toEqual([200, ['apiKey', undefined, 'acme']])
  })

  test('refuses what core refuses', async () => {
    expect(await answer('/user', keyHeaders('wrong'))).toEqual([401, 'invalid_api_key'])
    expect(await answer('/orgs/globex', keyHeaders('org'))).toEqual([403, 'not_org_member'])
    expect(await answer('/orgs/acme', keyHeaders('personal'))).toEqual([403, 'not_org_member'])
    expect(await answer('/orgs/acme/admin', keyHeaders('org'))).toEqual([403, 'insufficient_role'])
    expect(await answer('/tokens', keyHeaders('personal'))).toEqual([401, 'malformed_token'])
    expect(await answer('/user', keyHeaders('down'))).toEqual([503, 'api_keys_unavailable'])
    const limited = await app.request('/user', { headers: keyHeaders('limited') })
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '9'])
  })

  test('clears the user that an earlier guard has set', async () => {
    const late = new Hono().use(async (c, next) => {
      c.set('user' as never, 'somebody' as never)
      await next()
    })
    late.get('/', propelAuth.requireUser({ accept }), (c) => c.json({ user: c.var.user ?? null }))
    expect(await (await late.request('/', { headers: keyHeaders('org') })).json()).toEqual({ user: null })
  })

  test('gives getUser a user or an error, and requireOrgMember a principal', async () => {
    const inside = new Hono()
      .onError((error, c) => c.json({ code: error.message }, 500))
      .use(propelAuth.requireUser({ accept }))
      .get('/typed', (c) => c.json(propelAuth.getUser(c).userId))
      .get('/untyped', (c) => c.json(getUser(c).userId))
      .get('/org', (c) => c.json(requireOrgMember(c.var.principal, 'acme').orgId))
    for (const path of ['/typed', '/untyped']) {
      expect(await (await inside.request(path, { headers: keyHeaders('personal') })).json()).toBe('ben')
      const failed = await inside.request(path, { headers: keyHeaders('org') })
      expect([failed.status, await failed.json()]).toEqual([500, { code: 'The API key has no user' }])
    }
    expect(await (await inside.request('/org', { headers: keyHeaders('org') })).json()).toBe('acme')
  })
})

test('a guard that accepts keys without the option apiKeys throws a TypeError when it is made, or at the first request if the options are a function', async () => {
  const without = createPropelAuth(tokensOnly)
  for (const make of [without.requireUser, without.optionalUser, without.requireOrgMember])
    expect(() => make({ accept })).toThrow(TypeError)
  for (const wrong of [[], ['key'], 'user'])
    expect(() => propelAuth.requireUser({ accept: wrong as never })).toThrow(TypeError)
  const late = createPropelAuth(() => tokensOnly)
  const app = new Hono().onError((error) => new Response(error.name, { status: 500 }))
  app.get('/', late.requireUser({ accept }), whoami)
  const response = await app.request('/', { headers: userHeaders })
  expect([response.status, await response.text()]).toEqual([500, 'TypeError'])
})

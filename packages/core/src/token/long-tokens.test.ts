import { describe, expect, test } from 'vitest'
import { issuer } from '../../test/issuer.js'
import { verdict } from '../../test/verdict.js'
import { createPropelAuth } from '../propelauth.js'
import { fromCookie } from '../request/cookie.js'
import { fromWebSocketProtocol } from '../request/token-source.js'

const create = (maxTokenBytes?: number) =>
  createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks, ...(maxTokenBytes && { maxTokenBytes }) })

/** The token of a member of so many orgs, with names and permissions as the service has them. */
const tokenOf = (count: number) =>
  issuer.token({
    orgs: Array.from({ length: count }, (_, at) => ({
      orgId: `0b1e7d36-2f4a-4e59-8c9d-61f3a1c0${String(at).padStart(4, '0')}`,
      orgName: `Company number ${at}`,
      permissions: ['propelauth::can_invite', 'propelauth::can_change_roles', 'propelauth::can_remove_users'],
    })),
  })

describe('the token of a member of many orgs', () => {
  test.each([30, 50])('is accepted by default: %i orgs', async (count) => {
    const user = await create().validateToken(await tokenOf(count))
    expect(user.getOrgs()).toHaveLength(count)
    expect(user.hasPermission(user.getOrgs()[count - 1]?.orgId ?? '', 'propelauth::can_invite')).toBe(true)
  })

  test('of more than 32 KiB is accepted up to maxTokenBytes', async () => {
    const token = await tokenOf(150)
    expect(token.length).toBeGreaterThan(65_536)
    expect(await verdict(create().validateToken(token))).toBe('malformed_token')
    expect(await verdict(create(token.length - 1).validateToken(token))).toBe('malformed_token')
    expect(await verdict(create(token.length).validateToken(token))).toBe('accepted')
    expect(await verdict(create(98_304).validateToken(token))).toBe('accepted')
  })
})

test('the limit holds for every place of a token', async () => {
  const token = await tokenOf(3)
  const places = {
    header: { headers: { authorization: `Bearer ${token}` } },
    cookie: { headers: { cookie: `a=1; t=${token}` }, tokenFrom: fromCookie('t') },
    protocol: { headers: { 'sec-websocket-protocol': `t, ${token}` }, tokenFrom: fromWebSocketProtocol('t') },
  }
  for (const { headers, ...options } of Object.values(places)) {
    const request = {
      method: 'GET',
      headers: { get: (name: string) => new Map(Object.entries(headers)).get(name) ?? null },
    }
    const ask = (maxTokenBytes?: number) => verdict(create(maxTokenBytes).validateRequest(request, options))
    expect(await ask()).toBe('accepted')
    expect(await ask(token.length)).toBe('accepted')
    expect(await ask(token.length - 1)).toBe('malformed_token')
  }
})

test('a token that is too long is refused with both lengths', async () => {
  const token = await tokenOf(3)
  const result = await create(300).authenticateRequest({ headers: new Headers({ authorization: `Bearer ${token}` }) })
  expect(result.ok || result.error.detail).toBe(`The token has ${token.length} bytes; maxTokenBytes is 300`)
})

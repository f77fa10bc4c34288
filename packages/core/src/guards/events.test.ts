import { describe, expect, test } from 'vitest'
import type { PropelAuthOptions } from '../options.js'
import { createPropelAuth } from '../propelauth.js'
import { createTestIssuer } from '../testing.js'
import type { PropelAuthEvent } from './events.js'

const issuer = await createTestIssuer({ kid: 'key-1' })
const token = await issuer.token({ user: { userId: 'ada' }, orgs: [{ orgId: 'acme', role: 'Member' }] })
const impersonated = await issuer.token({ user: { userId: 'ada', impersonatorUserId: 'eve' } })
const request = (credential: string) =>
  new Request('https://api.example.com', { headers: { authorization: `Bearer ${credential}` } })

function setUp(options: Partial<PropelAuthOptions>) {
  const events: PropelAuthEvent[] = []
  const onEvent = (event: PropelAuthEvent) => void events.push(event)
  return { events, propelAuth: createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks, onEvent, ...options }) }
}

describe('with audit, events name', () => {
  test('user and key of an accepted token, cached or not', async () => {
    const { events, propelAuth } = setUp({ audit: true })
    for (const cache of ['memory', 'token']) {
      await propelAuth.validateRequest(request(token))
      expect(events.at(-1)).toMatchObject({ type: 'accepted', cache, userId: 'ada', kid: 'key-1' })
    }
  })

  test('the employee who impersonates, admitted or not', async () => {
    const { events, propelAuth } = setUp({ audit: true })
    await propelAuth.authenticateRequest(request(impersonated))
    await propelAuth.authenticateRequest(request(impersonated), { denyImpersonation: true })
    const who = { userId: 'ada', impersonatorUserId: 'eve' }
    expect(events).toMatchObject([
      { type: 'accepted', ...who },
      { type: 'refused', code: 'impersonation_denied', ...who },
    ])
  })

  test('org and requirement of a denial', async () => {
    const { events, propelAuth } = setUp({ audit: true })
    const user = await propelAuth.validateRequest(request(token))
    expect(() => propelAuth.requireOrgMember(user, 'acme', { minimumRole: 'Owner' })).toThrow('role')
    expect(events.at(-1)).toMatchObject({
      type: 'denied',
      code: 'insufficient_role',
      userId: 'ada',
      orgId: 'acme',
      requirement: { minimumRole: 'Owner' },
    })
  })
})

test('events never hold a token, and name users only with audit', async () => {
  for (const audit of [true, false]) {
    const { events, propelAuth } = setUp({ audit })
    const user = await propelAuth.validateRequest(request(token))
    for (const credential of [impersonated, 'a.b.c', `${token}x`])
      await propelAuth.authenticateRequest(request(credential), { denyImpersonation: true })
    expect(() => propelAuth.requireOrgMember(user, 'globex')).toThrow()
    const text = JSON.stringify(events)
    expect(text).not.toContain(token.slice(-20))
    expect(text.includes('ada')).toBe(audit)
  }
})

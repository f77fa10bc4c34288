import { badTokens, createTestIssuer } from '@propelauth-edge/core/testing'
import { describe, expect, test } from 'vitest'
import { createApp } from './app.ts'

const issuer = await createTestIssuer()
const app = createApp({ authUrl: issuer.authUrl, jwks: issuer.jwks })

const acme = { orgId: 'acme', orgName: 'Acme' }

test('a valid token gives the user', async () => {
  const headers = await issuer.headers({ user: { userId: 'ada' } })
  const response = await app.request('/api/me', { headers })
  expect(await response.json()).toEqual({ userId: 'ada' })
})

describe('the billing of an org', () => {
  const billingFor = async (org: { orgId: string; role?: string; permissions?: string[] }) => {
    const headers = await issuer.headers({ orgs: [org] })
    return app.request('/api/orgs/acme/billing', { headers })
  }

  test('is shown to members with the permission', async () => {
    const response = await billingFor({ ...acme, permissions: ['can_view_billing'] })
    expect(await response.json()).toEqual({ org: 'Acme' })
  })

  test('is refused to members without it and to members of other orgs', async () => {
    expect((await billingFor({ ...acme, role: 'Owner' })).status).toBe(403)
    expect((await billingFor({ orgId: 'globex', permissions: ['can_view_billing'] })).status).toBe(403)
  })
})

test('an expired token is refused with its own code', async () => {
  const headers = await issuer.headers({ expiresInSeconds: -60 })
  const response = await app.request('/api/me', { headers })
  expect([response.status, await response.json()]).toMatchObject([401, { code: 'token_expired' }])
})

test.for(await badTokens(issuer))('refused: $title', async ({ token, code }) => {
  const response = await app.request('/api/me', { headers: { authorization: `Bearer ${token}` } })
  expect([response.status, await response.json()]).toMatchObject([401, { code }])
})

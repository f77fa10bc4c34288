import { decodeJwt } from 'jose'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { backend, browser, testEmulator } from '../../../test/fixture.js'
import { PERSONA_ORGS, PERSONAS } from '../../index.js'

const { acme, globex } = PERSONA_ORGS
const { multiOrg, noOrg } = PERSONAS
let emulator = testEmulator()
let visitor = browser(emulator)
beforeEach(() => {
  emulator = testEmulator()
  visitor = browser(emulator)
})
afterEach(() => emulator.close())

const logIn = ({ email, password }: { email: string; password: string }) =>
  visitor.submit('/login', { email, password })

test('without a session there is no token', async () => {
  expect((await visitor.get('/api/v1/refresh_token')).status).toBe(401)
  expect((await visitor.get('/api/v1/refresh_token', { Cookie: 'refresh_token=made-up' })).status).toBe(401)
})

test('the response has exactly the documented fields', async () => {
  await logIn(multiOrg)
  const { body } = await visitor.get('/api/v1/refresh_token')
  expect(Object.keys(body).toSorted()).toEqual([
    'access_token',
    'expires_at_seconds',
    'org_id_to_org_member_info',
    'user',
  ])
  expect(decodeJwt(body.access_token).exp).toBe(body.expires_at_seconds)
  expect(Object.keys(body.org_id_to_org_member_info).toSorted()).toEqual([acme.orgId, globex.orgId].toSorted())
  expect(body.org_id_to_org_member_info[globex.orgId]).toEqual({
    org_id: globex.orgId,
    org_name: 'Globex',
    url_safe_org_name: 'globex',
    org_metadata: {},
    user_role: 'Admin',
    inherited_user_roles_plus_current_role: ['Admin', 'Member'],
    org_role_structure: 'single_role_in_hierarchy',
    additional_roles: [],
    user_permissions: expect.arrayContaining(['propelauth::can_invite', 'can_view_billing']),
  })
  expect(JSON.stringify(body)).not.toMatch(/password_hash|scrypt|mfa_secret/)
})

test('a token for an active organization has only that one', async () => {
  await logIn(multiOrg)
  const { body } = await visitor.get(`/api/v1/refresh_token?active_org_id=${acme.orgId}`)
  const claims = decodeJwt(body.access_token)
  expect(claims.org_member_info).toMatchObject({ org_id: acme.orgId, user_role: 'Member' })
  expect(claims).not.toHaveProperty('org_id_to_org_member_info')
})

test('a foreign active organization is 401', async () => {
  await logIn(noOrg)
  for (const id of [acme.orgId, crypto.randomUUID(), 'nonsense', '__proto__']) {
    expect((await visitor.get(`/api/v1/refresh_token?active_org_id=${id}`)).status, id).toBe(401)
  }
})

test('a user without organizations has an empty map', async () => {
  await logIn(noOrg)
  const { body } = await visitor.get('/api/v1/refresh_token')
  expect(decodeJwt(body.access_token).org_id_to_org_member_info).toEqual({})
})

test('a refresh updates last_active_at', async () => {
  let now = Date.parse('2026-01-01T00:00:00Z')
  await using timed = testEmulator({ now: () => now })
  const guest = browser(timed)
  await guest.submit('/login', { email: noOrg.email, password: noOrg.password })
  now += 3_600_000
  await guest.get('/api/v1/refresh_token')
  const { body } = await backend(timed, 'GET', `user/${noOrg.userId}`)
  expect(body.last_active_at - body.created_at).toBe(3600)
})

test('a server can refresh a session with the refresh token and the API key', async () => {
  await logIn(multiOrg)
  const refresh_token = visitor.cookies.get('refresh_token')
  const path = `refresh_token?with_active_org_support=true&active_org_id=${globex.orgId}`
  const { status, body } = await backend(emulator, 'POST', path, { refresh_token })
  expect(status).toBe(200)
  expect(body.refresh_token).toBe(refresh_token)
  expect(decodeJwt(body.access_token.access_token).org_member_info).toMatchObject({ org_id: globex.orgId })
  const keyless = { method: 'POST', body: JSON.stringify({ refresh_token }) }
  expect((await emulator.fetch(`${emulator.authUrl}/api/backend/v1/${path}`, keyless)).status).toBe(401)
  await backend(emulator, 'POST', 'logout', { refresh_token })
  expect((await backend(emulator, 'POST', path, { refresh_token })).status).toBe(401)
})

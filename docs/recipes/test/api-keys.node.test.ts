import { PERSONA_ORGS, PERSONAS, startServer } from '@propelauth-edge/emulator'
import { createManagementClient } from '@propelauth-edge/management'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { serveFetch } from './serve.ts'

const { emulator, close } = await startServer({ port: 0 })
afterAll(close)

const { authUrl, apiKey } = emulator
const environment = { PROPELAUTH_AUTH_URL: authUrl, PROPELAUTH_API_KEY: apiKey, PROPELAUTH_API_URL: authUrl }
for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
afterAll(() => vi.unstubAllEnvs())
const { app } = await import('../src/api-keys.ts')
const ask = await serveFetch(app.fetch)

const management = createManagementClient({ authUrl, apiKey, baseUrl: authUrl })
const { owner, member } = PERSONAS
const { acme, globex } = PERSONA_ORGS

async function send(path: string, credential: string, method = 'GET') {
  const response = await ask(path, { method, headers: { authorization: `Bearer ${credential}` } })
  return { status: response.status, body: await response.json(), challenge: response.headers.get('www-authenticate') }
}

const tokenOf = async (user: keyof typeof PERSONAS) => (await emulator.mintToken({ user })).accessToken

describe('a token', () => {
  test('gives its user', async () => {
    const answer = await send('/api/me', await tokenOf('owner'))
    expect(answer).toMatchObject({ status: 200, body: { userId: owner.userId } })
  })

  test('that is invalid is a 401 and is not tried as a key', async () => {
    const { accessToken } = await emulator.mintToken({ user: 'owner', expiresIn: -60 })
    const keysAsked = () => emulator.requests('/api/backend/v1/end_user_api_keys/validate').length
    const before = keysAsked()
    expect(await send('/api/me', accessToken)).toMatchObject({ status: 401, body: { code: 'token_expired' } })
    expect(await send('/api/me', 'a.b.c')).toMatchObject({ status: 401, body: { code: 'malformed_token' } })
    expect(keysAsked()).toBe(before)
  })

  test('that is missing is a 401 with a challenge and CORS headers', async () => {
    const response = await ask('/api/me', { headers: { origin: 'https://app.example.com' } })
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="propelauth"'])
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
  })
})

describe('a key', () => {
  test('of a user gives that user, as a member of no org', async () => {
    const { apiKeyToken } = await management.createApiKey({ userId: member.userId, metadata: { made: 'here' } })
    const answer = await send('/api/me', apiKeyToken)
    expect(answer).toMatchObject({ status: 200, body: { userId: member.userId, metadata: { made: 'here' } } })
    const billing = await send(`/api/orgs/${acme.orgId}/billing`, apiKeyToken)
    expect(billing).toMatchObject({ status: 403, body: { code: 'not_org_member' } })
  })

  test('of an org, created by an admin, has the permissions of the admin in this org only', async () => {
    const made = await send(`/api/orgs/${acme.orgId}/keys`, await tokenOf('owner'), 'POST')
    expect(made.status).toBe(201)
    const { apiKeyToken } = made.body
    expect(await send('/api/me', apiKeyToken)).toMatchObject({ body: { orgId: acme.orgId, userId: owner.userId } })
    expect(await send(`/api/orgs/${acme.orgId}/billing`, apiKeyToken)).toMatchObject({ body: { org: 'Acme' } })
    expect((await send(`/api/orgs/${globex.orgId}/billing`, apiKeyToken)).status).toBe(403)
  })

  test('of an org without a holder has no permission', async () => {
    const { apiKeyToken } = await management.createApiKey({ orgId: acme.orgId })
    expect(await send('/api/me', apiKeyToken)).toMatchObject({ body: { orgId: acme.orgId } })
    const billing = await send(`/api/orgs/${acme.orgId}/billing`, apiKeyToken)
    expect(billing).toMatchObject({ status: 403, body: { code: 'insufficient_permission' } })
  })

  test('cannot create keys', async () => {
    const { apiKeyToken } = await management.createApiKey({ orgId: acme.orgId, userId: owner.userId })
    expect((await send(`/api/orgs/${acme.orgId}/keys`, apiKeyToken, 'POST')).status).toBe(401)
    expect((await send(`/api/orgs/${acme.orgId}/keys`, await tokenOf('member'), 'POST')).status).toBe(403)
  })

  test('that does not exist is a 401', async () => {
    const challenge = 'Bearer realm="propelauth", error="invalid_token"'
    const answer = await send('/api/me', 'f'.repeat(96))
    expect(answer).toMatchObject({ status: 401, challenge, body: { code: 'invalid_api_key' } })
  })

  test('over its rate limit is a 429 with Retry-After', async () => {
    const body = { wait_seconds: 7, user_facing_error: 'Slow down', error_code: 'rate_limited' }
    emulator.addFault({ path: '/api/backend/v1/end_user_api_keys/validate', status: 429, body, times: 1 })
    const { apiKeyToken } = await management.createApiKey({ userId: member.userId })
    const response = await ask('/api/me', { headers: { authorization: `Bearer ${apiKeyToken}` } })
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7'])
  })
})

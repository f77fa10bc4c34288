// End-user API keys, all of it real: the keys of the local PropelAuth, the management client that validates them, and
// the guards of core.
import { beforeAll, describe, expect, test } from 'vitest'
import { createPropelAuth } from '../../packages/core/dist/index.js'
import { createEmulator } from '../../packages/emulator/dist/index.js'
import { createApiKeyValidator, createManagementClient } from '../../packages/management/dist/index.js'

const emulator = createEmulator({ data: ':memory:' })
const { authUrl, apiKey, fetch } = emulator
const management = createManagementClient({ authUrl, baseUrl: authUrl, apiKey, fetch })
let now = Date.now()
const propelAuth = createPropelAuth({
  authUrl,
  fetch,
  now: () => now,
  apiKeys: createApiKeyValidator(management),
})
const accept = ['user', 'apiKey'] as const

const guarded = propelAuth.withUser(
  (_request, { user, principal }) => Response.json({ kind: principal.kind, email: user?.email }),
  { accept },
)
const member = (requirement = {}) =>
  propelAuth.withOrgMember(
    { orgId: (request) => new URL(request.url).searchParams.get('org'), accept, ...requirement },
    (_request, { org, user }) => Response.json({ org: org.orgName, email: user?.email }),
  )

async function answer(handler: (request: Request) => Promise<Response>, credential: string, org = '') {
  const headers = { authorization: `Bearer ${credential}` }
  const response = await handler(new Request(`https://api.example.com/?org=${org}`, { headers }))
  const body = await response.json()
  return response.status === 200 ? body : body.code
}

const ids = { acme: '', globex: '', admin: '' }

beforeAll(async () => {
  const admin = await management.fetchUserMetadataByEmail('admin@acme.test', true)
  ids.admin = admin?.userId ?? ''
  ids.acme = Object.keys(admin?.orgIdToOrgInfo ?? {})[0] ?? ''
  ids.globex = (await management.createOrg({ name: 'Globex' })).orgId
})

describe('a key', () => {
  test('of a user is accepted as that user, in no org', async () => {
    const key = await management.createApiKey({ userId: ids.admin })
    expect(await answer(guarded, key.apiKeyToken)).toEqual({ kind: 'apiKey', email: 'admin@acme.test' })
    expect(await answer(member(), key.apiKeyToken, ids.acme)).toBe('not_org_member')
  })

  test('of an org is accepted in that org alone', async () => {
    const key = await management.createApiKey({ orgId: ids.acme })
    expect(await answer(guarded, key.apiKeyToken)).toEqual({ kind: 'apiKey' })
    expect(await answer(member(), key.apiKeyToken, ids.acme)).toEqual({ org: 'Acme' })
    expect(await answer(member(), key.apiKeyToken, ids.globex)).toBe('not_org_member')
    expect(await answer(member({ minimumRole: 'Member' }), key.apiKeyToken, ids.acme)).toBe('insufficient_role')
  })

  test('of an org, held by a member, has the rights of that member', async () => {
    const key = await management.createApiKey({ orgId: ids.acme, userId: ids.admin })
    const inAcme = { org: 'Acme', email: 'admin@acme.test' }
    expect(await answer(member({ minimumRole: 'Admin' }), key.apiKeyToken, ids.acme)).toEqual(inAcme)
    expect(await answer(member({ exactRole: 'Owner' }), key.apiKeyToken, ids.acme)).toBe('insufficient_role')
    expect(await answer(member(), key.apiKeyToken, ids.globex)).toBe('not_org_member')
  })

  test('that was deleted is refused a minute later, and a made-up one at once', async () => {
    const key = await management.createApiKey({ orgId: ids.acme })
    expect(await answer(guarded, key.apiKeyToken)).toEqual({ kind: 'apiKey' })
    await management.deleteApiKey(key.apiKeyId)
    now += 60_000
    expect(await answer(guarded, key.apiKeyToken)).toBe('invalid_api_key')
    expect(await answer(guarded, 'f'.repeat(96))).toBe('invalid_api_key')
  })

  test('is not accepted as a token, nor a token as a key', async () => {
    const key = await management.createApiKey({ userId: ids.admin })
    expect(
      await answer(
        propelAuth.withUser(() => Response.json({})),
        key.apiKeyToken,
      ),
    ).toBe('malformed_token')
    const { accessToken } = await emulator.mintToken({ user: 'admin' })
    expect(await answer(guarded, accessToken)).toEqual({ kind: 'user', email: 'admin@acme.test' })
    const keysOnly = propelAuth.withUser(() => Response.json({}), { accept: ['apiKey'] })
    expect(await answer(keysOnly, accessToken)).toBe('invalid_api_key')
  })
})

describe('a limit', () => {
  const path = '/api/backend/v1/end_user_api_keys/validate'
  const answerWith = (body: unknown, headers = {}) =>
    fetch(`${authUrl}/_emulator/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ path, status: 429, body, headers, times: 1 }),
    })

  test("of the key's own is a 429 with its time; that of this backend is a 503 and stops all calls for its time", async () => {
    const key = await management.createApiKey({ userId: ids.admin })
    const request = () => new Request(authUrl, { headers: { authorization: `Bearer ${key.apiKeyToken}` } })
    await answerWith({ wait_seconds: 3, user_facing_error: 'Slow down', error_code: 'rate_limited' })
    const limited = await guarded(request())
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '3'])
    now += 3_000
    await answerWith('Too many requests', { 'Retry-After': '7' })
    const busy = await guarded(request())
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '7'])
    expect(await busy.json()).toMatchObject({ code: 'api_keys_unavailable' })
    now += 4_000
    const paused = await guarded(request())
    expect([paused.status, paused.headers.get('retry-after')]).toEqual([503, '3'])
    now += 3_000
    expect((await guarded(request())).status).toBe(200)
  })
})

test('while the service cannot be asked, the answer is 503 and never a refusal', async () => {
  const key = await management.createApiKey({ userId: ids.admin })
  const down = createManagementClient({
    authUrl,
    baseUrl: authUrl,
    apiKey,
    maxRetries: 0,
    fetch: () => Promise.reject(new TypeError('down')),
  })
  const wrongKey = createManagementClient({ authUrl, baseUrl: authUrl, apiKey: 'wrong', fetch })
  for (const client of [down, wrongKey]) {
    const instance = createPropelAuth({ authUrl, fetch, apiKeys: createApiKeyValidator(client) })
    expect(
      await answer(
        instance.withUser(() => Response.json({}), { accept }),
        key.apiKeyToken,
      ),
    ).toBe('api_keys_unavailable')
  }
})

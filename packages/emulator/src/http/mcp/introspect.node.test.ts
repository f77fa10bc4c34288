import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { backend, read, testEmulator } from '../../../test/fixture.js'
import { answer, basicAuth, connected, consentForm, introspect, pkce, RESOURCE } from '../../../test/mcp-client.js'
import { createEmulator, PERSONA_ORGS, PERSONAS } from '../../index.js'

const START = 1_800_000_000_000
let now = START
const emulator = testEmulator({ now: () => now })
afterAll(() => emulator.close())
beforeEach(() => {
  now = START
  emulator.reset()
})
const { owner, member, multiOrg, noOrg } = PERSONAS
const { acme, globex } = PERSONA_ORGS
const { clientId: id, clientSecret: secret } = emulator.introspection

const post = async (form: Record<string, string>, headers: HeadersInit = basicAuth(id, secret)) =>
  read(
    await emulator.fetch(`${emulator.authUrl}/oauth/2.1/introspect`, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers,
    }),
  )

describe('the answer for an access token', () => {
  test('has user, audience, scopes, client, times, and the organization of organization scopes', async () => {
    const { tokens, clientId } = await connected(emulator)
    const { access_token: token } = await tokens()
    const { status, headers, body } = await post({ token, token_type_hint: 'access_token' })
    expect([status, headers.get('Cache-Control')]).toEqual([200, 'no-store'])
    expect(body).toEqual({
      active: true,
      sub: owner.userId,
      aud: RESOURCE,
      scope: 'read:user_data plans:read plans:write',
      client_id: clientId,
      iat: START / 1000,
      exp: START / 1000 + 5400,
      token_type: 'Bearer',
      org_id: acme.orgId,
    })
  })

  test('has no organization without organization scopes', async () => {
    const { tokens } = await connected(emulator)
    const { access_token } = await tokens({ scope: 'read:user_data' })
    expect(await introspect(emulator, access_token)).not.toHaveProperty('org_id')
  })

  test('has the organization that the user has selected', async () => {
    const { visitor, ask, exchange } = await connected(emulator, multiOrg)
    const { verifier, challenge } = pkce()
    const page = await ask(challenge)
    const select = (text: string) =>
      [...consentForm(text).filter(([name]) => name !== 'org'), ['org', globex.orgId]] as [string, string][]
    // The boxes of an organization that is not selected are checked, too.
    const code = (await answer(visitor, page, 'allow', select)).searchParams.get('code') ?? ''
    const { access_token } = (await exchange(code, verifier)).body
    expect(await introspect(emulator, access_token)).toMatchObject({
      org_id: globex.orgId,
      scope: 'read:user_data plans:read plans:write',
    })
  })

  test.each([
    `${RESOURCE}/`,
    'https://MCP.example.test/mcp',
    'http://localhost:3000/mcp?a=b',
    'https://mcp.example.test',
  ])('the audience is the resource %s as it was sent', async (resource) => {
    const { tokens } = await connected(emulator)
    const { access_token } = await tokens({ resource })
    expect((await introspect(emulator, access_token)).aud).toBe(resource)
  })
})

describe('a token that is not active', () => {
  test('refresh tokens, JWTs, session tokens, codes and texts are not', async () => {
    const { tokens, code, visitor } = await connected(emulator)
    const { refresh_token } = await tokens()
    const others = [
      refresh_token,
      (await emulator.mintToken({ user: 'owner' })).accessToken,
      visitor.cookies.get('refresh_token') ?? '',
      (await code()).code,
      ...['x', 'ü', "' OR 1=1 --", '\0', 'x'.repeat(100_000)],
    ]
    for (const token of others) expect((await post({ token })).body, token.slice(0, 20)).toEqual({ active: false })
  })

  test('a token ends at its expiry', async () => {
    const { tokens } = await connected(emulator)
    const { access_token } = await tokens()
    now += 5_399_000
    expect((await introspect(emulator, access_token)).active).toBe(true)
    now += 1_000
    expect(await introspect(emulator, access_token)).toEqual({ active: false })
  })

  test('a disabled or deleted user has none', async () => {
    const [first, second] = await Promise.all([connected(emulator, member), connected(emulator, noOrg)])
    const tokens = [(await first.tokens()).access_token, (await second.tokens()).access_token]
    await backend(emulator, 'POST', `user/${member.userId}/disable`)
    await backend(emulator, 'DELETE', `user/${noOrg.userId}`)
    for (const token of tokens) expect(await introspect(emulator, token)).toEqual({ active: false })
  })

  test('a token of another emulator is unknown', async () => {
    await using other = createEmulator()
    const { accessToken } = other.mintMcpToken({ user: 'owner', resource: RESOURCE })
    expect(await introspect(emulator, accessToken)).toEqual({ active: false })
  })
})

describe('roles and memberships', () => {
  const change = (path: string, body: object) =>
    backend(emulator, 'POST', `org/${path}`, { user_id: owner.userId, org_id: acme.orgId, ...body })

  test('a scope that the role no longer allows is gone, with the next refresh as well', async () => {
    const { tokens, refresh } = await connected(emulator)
    const { access_token, refresh_token } = await tokens()
    await change('change_role', { role: 'Member' })
    expect((await introspect(emulator, access_token)).scope).toBe('read:user_data plans:read')
    expect((await refresh(refresh_token)).body.scope).toBe('read:user_data plans:read')
  })

  test('after leaving the organization its scopes and its id are gone', async () => {
    const { tokens } = await connected(emulator)
    const { access_token } = await tokens()
    await change('remove_user', {})
    const body = await introspect(emulator, access_token)
    expect(body).toMatchObject({ active: true, scope: 'read:user_data' })
    expect(body).not.toHaveProperty('org_id')
  })
})

describe('the credentials', () => {
  const wrong: readonly (readonly [string, HeadersInit])[] = [
    ['none', {}],
    ['a bearer token', { Authorization: `Bearer ${secret}` }],
    ['the API key', { Authorization: `Bearer ${emulator.apiKey}` }],
    ['the API key as password', basicAuth(id, emulator.apiKey)],
    ['a wrong secret', basicAuth(id, `${secret}x`)],
    ['no secret', basicAuth(id, '')],
    ['a wrong id', basicAuth('x', secret)],
    ['no colon', { Authorization: `Basic ${btoa(secret)}` }],
    ['no base64', { Authorization: 'Basic %%%' }],
  ]

  test.each(wrong)('%s: 401 with a challenge, and nothing about the token', async (_, headers) => {
    const { tokens } = await connected(emulator)
    const { access_token: token } = await tokens()
    const { status, headers: sent, body } = await post({ token }, headers)
    expect([status, Object.keys(body), body.error]).toEqual([401, ['error', 'error_description'], 'invalid_client'])
    expect(sent.get('WWW-Authenticate')).toMatch(/^Basic realm=/)
    expect(body.error_description).toContain('PROPELAUTH_MCP_CLIENT_ID')
    expect(JSON.stringify(body)).not.toContain(secret)
  })

  test('those of a client do not count, and those of introspection are no client', async () => {
    const seed = { mcp_clients: [{ client_id: 'c', client_secret: 's'.repeat(40), redirect_uris: [] }] }
    await using seeded = testEmulator({ seed })
    const call = async (path: string, headers: HeadersInit) =>
      (
        await seeded.fetch(`${seeded.authUrl}${path}`, {
          method: 'POST',
          body: new URLSearchParams({ token: 'x', grant_type: 'refresh_token', refresh_token: 'x' }),
          headers,
        })
      ).status
    expect(await call('/oauth/2.1/introspect', basicAuth('c', 's'.repeat(40)))).toBe(401)
    const { clientId, clientSecret } = seeded.introspection
    expect(await call('/oauth/2.1/token', basicAuth(clientId, clientSecret))).toBe(401)
  })

  test('in the body they count only if the project says so', async () => {
    const form = { token: 'x', client_id: id, client_secret: secret }
    expect((await post(form, {})).status).toBe(401)
    emulator.changeSettings({ mcp_introspection_credentials: 'basic-or-body' })
    expect((await post(form, {})).body).toEqual({ active: false })
    expect((await post({ ...form, client_secret: 'x' }, {})).status).toBe(401)
    expect((await post({ token: 'x' })).body).toEqual({ active: false })
  })

  test('a chosen secret takes the place of the derived one', async () => {
    const mcpClientSecret = 'c'.repeat(32)
    await using chosen = testEmulator({ mcpClientSecret })
    expect(chosen.introspection).toEqual({ clientId: id, clientSecret: mcpClientSecret })
    expect(await introspect(chosen, 'x')).toEqual({ active: false })
    expect(() => testEmulator({ mcpClientSecret: 'short' })).toThrow(/mcpClientSecret must have at least 32 characters/)
  })

  test('without a token: invalid_request', async () => {
    expect((await post({})).body.error).toBe('invalid_request')
  })
})

describe('settings', () => {
  test('mcp_introspection_fields selects the fields', async () => {
    emulator.changeSettings({ mcp_introspection_fields: ['sub', 'resource', 'email', 'username', 'org_role'] })
    const { tokens } = await connected(emulator)
    const { access_token } = await tokens()
    expect(await introspect(emulator, access_token)).toEqual({
      active: true,
      sub: owner.userId,
      resource: RESOURCE,
      email: owner.email,
      org_role: 'Owner',
    })
  })

  test('mcp_introspects_refresh_tokens: true shows them with their own type', async () => {
    emulator.changeSettings({ mcp_introspects_refresh_tokens: true })
    const { tokens } = await connected(emulator)
    const { refresh_token } = await tokens()
    expect(await introspect(emulator, refresh_token)).toMatchObject({
      active: true,
      token_type: 'refresh_token',
      exp: START / 1000 + 14 * 86_400,
    })
  })

  test('mcp_access_token_minutes', async () => {
    emulator.changeSettings({ mcp_access_token_minutes: 1 })
    const { tokens } = await connected(emulator)
    expect((await tokens()).expires_in).toBe(60)
  })
})

describe('mintMcpToken', () => {
  test('issues tokens as if the user had allowed them', async () => {
    const minted = emulator.mintMcpToken({ user: 'multiOrg', org: 'globex', resource: RESOURCE })
    expect(minted).toEqual({
      accessToken: expect.stringMatching(/^[\w-]{64}$/),
      refreshToken: expect.stringMatching(/^[\w-]{64}$/),
      clientId: 'emu_minted',
      scopes: ['read:user_data', 'plans:read', 'plans:write'],
      expiresAt: START / 1000 + 5400,
    })
    expect(await introspect(emulator, minted.accessToken)).toMatchObject({
      sub: multiOrg.userId,
      aud: RESOURCE,
      scope: minted.scopes.join(' '),
      org_id: globex.orgId,
    })
  })

  test('takes any scope, an expiry and a client', async () => {
    const { clientId, refresh } = await connected(emulator)
    const options = { user: owner.email, resource: RESOURCE, scopes: ['tools:any'], clientId }
    const { accessToken, refreshToken } = emulator.mintMcpToken({ ...options, expiresIn: 30 })
    expect(await introspect(emulator, accessToken)).toMatchObject({ scope: 'tools:any', exp: START / 1000 + 30 })
    expect((await refresh(refreshToken)).body.scope).toBe('tools:any')
    const expired = emulator.mintMcpToken({ ...options, expiresIn: -1 })
    expect(await introspect(emulator, expired.accessToken)).toEqual({ active: false })
  })

  test('the control API does the same', async () => {
    const mint = async (body: object) =>
      read(
        await emulator.fetch(`${emulator.authUrl}/_emulator/mcp/token`, { method: 'POST', body: JSON.stringify(body) }),
      )
    const { body } = await mint({ user: 'owner', resource: RESOURCE, scopes: ['a'] })
    expect(await introspect(emulator, body.accessToken)).toMatchObject({ active: true, scope: 'a' })
    expect((await mint({ user: 'owner' })).body).toEqual({ resource: ['This field is required.'] })
    expect((await mint({ user: 'owner', resource: 'r', org: 'globex' })).body).toEqual({
      org: ['The user is not a member of this organization.'],
    })
    expect((await mint({ user: 'nobody', resource: 'r' })).body.error_code).toBe('user_not_found')
    expect((await mint({ user: 'owner', resource: 'r', clientId: 'x' })).body.error).toBe('invalid_client')
  })
})

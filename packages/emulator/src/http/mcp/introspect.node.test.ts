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

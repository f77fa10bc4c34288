import { decodeJwt } from 'jose'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { backend, testEmulator } from '../../../test/fixture.js'
import { basicAuth, pkce } from '../../../test/mcp-client.js'
import { OAUTH_CLIENTS, oauthApp, SECRET, WEB_REDIRECT_URI } from '../../../test/oauth-client.js'
import { DEFAULT_SEED, PERSONA_ORGS, PERSONAS } from '../../index.js'

const START = 1_800_000_000_000
let now = START
const emulator = testEmulator({ seed: { ...DEFAULT_SEED, oauth_clients: OAUTH_CLIENTS }, now: () => now })
afterAll(() => emulator.close())
beforeEach(() => {
  now = START
  emulator.reset()
})
const { owner, multiOrg } = PERSONAS
const { globex } = PERSONA_ORGS
const { codeOf, exchange, refresh } = oauthApp(emulator)

describe('token', () => {
  test('returns both tokens, and an ID token for openid', async () => {
    const { status, body } = await exchange(await codeOf({ scope: 'openid email', nonce: 'n1' }))
    expect([status, Object.keys(body)]).toEqual([
      200,
      ['access_token', 'refresh_token', 'token_type', 'expires_in', 'scope', 'id_token'],
    ])
    expect([body.token_type, body.expires_in, body.scope]).toEqual(['Bearer', 1800, 'openid email'])
    expect(decodeJwt(body.id_token)).toEqual({
      iss: emulator.issuer,
      sub: owner.userId,
      aud: 'web',
      iat: START / 1000,
      exp: START / 1000 + 1800,
      nonce: 'n1',
      email: owner.email,
      email_verified: true,
    })
  })

  test('without openid, or with oauth_id_token: false, there is no ID token', async () => {
    expect((await exchange(await codeOf())).body).not.toHaveProperty('id_token')
    emulator.changeSettings({ oauth_id_token: false })
    expect((await exchange(await codeOf({ scope: 'openid' }))).body).not.toHaveProperty('id_token')
  })

  test('an ID token is no access token', async () => {
    const { id_token } = (await exchange(await codeOf({ scope: 'openid' }))).body
    const headers = { Authorization: `Bearer ${id_token}` }
    expect((await emulator.fetch(`${emulator.authUrl}/propelauth/oauth/userinfo`, { headers })).status).toBe(401)
  })

  test('the secret may be in the body, and PKCE takes its place', async () => {
    expect((await exchange(await codeOf(), { client_id: 'web', client_secret: SECRET }, {})).status).toBe(200)
    for (const client_id of ['web', 'spa']) {
      const { verifier, challenge } = pkce()
      const code = await codeOf({ client_id, code_challenge: challenge, code_challenge_method: 'S256' })
      const { status, body } = await exchange(code, { client_id, code_verifier: verifier }, {})
      expect(status, client_id).toBe(200)
      expect((await refresh(body.refresh_token, { client_id }, {})).status, client_id).toBe(200)
    }
  })

  test.each([
    ['no secret', {}, {}, 'invalid_request'],
    ['only a client id', { client_id: 'web' }, {}, 'invalid_client'],
    ['a wrong secret', {}, basicAuth('web', 'x'), 'invalid_client'],
    ['another client', {}, basicAuth('tenants', SECRET), 'invalid_grant'],
    ['another redirect URI', { redirect_uri: `${WEB_REDIRECT_URI}?` }, undefined, 'invalid_grant'],
    ['a verifier without a challenge', { code_verifier: pkce().verifier }, undefined, 'invalid_grant'],
    ['a verifier instead of the secret', { client_id: 'web', code_verifier: pkce().verifier }, {}, 'invalid_grant'],
    ['a made-up code', { code: 'x' }, undefined, 'invalid_grant'],
    ['another grant type', { grant_type: 'password' }, undefined, 'unsupported_grant_type'],
  ])('%s: %s', async (_, parameters, headers, error) => {
    expect((await exchange(await codeOf(), parameters, headers)).body.error).toBe(error)
  })

  test('with PKCE the verifier is needed, beside a right secret, too', async () => {
    const { challenge } = pkce()
    const asked = { code_challenge: challenge, code_challenge_method: 'S256' }
    for (const code_verifier of [undefined, pkce().verifier])
      expect((await exchange(await codeOf(asked), { code_verifier })).body.error).toBe('invalid_grant')
  })

  test('a second use of a code ends its refresh token', async () => {
    const code = await codeOf()
    const { refresh_token } = (await exchange(code)).body
    expect((await refresh(refresh_token)).status).toBe(200)
    expect((await exchange(code)).body.error).toBe('invalid_grant')
    expect((await refresh(refresh_token)).body.error).toBe('invalid_grant')
  })

  test('a code counts for oauth_code_seconds', async () => {
    const code = await codeOf()
    now += 60_000
    expect((await exchange(code)).body.error).toBe('invalid_grant')
  })

  test('a client with a secret needs it for a refresh without PKCE', async () => {
    const { refresh_token } = (await exchange(await codeOf())).body
    expect((await refresh(refresh_token, { client_id: 'web' }, {})).body.error).toBe('invalid_client')
    expect((await refresh(refresh_token, {}, basicAuth('tenants', SECRET))).body.error).toBe('invalid_grant')
    expect((await refresh(refresh_token)).status).toBe(200)
  })

  test('refresh tokens follow refresh_tokens', async () => {
    const first = (await exchange(await codeOf())).body.refresh_token
    expect((await refresh(first)).body.refresh_token).toBe(first)
    emulator.changeSettings({ refresh_tokens: 'strict' })
    const second = (await refresh(first)).body.refresh_token
    expect(second).not.toBe(first)
    expect((await refresh(first)).body.error).toBe('invalid_grant')
    expect((await refresh(second)).body.error).toBe('invalid_grant')
  })

  test('after the user has left the organization the refresh is refused', async () => {
    const { refresh_token } = (await exchange(await codeOf({ org_id: globex.orgId }, multiOrg))).body
    await backend(emulator, 'POST', 'org/remove_user', { user_id: multiOrg.userId, org_id: globex.orgId })
    expect((await refresh(refresh_token)).body.error).toBe('invalid_grant')
  })

  test('an MCP client is unknown here', async () => {
    const { clientId } = emulator.mintMcpToken({ user: 'owner', resource: 'https://mcp.test/' })
    expect((await refresh('x', { client_id: clientId }, {})).body.error).toBe('invalid_client')
  })
})

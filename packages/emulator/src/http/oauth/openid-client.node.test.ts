import { createLocalJWKSet, jwtVerify } from 'jose'
import * as openid from 'openid-client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { browser } from '../../../test/fixture.js'
import { answer, introspect, RESOURCE, signedIn } from '../../../test/mcp-client.js'
import { follow, OAUTH_CLIENTS, SECRET, WEB_REDIRECT_URI } from '../../../test/oauth-client.js'
import { DEFAULT_SEED, type EmulatorServer, PERSONA_ORGS, PERSONAS, startServer } from '../../index.js'

// A certified OpenID Connect client over HTTP.
let server: EmulatorServer
beforeAll(async () => {
  server = await startServer({ port: 0, seed: { ...DEFAULT_SEED, oauth_clients: OAUTH_CLIENTS } })
})
afterAll(() => server.close())
beforeEach(() => server.emulator.reset())

const { multiOrg } = PERSONAS
const INSECURE = { execute: [openid.allowInsecureRequests] }

async function proof() {
  const verifier = openid.randomPKCECodeVerifier()
  return { verifier, challenge: await openid.calculatePKCECodeChallenge(verifier) }
}

describe('the older API', () => {
  const discover = (clientId: string, secret?: string) => {
    const issuer = new URL(server.emulator.authUrl)
    const method = secret === undefined ? openid.None() : openid.ClientSecretBasic(secret)
    const execute = [openid.allowInsecureRequests, openid.enableNonRepudiationChecks]
    return openid.discovery(issuer, clientId, secret, method, { execute })
  }

  async function logIn(config: openid.Configuration, parameters: Record<string, string> = {}) {
    const { verifier, challenge } = await proof()
    const [state, nonce] = [openid.randomState(), openid.randomNonce()]
    const url = openid.buildAuthorizationUrl(config, {
      redirect_uri: WEB_REDIRECT_URI,
      scope: 'openid email profile',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...{ state, nonce },
      ...parameters,
    })
    const callback = await follow(url.href, server.emulator.authUrl, browser(server.emulator))
    const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true }
    return openid.authorizationCodeGrant(config, callback, checks)
  }

  test.each([
    ['with a secret', 'web', SECRET],
    ['without a secret, with PKCE', 'spa', undefined],
  ])('%s: discovery, login, ID token, profile and refresh', async (_, clientId, secret) => {
    const config = await discover(clientId, secret)
    const tokens = await logIn(config)
    const claims = tokens.claims()
    expect(claims).toMatchObject({
      sub: multiOrg.userId,
      aud: clientId,
      email: multiOrg.email,
      email_verified: true,
      first_name: 'Mara',
    })
    const profile = await openid.fetchUserInfo(config, tokens.access_token, claims?.sub ?? '')
    expect(profile).toMatchObject({ user_id: multiOrg.userId, email: multiOrg.email })
    const refreshed = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '')
    expect(refreshed.claims()?.sub).toBe(multiOrg.userId)
  })

  test('the access token is the JWT of a session, for one organization if the request names it', async () => {
    const { jwks, authUrl } = server.emulator
    const keys = createLocalJWKSet({ keys: [...jwks.keys] })
    const config = await discover('web', SECRET)
    const all = await logIn(config)
    const { payload } = await jwtVerify(all.access_token, keys, { issuer: authUrl })
    expect(Object.keys(payload.org_id_to_org_member_info as object)).toHaveLength(2)
    const one = await logIn(config, { org_id: PERSONA_ORGS.globex.orgId })
    for (const tokens of [one, await openid.refreshTokenGrant(config, one.refresh_token ?? '')]) {
      const { payload: active } = await jwtVerify(tokens.access_token, keys)
      expect(active.org_member_info).toMatchObject({ org_id: PERSONA_ORGS.globex.orgId })
    }
  })

  test('errors arrive with their codes', async () => {
    const config = await discover('web', SECRET)
    const wrong = await discover('web', 'wrong')
    const tokens = await logIn(config)
    const refused = { name: 'WWWAuthenticateChallengeError', status: 401 }
    await expect(openid.refreshTokenGrant(wrong, tokens.refresh_token ?? '')).rejects.toMatchObject(refused)
    await expect(openid.refreshTokenGrant(config, 'made-up')).rejects.toMatchObject({ error: 'invalid_grant' })
    await expect(logIn(config, { org_id: 'not an organization' })).rejects.toMatchObject({ error: 'access_denied' })
  })
})

describe('OAuth 2.1', () => {
  const base = () => new URL(`${server.emulator.authUrl}/oauth/2.1`)
  const options = { algorithm: 'oauth2', ...INSECURE } as const

  test('registration, authorization, refresh, introspection and revocation', async () => {
    server.emulator.changeSettings({ mcp_revocation: true, mcp_iss_parameter: true })
    const redirectUri = 'http://localhost:9123/callback'
    const metadata = { client_name: 'openid-client', redirect_uris: [redirectUri] }
    const config = await openid.dynamicClientRegistration(base(), metadata, undefined, options)
    const { verifier, challenge } = await proof()
    const state = openid.randomState()
    const url = openid.buildAuthorizationUrl(config, {
      ...{ redirect_uri: redirectUri, scope: 'plans:read', state, resource: RESOURCE },
      ...{ code_challenge: challenge, code_challenge_method: 'S256' },
    })
    const visitor = await signedIn(server.emulator, multiOrg)
    const callback = await answer(visitor, await visitor.get(url.href))
    const checks = { pkceCodeVerifier: verifier, expectedState: state }
    const tokens = await openid.authorizationCodeGrant(config, callback, checks, { resource: RESOURCE })
    const next = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '', { resource: RESOURCE })
    expect([next.token_type, next.scope, next.expires_in]).toEqual(['bearer', 'plans:read', 5400])

    const { clientId, clientSecret } = server.emulator.introspection
    const method = openid.ClientSecretBasic(clientSecret)
    const mcpServer = await openid.discovery(base(), clientId, undefined, method, options)
    expect(await openid.tokenIntrospection(mcpServer, next.access_token)).toMatchObject({
      active: true,
      sub: multiOrg.userId,
      aud: RESOURCE,
    })
    await openid.tokenRevocation(config, next.access_token)
    expect(await introspect(server.emulator, next.access_token)).toEqual({ active: false })
  })
})

// End-user API keys as the tests of the adapters use them, beside the token of an Admin of the org `acme`.
import type { ApiKeyPrincipal, ApiKeyValidator } from '@propelauth-edge/core'
import { createTestIssuer } from '@propelauth-edge/core/testing'

const issuer = await createTestIssuer()

const keys: Readonly<Record<string, ApiKeyPrincipal>> = {
  personal: { user: { userId: 'ben' } },
  org: { org: { orgId: 'acme', orgName: 'Acme' } },
}

/** Knows the keys `personal` and `org`; `limited` is over its limit, and for `down` the service is unreachable. */
export const apiKeys: ApiKeyValidator = {
  async validate(key) {
    if (key === 'limited') throw { code: 'rate_limited', retryAfterSeconds: 9 }
    if (key === 'down') throw new Error('no network')
    return keys[key] ?? null
  },
}

/** The options of an instance that verifies tokens only. */
export const tokensOnly = { authUrl: issuer.authUrl, jwks: issuer.jwks }

export const accept = ['user', 'apiKey'] as const

export const userHeaders = await issuer.headers({ user: { userId: 'ada' }, orgs: [{ orgId: 'acme', role: 'Admin' }] })

export const keyHeaders = (key: string) => ({ authorization: `Bearer ${key}` })

import { heldBytes } from 'test-kit/held-bytes'
import { expect, test } from 'vitest'
import { createKeyService } from '../test/api-keys.js'
import { memoizeByEnv } from './for-env.js'
import { createTestIssuer } from './testing.js'

const megabyte = 1024 * 1024

test('50,000 environment objects, each with ports of its own, keep less than 8 MB', async () => {
  const issuer = await createTestIssuer()
  const apiKeys = createKeyService()
  const forEnv = memoizeByEnv((env: { at: number }) => ({
    authUrl: issuer.authUrl,
    jwks: issuer.jwks,
    apiKeys: { validate: async () => apiKeys.validate(`key-${env.at}`, { signal: AbortSignal.timeout(1) }) },
    onEvent: () => {},
  }))
  const token = await issuer.token()
  const ask = async () => {
    for (let at = 0; at < 50_000; at += 2) {
      // Two requests at the same time, each with two guards.
      const [one, other] = [{ at }, { at: at + 1 }]
      for (const env of [one, other, one, other]) await forEnv(env).validateToken(token)
    }
  }
  expect(await heldBytes(ask)).toBeLessThan(8 * megabyte)
  await forEnv({ at: 0 }).validateToken(token)
})

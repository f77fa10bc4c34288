import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { createOrigin } from '../test/origin.js'
import { encodeBytes } from './base64url.js'
import type { VerifiedClaims } from './claims.js'
import { createPropelAuth } from './propelauth.js'
import { createTestIssuer } from './testing.js'
import { createTokenCache } from './token-cache.js'
import { toUser } from './user.js'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

const megabyte = 1024 * 1024

/** What is still held after the work, beyond what was held before. */
async function kept(work: () => unknown): Promise<number> {
  collectGarbage()
  const before = process.memoryUsage().heapUsed
  await work()
  collectGarbage()
  return process.memoryUsage().heapUsed - before
}

describe('an instance keeps less than 16 MB', () => {
  test('after 100,000 tokens of unknown kids and 100,000 pieces of junk', async () => {
    const issuer = await createTestIssuer()
    const origin = createOrigin(() => Response.json(issuer.jwks))
    const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, fetch: origin.fetch })
    const [, payload, signature] = (await issuer.token()).split('.')
    const send = (token: string) => propelAuth.authenticateRequest({ headers: { get: () => `Bearer ${token}` } })
    const attack = async () => {
      for (let at = 0; at < 100_000; at++) {
        const header = new TextEncoder().encode(`{"alg":"RS256","kid":"kid-${at}"}`)
        await send(`${encodeBytes(header)}.${payload}.${signature}`)
        await send(`junk-${at}.${at}.${at}`)
      }
    }
    expect(await kept(attack)).toBeLessThan(16 * megabyte)
    expect(origin.asked.length).toBeLessThanOrEqual(2)
    expect((await send('junk')).ok).toBe(false)
  })

  test('after 100,000 verified tokens', async () => {
    const cache = createTokenCache(8 * megabyte, { issuers: [], clockToleranceSeconds: 0 })
    const org = { org_id: 'acme', org_name: 'Acme', user_role: 'Admin' }
    const lists = { inherited_user_roles_plus_current_role: ['Admin', 'Member'], user_permissions: ['a', 'b', 'c'] }
    const remember = (at: number) => {
      const claims = JSON.stringify({ user_id: `user-${at}`, org_member_info: { ...org, ...lists } })
      const user = toUser(JSON.parse(claims) as VerifiedClaims)
      const key = { n: '', e: '', kid: 'a', withdrawn: false, imported: undefined }
      // A cut of a longer text would keep all of it.
      const token = Buffer.from(`${at}.${'x'.repeat(800)}.${String(at).padStart(24, '0')}`).toString('latin1')
      cache.put({ token, user, key, exp: 1, nbf: 0 })
    }
    const fill = () => {
      for (let at = 0; at < 100_000; at++) remember(at)
    }
    expect(await kept(fill)).toBeLessThan(16 * megabyte)
    expect(cache.get(`99999.${'x'.repeat(800)}.${'99999'.padStart(24, '0')}`, 0)).toBeDefined()
  })
})

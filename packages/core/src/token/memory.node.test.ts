import { heldBytes } from 'test-kit/held-bytes'
import { describe, expect, test } from 'vitest'
import { createOrigin } from '../../test/origin.js'
import { createPropelAuth } from '../propelauth.js'
import { fromCookie } from '../request/cookie.js'
import { createTestIssuer } from '../testing.js'
import { User } from '../user/user.js'
import { encodeBytes } from './base64url.js'
import { bytesOf, createTokenCache } from './token-cache.js'
import { readTokenHeader } from './token-header.js'

const megabyte = 1024 * 1024

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
    expect(await heldBytes(attack)).toBeLessThan(16 * megabyte)
    expect(origin.asked.length).toBeLessThanOrEqual(2)
    expect((await send('junk')).ok).toBe(false)
  })

  test('after 100,000 verified tokens', async () => {
    const cache = createTokenCache(8 * megabyte, { issuers: [], clockToleranceSeconds: 0 })
    const org = { org_id: 'acme', org_name: 'Acme', user_role: 'Admin' }
    const lists = { inherited_user_roles_plus_current_role: ['Admin', 'Member'], user_permissions: ['a', 'b', 'c'] }
    const remember = (at: number) => {
      const claims = JSON.stringify({ user_id: `user-${at}`, org_member_info: { ...org, ...lists } })
      const principal = { kind: 'user', user: new User(JSON.parse(claims)) } as const
      const key = { n: '', e: '', kid: 'a', withdrawn: false, imported: undefined }
      // A cut of a longer text would keep all of it.
      const token = Buffer.from(`${at}.${'x'.repeat(800)}.${String(at).padStart(24, '0')}`).toString('latin1')
      cache.put({
        token,
        value: { principal, cache: 'token' },
        key,
        bytes: bytesOf(token, claims),
        exp: 1,
        activeFrom: 0,
      })
    }
    const fill = () => {
      for (let at = 0; at < 100_000; at++) remember(at)
    }
    expect(await heldBytes(fill)).toBeLessThan(16 * megabyte)
    expect(cache.get(`99999.${'x'.repeat(800)}.${'99999'.padStart(24, '0')}`, 0)).toBeDefined()
  })

  test('after verified tokens from long cookie headers', async () => {
    const issuer = await createTestIssuer()
    const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks })
    const send = async (at: number) => {
      const next = await issuer.token({ user: { userId: `user-${at}` } })
      const cookies = Buffer.from(`a=${'x'.repeat(100_000)}; __pa_at=${next}`).toString('latin1')
      const headers = { get: (name: string) => (name === 'cookie' ? cookies : null) }
      return propelAuth.authenticateRequest({ method: 'GET', headers }, { tokenFrom: fromCookie('__pa_at') })
    }
    const fill = async () => {
      for (let at = 0; at < 500; at++) expect((await send(at)).ok).toBe(true)
    }
    expect(await heldBytes(fill)).toBeLessThan(16 * megabyte)
    // A last request, so that the instance is not collected before.
    expect((await send(0)).ok).toBe(true)
  })

  test('after a header that was cut from a text of 64 MB', async () => {
    const { token } = await createTestIssuer()
    const [header = ''] = (await token()).split('.')
    const read = () => readTokenHeader(`${header}${'x'.repeat(64 * megabyte)}`.slice(0, header.length))
    expect(await heldBytes(() => expect(read()).toHaveProperty('kid'))).toBeLessThan(16 * megabyte)
  })

  const list = (length: number, item: (at: number) => string) => `[${Array.from({ length }, (_, at) => item(at))}]`
  const odd: Record<string, (at: number) => string> = {
    'thousands of empty objects': () => list(3_000, () => '{}'),
    'lists in lists': () => '['.repeat(4_000) + ']'.repeat(4_000),
    'objects in objects': () => `${'{"a":'.repeat(1_800)}1${'}'.repeat(1_800)}`,
    'names that no other token has': (at) =>
      `{${Array.from({ length: 800 }, (_, name) => `"${(at * 800 + name).toString(36)}":1`)}}`,
    'short texts that no other token has': (at) => list(1_000, (text) => `"${(at * 1_000 + text).toString(36)}"`),
    'fractions beside texts': () => list(2_500, (value) => (value % 2 ? '"a"' : '0.5')),
  }
  for (const [title, make] of Object.entries(odd))
    test(`after verified tokens with ${title}`, async () => {
      const cache = createTokenCache(8 * megabyte, { issuers: [], clockToleranceSeconds: 0 })
      const fill = () => {
        for (let at = 0; at < 500; at++) {
          const payload = `{"user_id":"user-${at}","properties":{"odd":${make(at)}}}`
          const principal = { kind: 'user', user: new User(JSON.parse(payload)) } as const
          const key = { n: '', e: '', kid: 'a', withdrawn: false, imported: undefined }
          const token = Buffer.from(`${at}`.padStart(payload.length * 1.4)).toString('latin1')
          const bytes = bytesOf(token, payload)
          cache.put({ token, value: { principal, cache: 'token' }, key, bytes, exp: 1, activeFrom: 0 })
        }
      }
      expect(await heldBytes(fill)).toBeLessThan(9 * megabyte)
    })
})

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { backend, read, testEmulator } from '../../../test/fixture.js'
import { createEmulator, PERSONAS } from '../../index.js'

const emulator = testEmulator()
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const verify = async (token: unknown) => {
  const init = { method: 'POST', body: JSON.stringify({ token }) }
  return (await read(await emulator.fetch(`${emulator.authUrl}/_emulator/token/verify`, init))).body
}
const mint = async (options: object = {}) => (await emulator.mintToken({ user: 'owner', ...options })).accessToken

test('a token of the emulator is valid', async () => {
  expect(await verify(await mint())).toEqual({ valid: true, warnings: [] })
})

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const ahead = Math.floor(Date.now() / 1000) + 600

describe('the reason of a refusal', () => {
  test.each([
    ['an opaque token', async () => 'abc', 'The token has one part'],
    ['four parts', async () => 'a.b.c.d', 'The token has 4 parts'],
    ['a header that is no JSON', async () => `x${await mint()}`, 'The header, the part before the first dot'],
    ['another algorithm', async () => `${base64({ alg: 'HS256' })}.${base64({})}.x`, 'The algorithm is "HS256"'],
    ['no algorithm', async () => `${base64({ alg: 'none' })}.${base64({})}.`, 'The algorithm is "none"'],
    ['a cut-off token', async () => (await mint()).slice(0, -4), 'The signature does not fit'],
    ['another issuer', () => mint({ claims: { iss: 'https://x.test' } }), 'The issuer (iss) is "https://x.test"'],
    ['no issuer', () => mint({ claims: { iss: null } }), 'The issuer (iss) is missing'],
    ['no user', () => mint({ claims: { user_id: null } }), 'The claim user_id is missing'],
    ['no expiry', () => mint({ claims: { exp: null } }), 'The expiry (exp) is missing'],
    [
      'an expired token',
      () => mint({ expiresIn: -60 }),
      /It expired 6\d seconds ago, at \d{4}-.*Z\. The emulator's time is/,
    ],
    ['a token for later', () => mint({ claims: { nbf: ahead } }), 'It is not valid before'],
    ['a token of the future', () => mint({ claims: { iat: ahead } }), 'It was issued in the future (iat)'],
  ])('of %s', async (_, make, reason) => {
    const verdict = await verify(await make())
    expect([verdict.valid, verdict.reason]).toEqual([
      false,
      typeof reason === 'string' ? expect.stringContaining(reason) : expect.stringMatching(reason),
    ])
  })

  test('of a token of another emulator names both key ids', async () => {
    await using other = createEmulator()
    const { accessToken } = await other.mintToken({ user: 'owner' })
    const { reason } = await verify(accessToken)
    for (const kid of [emulator.jwks.keys[0]?.kid, other.jwks.keys[0]?.kid]) expect(reason).toContain(kid)
  })

  test('of changed claims', async () => {
    const [header, , signature] = (await mint()).split('.')
    const { reason } = await verify([header, base64({ user_id: PERSONAS.admin.userId }), signature].join('.'))
    expect(reason).toContain('The signature does not fit')
  })
})

describe('a warning', () => {
  test('about a user who was deleted or disabled', async () => {
    const token = await mint()
    await backend(emulator, 'POST', `user/${PERSONAS.owner.userId}/disable`)
    expect((await verify(token)).warnings).toEqual([expect.stringContaining('is disabled')])
    await backend(emulator, 'DELETE', `user/${PERSONAS.owner.userId}`)
    expect((await verify(token)).warnings).toEqual([expect.stringContaining('no user with its user_id')])
  })

  test('about a token that programs outside refuse, because the clock is ahead', async () => {
    emulator.advanceClock(3600)
    expect((await verify(await mint())).warnings).toEqual([expect.stringContaining('by the clock of the emulator')])
  })

  test('about a token that no cookie holds', async () => {
    const token = await mint({ claims: { properties: { text: 'x'.repeat(4000) } } })
    expect((await verify(token)).warnings).toEqual([expect.stringMatching(/^It has \d{4} bytes\. A cookie holds 4096/)])
  })
})

test.each([undefined, '', 7])('%j is no token', async (token) => {
  const verdict = await verify(token)
  expect(verdict.valid ?? false).toBe(false)
  expect(JSON.stringify(verdict)).toMatch(/required|Must be a string|one part/)
})

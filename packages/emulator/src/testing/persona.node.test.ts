import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { testEmulator } from '../../test/fixture.js'
import { PERSONA_ORGS, PERSONAS } from '../index.js'
import { createMint, createTotp, startPersonaSession } from './persona.js'
import { EmulatorTestError } from './test-error.js'

describe('a token', () => {
  test('is of the user and has the options of mintToken', async () => {
    await using emulator = testEmulator()
    const mint = createMint(emulator)
    const claims = decodeJwt(await mint('multiOrg', { org: 'globex', claims: { extra: 1 } }))
    expect(claims).toMatchObject({ user_id: PERSONAS.multiOrg.userId, extra: 1 })
    expect(claims.org_member_info).toMatchObject({ org_id: PERSONA_ORGS.globex.orgId })
  })

  test('of an unknown persona is an error that lists the users', async () => {
    await using emulator = testEmulator()
    await expect(createMint(emulator)('admn')).rejects.toMatchObject({
      name: 'EmulatorTestError',
      code: 'unknown_persona',
      message: expect.stringContaining('"admn". Users: owner, admin, member, noOrg, multiOrg'),
    })
  })

  test('of an unknown organization keeps its error', async () => {
    await using emulator = testEmulator()
    await expect(createMint(emulator)('admin', { org: 'acm' })).rejects.toMatchObject({
      code: 'org_not_found',
      message: expect.stringContaining('Organizations: acme, globex'),
    })
  })
})

describe('a code of an authenticator app', () => {
  const seed = { users: [{ key: 'ada', email: 'ada@x.test', mfa_secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' }] }

  test('is the one of now, by the clock of the emulator (RFC 6238)', async () => {
    await using emulator = testEmulator({ seed, now: () => 1_111_111_109_000 })
    expect(createTotp(emulator)('ada')).toBe('081804')
  })

  test('of an unknown persona is an error that lists the users', async () => {
    await using emulator = testEmulator({ seed })
    expect(() => createTotp(emulator)('admin')).toThrow(
      new EmulatorTestError('unknown_persona', 'No user has the id, email address or key "admin". Users: ada'),
    )
  })

  test('of a user without an app says so', async () => {
    await using emulator = testEmulator()
    expect(() => createTotp(emulator)('admin')).toThrow('The user has no authenticator app (mfa_secret)')
  })
})

describe('a session of a browser', () => {
  const { userId, email } = PERSONAS.admin

  test.each(['admin', userId, email, email.toUpperCase()])('starts for %s', async (name) => {
    await using emulator = testEmulator()
    const session = startPersonaSession(emulator, name)
    expect(session).toMatchObject({ userId, email })
    const { cookie } = session
    expect(cookie).toEqual({
      name: 'refresh_token',
      value: expect.any(String),
      url: emulator.authUrl,
      httpOnly: true,
      sameSite: 'Lax',
      secure: false,
    })
    const account = await emulator.fetch(`${emulator.authUrl}/account`, {
      headers: { Cookie: `${cookie.name}=${cookie.value}` },
    })
    expect([account.status, await account.text()]).toEqual([200, expect.stringContaining(email)])
  })

  test('of an unknown persona is an error that lists the users', async () => {
    await using emulator = testEmulator({ seed: { version: 1, users: [{ key: 'ada', email: 'ada@x.test' }] } })
    expect(() => startPersonaSession(emulator, 'admin')).toThrow(
      new EmulatorTestError('unknown_persona', 'No user has the id, email address or key "admin". Users: ada'),
    )
  })

  test.each([
    [{ enabled: false }, 'This account is disabled.'],
    [{ locked: true }, 'This account is locked.'],
  ])('does not start for %j', async (state, reason) => {
    await using emulator = testEmulator({
      seed: { version: 1, users: [{ key: 'ada', email: 'ada@x.test', ...state }] },
    })
    expect(() => startPersonaSession(emulator, 'ada')).toThrow(
      new EmulatorTestError('persona_blocked', `ada@x.test: ${reason}`),
    )
  })

  test('needs no second factor', async () => {
    const user = { key: 'ada', email: 'ada@x.test', mfa_secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' }
    await using emulator = testEmulator({ seed: { version: 1, users: [user] } })
    expect(startPersonaSession(emulator, 'ada').email).toBe('ada@x.test')
  })

  test('of an https address has a Secure cookie', async () => {
    await using emulator = testEmulator({ authUrl: 'https://localhost:4460' })
    expect(startPersonaSession(emulator, 'admin').cookie.secure).toBe(true)
  })
})

import { describe, expect, test } from 'vitest'
import { backend, browser, testEmulator } from '../../../test/fixture.js'
import { PERSONA_ORGS, PERSONAS, type SeedSettings } from '../../index.js'

const { owner } = PERSONAS
const form = { email: 'new@x.test', password: 'long enough' }

const withSettings = async (
  settings: SeedSettings,
  check: (emulator: ReturnType<typeof testEmulator>) => Promise<void>,
) => {
  await using emulator = testEmulator()
  emulator.changeSettings(settings)
  await check(emulator)
}

describe('without logins by password', () => {
  const settings = { has_password_login: false }

  test('the login page has no password, and none is accepted', () =>
    withSettings(settings, async (emulator) => {
      const visitor = browser(emulator)
      expect((await visitor.get('/login')).body).not.toContain('type="password"')
      const { status, body } = await visitor.submit('/login', { email: owner.email, password: owner.password })
      expect([status, body]).toEqual([401, expect.stringContaining('Passwords are off')])
      expect(visitor.cookies.size).toBe(0)
    }))

  test('a sign-up asks for none, and the link of its message logs in', () =>
    withSettings(settings, async (emulator) => {
      const visitor = browser(emulator)
      expect((await visitor.get('/signup')).body).not.toContain('type="password"')
      expect((await visitor.submit('/signup', form)).status).toBe(403)
      const { body } = await backend(emulator, 'GET', `user/email?email=${form.email}`)
      expect(body).toMatchObject({ has_password: false, email_confirmed: false })
      expect((await visitor.get(emulator.mail(form.email)[0]?.link ?? '')).status).toBe(303)
    }))
})

describe('a sign-up', () => {
  const signUp = async (settings: SeedSettings, email: string): Promise<number> => {
    await using emulator = testEmulator()
    emulator.changeSettings(settings)
    return (await browser(emulator).submit('/signup', { ...form, email })).status
  }

  test.each([
    [{}, 'a@x.test', 303],
    [{ allow_public_signups: false }, 'a@x.test', 400],
    [{ signup_domain_blocklist: ['x.test'] }, 'a@X.test', 400],
    [{ signup_domain_blocklist: ['x.test'] }, 'a@y.test', 303],
    [{ signup_domain_allowlist: ['y.test'], signup_domain_blocklist: ['y.test'] }, 'a@y.test', 303],
    [{ signup_domain_allowlist: ['y.test'] }, 'a@x.test', 400],
    [{ allow_users_to_signup_with_personal_email: false }, 'a@Gmail.com', 400],
    [{ allow_users_to_signup_with_personal_email: false }, 'a@x.test', 303],
    [{ allow_users_to_signup_with_personal_email: false, signup_domain_allowlist: ['gmail.com'] }, 'a@gmail.com', 303],
  ] as const)('with %j of %s: %i', async (settings, email, status) => {
    expect(await signUp(settings, email)).toBe(status)
  })

  test('of an invited address is always allowed', () =>
    withSettings({ allow_public_signups: false }, async (emulator) => {
      const invite = { org_id: PERSONA_ORGS.acme.orgId, email: form.email, role: 'Member' }
      await backend(emulator, 'POST', 'invite_user', invite)
      expect((await browser(emulator).submit('/signup', form)).status).toBe(303)
    }))
})

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Browser, backend, browser, rt, testEmulator } from '../../../test/fixture.js'
import { APP_ORIGIN, appPage, visited } from '../../../test/frontend-client.js'
import { postSaml, samlAnswer } from '../../../test/sso-login.js'
import { totp } from '../../../test/totp.js'
import { PERSONA_ORGS, PERSONAS } from '../../index.js'

const { owner, noOrg } = PERSONAS
const { acme } = PERSONA_ORGS
const APP = `${APP_ORIGIN}/after`
const DAY = 86_400_000
let now = Date.parse('2026-01-01T00:00:00Z')
let emulator = testEmulator()
beforeEach(() => {
  emulator = testEmulator({ now: () => now })
})
afterEach(async () => {
  vi.unstubAllGlobals()
  await emulator.close()
})

type Persona = { readonly email: string; readonly password: string }

/** Logs in on the way to the app. Returns where the browser goes. */
async function logIn(visitor: Browser, { email, password }: Persona): Promise<string | null> {
  const { headers } = await visitor.submit(`/login?${rt(APP)}`, { email, password })
  return headers.get('Location')
}

const sessionStatus = async (visitor: Browser) => (await visitor.get('/api/v1/refresh_token')).status

/** Submits a step and follows its redirect. */
async function takeStep(visitor: Browser, path: string, form: Readonly<Record<string, string>>) {
  const { status, body, headers } = await visitor.submit(path, form)
  if (status !== 303) return body
  return (await visitor.get(headers.get('Location') ?? '')).headers.get('Location')
}

const rotate = (change: Readonly<Record<string, unknown>> = {}) =>
  backend(emulator, 'PUT', `org/${acme.orgId}`, {
    password_rotation_enabled: true,
    password_rotation_period: 90,
    password_rotation_history_size: 2,
    ...change,
  })

describe('a step that is left of a login', () => {
  beforeEach(() => backend(emulator, 'PUT', `user/${owner.userId}`, { update_password_required: true }))

  test('comes before the app, which gets no session until it is done', async () => {
    const visitor = browser(emulator)
    const steps = (await logIn(visitor, owner)) ?? ''
    expect([steps, await sessionStatus(visitor)]).toEqual([expect.stringMatching(/^\/login\/steps\?rt=/), 401])
    expect((await visitor.get(steps)).body).toContain('Set a new password')
    expect(await takeStep(visitor, steps, { password: 'a new password' })).toBe(APP)
    expect(await sessionStatus(visitor)).toBe(200)
  })

  test('comes before the code of a server, the page of a client and the account', async () => {
    const visitor = browser(emulator)
    await logIn(visitor, owner)
    for (const path of [`/propelauth/ssr/authorize?redirect_uri=${APP}&state=s`, '/account']) {
      const login = (await visitor.get(path)).headers.get('Location') ?? ''
      expect(login).toMatch(/^\/login\?rt=/)
      expect((await visitor.get(login)).headers.get('Location')).toMatch(/^\/login\/steps\?rt=/)
    }
  })

  test('that is refused is asked again, with the reason', async () => {
    const visitor = browser(emulator)
    const steps = (await logIn(visitor, owner)) ?? ''
    expect(await takeStep(visitor, steps, { password: 'short' })).toContain('Must be at least 8 characters long.')
    expect(await sessionStatus(visitor)).toBe(401)
  })

  test('does not end sessions that were complete before', async () => {
    await backend(emulator, 'PUT', `user/${owner.userId}`, { update_password_required: false })
    const visitor = browser(emulator)
    expect(await logIn(visitor, owner)).toBe(APP)
    await backend(emulator, 'PUT', `user/${owner.userId}`, { update_password_required: true })
    expect(await sessionStatus(visitor)).toBe(200)
  })

  test('is only reported with login_steps: reported', async () => {
    emulator.changeSettings({ login_steps: 'reported' })
    const { api, visitor, session } = appPage(emulator)
    const answer = await api.emailPasswordLogin({ email: owner.email, password: owner.password })
    expect(answer.ok && answer.data.login_state).toBe('UpdatePasswordRequired')
    expect([await session(), await logIn(visitor, owner)]).toEqual([owner.email, APP])
  })

  test('is not asked after a login by SAML, whose provider has passwords of its own', async () => {
    const orgs = [
      { key: 'acme', id: acme.orgId, name: 'Acme', members: { owner: 'Owner' }, sso: { type: 'fake_saml' as const } },
    ]
    const users = [{ key: 'owner', email: owner.email, update_password_required: true }]
    emulator.reset({ seed: { users, orgs } })
    const visitor = browser(emulator)
    const answer = await samlAnswer(visitor, `/saml/${acme.orgId}/login?${rt(APP)}`, { email: owner.email })
    expect((await postSaml(visitor, answer)).headers.get('Location')).toBe(APP)
  })

  test('is not asked of a session that a test starts', async () => {
    const { cookie } = emulator.startSession('owner')
    const headers = { Cookie: `${cookie.name}=${cookie.value}` }
    expect((await emulator.fetch(`${emulator.authUrl}/api/v1/refresh_token`, { headers })).status).toBe(200)
  })

  test('needs a session, and leads nowhere else', async () => {
    const visitor = browser(emulator)
    const foreign = `/login/steps?${rt('https://evil.example/')}`
    expect((await visitor.get(foreign)).headers.get('Location')).toMatch(/^\/login\?/)
    await logIn(visitor, owner)
    expect(await takeStep(visitor, foreign, { password: 'a new password' })).toBe('/account')
  })
})

describe('with password rotation', () => {
  test('a password has to be changed when it is older than the period, in days', async () => {
    await rotate()
    now += 90 * DAY - 1000
    expect(await logIn(browser(emulator), owner)).toBe(APP)
    now += 1000
    const visitor = browser(emulator)
    const steps = (await logIn(visitor, owner)) ?? ''
    expect(steps).toMatch(/^\/login\/steps/)
    expect(await logIn(browser(emulator), noOrg)).toBe(APP)
    expect(await takeStep(visitor, steps, { password: 'a new password' })).toBe(APP)
    now += 89 * DAY
    expect(await logIn(browser(emulator), { ...owner, password: 'a new password' })).toBe(APP)
  })

  test('the last passwords cannot be used again, as many as the history has', async () => {
    await rotate()
    const { api } = appPage(emulator)
    await api.emailPasswordLogin({ email: owner.email, password: owner.password })
    const change = (current_password: string, password: string) =>
      visited(api.updatePassword({ current_password, password }))
    expect(await change(owner.password, owner.password)).toBe('badRequest')
    expect(await change(owner.password, 'second password')).toBe('success')
    expect(await change('second password', owner.password)).toBe('badRequest')
    expect(await change('second password', 'third password')).toBe('success')
    expect(await change('third password', 'second password')).toBe('badRequest')
    expect(await change('third password', owner.password)).toBe('success')
  })

  test('a link for a new password accepts none of them either, and stays valid', async () => {
    await rotate()
    const visitor = browser(emulator)
    await visitor.submit('/forgot_password', { email: owner.email })
    const { search } = new URL(emulator.mail(owner.email)[0]?.link ?? '')
    const reset = async (password: string) => (await visitor.submit(`/reset_password${search}`, { password })).status
    expect([await reset(owner.password), await reset('a new password')]).toEqual([400, 303])
  })

  test.each([
    [{ password_rotation_enabled: false }],
    [{ password_rotation_period: 0, password_rotation_history_size: 0 }],
  ])('and %j, no password expires', async (change) => {
    await rotate(change)
    now += 365 * DAY
    expect(await logIn(browser(emulator), owner)).toBe(APP)
  })

  test('an expired password is a state of the frontend API, and the old one is not asked for', async () => {
    await rotate()
    now += 90 * DAY
    const { api, session } = appPage(emulator)
    const answer = await api.emailPasswordLogin({ email: owner.email, password: owner.password })
    expect([answer.ok && answer.data.login_state, await session()]).toEqual(['UpdatePasswordRequired', 401])
    expect(await visited(api.updatePassword({ password: 'a new password' }))).toBe('success')
    expect(await session()).toBe(owner.email)
  })
})

test('an organization that requires a second factor has it set up at the next login', async () => {
  await backend(emulator, 'PUT', `org/${acme.orgId}`, { require_2fa_by: '2026-01-01T00:00:00Z' })
  const visitor = browser(emulator)
  const steps = (await logIn(visitor, owner)) ?? ''
  const { body } = await visitor.get(steps)
  const [, secret = ''] = /class="secret">(\w+)</.exec(body) ?? []
  expect(await takeStep(visitor, steps, { code: '000000' })).toContain('Incorrect code.')
  expect(await takeStep(visitor, steps, { code: totp(secret, now) })).toBe(APP)
  expect(await sessionStatus(visitor)).toBe(200)
})

describe('with users_must_be_in_an_organization', () => {
  beforeEach(() => emulator.changeSettings({ users_must_be_in_an_organization: true }))

  test('a user without one creates one', async () => {
    const visitor = browser(emulator)
    const steps = (await logIn(visitor, noOrg)) ?? ''
    expect([(await visitor.get(steps)).body, await sessionStatus(visitor)]).toEqual([
      expect.stringContaining('Create an organization'),
      401,
    ])
    expect(await takeStep(visitor, steps, { name: '' })).toContain('Must be between 1 and 255 characters long.')
    expect(await takeStep(visitor, steps, { name: 'Initech' })).toBe(APP)
    expect(await sessionStatus(visitor)).toBe(200)
  })

  test('a user without one joins that of the domain', async () => {
    await backend(emulator, 'PUT', `org/${acme.orgId}`, { domain: 'example.test', autojoin_by_domain: true })
    const visitor = browser(emulator)
    const steps = (await logIn(visitor, noOrg)) ?? ''
    expect((await visitor.get(steps)).body).toContain('Join Acme')
    expect(await takeStep(visitor, steps, { org_id: acme.orgId })).toBe(APP)
  })

  test('a user who may not create one waits for an invitation', async () => {
    emulator.changeSettings({ users_can_create_orgs: false })
    const visitor = browser(emulator)
    const steps = (await logIn(visitor, noOrg)) ?? ''
    expect((await visitor.get(steps)).body).toContain('Ask a member of your organization for an invitation.')
    await backend(emulator, 'POST', 'org/add_user', { org_id: acme.orgId, user_id: noOrg.userId, role: 'Member' })
    expect((await visitor.get(steps)).headers.get('Location')).toBe(APP)
  })

  test('it is a state of the frontend API', async () => {
    const { api, session } = appPage(emulator)
    const answer = await api.emailPasswordLogin({ email: noOrg.email, password: noOrg.password })
    expect([answer.ok && answer.data.login_state, await session()]).toEqual(['OrgCreationRequired', 401])
    await api.createOrg({ name: 'Initech' })
    expect(await session()).toBe(noOrg.email)
  })

  test('a member of one goes on to the app', async () => {
    expect(await logIn(browser(emulator), owner)).toBe(APP)
  })
})

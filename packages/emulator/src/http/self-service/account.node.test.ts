import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { backend, browser, rt, testEmulator } from '../../../test/fixture.js'
import { signedIn } from '../../../test/mcp-client.js'
import { totp } from '../../../test/totp.js'
import { PERSONA_ORGS, PERSONAS } from '../../index.js'

const APP = 'http://localhost:3000/after'
const { acme } = PERSONA_ORGS
const { owner, member, admin } = PERSONAS
let now = Date.parse('2026-01-01T00:00:00Z')
const emulator = testEmulator({ now: () => now })
afterAll(() => emulator.close())
beforeEach(() => emulator.reset())

const user = async (id: string) => (await backend(emulator, 'GET', `user/${id}`)).body
const logIn = (password: string) => browser(emulator).submit('/login', { email: owner.email, password })

describe('the account', () => {
  test.each(['/account', '/account/security', '/account/api_keys', '/create_org', '/org', '/org/settings'])(
    '%s needs a login, and comes back with its return address',
    async (path) => {
      const visitor = browser(emulator)
      const { status, headers } = await visitor.get(`${path}?${rt(APP)}`)
      expect(status).toBe(302)
      const login = await visitor.submit(headers.get('Location') ?? '', owner)
      expect(login.headers.get('Location')).toBe(`${path}?${rt(APP)}`)
      const page = await visitor.get(`${path}?${rt(APP)}`)
      expect(page.body).toContain(`<a href="${APP}">Back to the app</a>`)
      const links = Array.from(page.body.matchAll(/href="(\/(?:account|org|create_org)[^"]*)"/g), ([, link]) => link)
      for (const link of links) expect(link).toContain('rt=')
    },
  )

  test('forms without a session lead to the login, and change nothing', async () => {
    const visitor = browser(emulator)
    for (const path of ['/account/profile', '/account/password', '/create_org', '/org/invite']) {
      const { status, headers } = await visitor.submit(path, { name: 'x', email: 'x@x.test', role: 'Member' })
      expect([status, headers.get('Location')]).toEqual([303, '/login'])
    }
    expect(emulator.counts().orgs).toBe(2)
  })

  test('the profile is saved by its form', async () => {
    const visitor = await signedIn(emulator, owner)
    const saved = await visitor.submit('/account/profile', { first_name: 'Ada', last_name: 'L', username: 'ada' })
    expect([saved.status, saved.headers.get('Location')]).toEqual([303, '/account?done=profile'])
    expect(await user(owner.userId)).toMatchObject({ first_name: 'Ada', last_name: 'L', username: 'ada' })
    const other = await signedIn(emulator, member)
    const refused = await other.submit('/account/profile', { first_name: 'Mia', last_name: 'M', username: 'ADA' })
    expect(refused.status).toBe(400)
    expect(refused.body).toContain('id="username-error"')
    expect(refused.body).toContain('value="ADA"')
  })

  test('a new address needs the password and its confirmation', async () => {
    const visitor = await signedIn(emulator, owner)
    const submit = (new_email: string, password: string) => visitor.submit('/account/email', { new_email, password })
    expect((await submit('new@x.test', 'wrong')).status).toBe(400)
    expect((await submit(member.email, owner.password)).status).toBe(400)
    expect((await submit('x', owner.password)).status).toBe(400)
    expect(emulator.mail()).toEqual([])
    expect((await submit('new@x.test', owner.password)).status).toBe(303)
    expect((await user(owner.userId)).email).toBe(owner.email)
    await visitor.get(emulator.mail('new@x.test')[0]?.link ?? '')
    expect((await user(owner.userId)).email).toBe('new@x.test')
  })

  test('a new address is refused by users_can_change_email, and by an organization with a domain', async () => {
    const visitor = await signedIn(emulator, owner)
    const submit = () => visitor.submit('/account/email', { new_email: 'new@x.test', password: owner.password })
    await backend(emulator, 'PUT', `org/${acme.orgId}`, { domain: 'acme.test', restrict_to_domain: true })
    expect((await submit()).status).toBe(403)
    await backend(emulator, 'PUT', `org/${acme.orgId}`, { restrict_to_domain: false })
    emulator.changeSettings({ users_can_change_email: false })
    expect((await visitor.get('/account')).body).not.toContain('New email address')
    expect((await submit()).status).toBe(403)
    expect(emulator.mail()).toEqual([])
  })

  test('users delete their account with users_can_delete_own_account alone', async () => {
    const visitor = await signedIn(emulator, member)
    expect((await visitor.submit('/account/delete', {})).status).toBe(403)
    emulator.changeSettings({ users_can_delete_own_account: true })
    const deleted = await visitor.submit('/account/delete', {})
    expect([deleted.status, deleted.headers.get('Location')]).toEqual([303, '/login'])
    expect(visitor.cookies.size).toBe(0)
    expect((await backend(emulator, 'GET', `user/${member.userId}`)).status).toBe(404)
  })
})

describe('the password', () => {
  test('is changed with the current one', async () => {
    const visitor = await signedIn(emulator, owner)
    const submit = (current_password: string, password: string) =>
      visitor.submit('/account/password', { current_password, password })
    expect((await submit('wrong', 'a new password')).status).toBe(400)
    const short = await submit(owner.password, 'short')
    expect(short.body).toContain('id="password-error"')
    expect((await logIn(owner.password)).status).toBe(303)
    expect((await submit(owner.password, 'a new password')).status).toBe(303)
    expect((await logIn(owner.password)).status).toBe(401)
    expect((await logIn('a new password')).status).toBe(303)
    expect((await visitor.get('/account')).status).toBe(200)
  })

  test('needs no current one if there is none', async () => {
    await backend(emulator, 'PUT', `user/${admin.userId}/clear_password`)
    const { cookie } = emulator.startSession('admin')
    const headers = { Cookie: `${cookie.name}=${cookie.value}` }
    const page = await emulator.fetch(`${emulator.authUrl}/account/security`, { headers })
    expect(await page.text()).not.toContain('Current password')
    const body = new URLSearchParams({ password: 'a new password' })
    const options = { method: 'POST', headers, body, redirect: 'manual' } as const
    expect((await emulator.fetch(`${emulator.authUrl}/account/password`, options)).status).toBe(303)
    const login = await browser(emulator).submit('/login', { email: admin.email, password: 'a new password' })
    expect(login.status).toBe(303)
  })
})

describe('the second factor', () => {
  const secretOf = (body: string): string => /<code class="secret">([A-Z2-7]{32})<\/code>/.exec(body)?.[1] ?? ''
  const codesOf = (body: string): string[] =>
    Array.from(body.matchAll(/<li><code>(\w+)<\/code><\/li>/g), ([, code = '']) => code)

  /** Turns it on, and returns the backup codes. */
  async function turnOn() {
    const visitor = await signedIn(emulator, owner)
    const { body } = await visitor.get('/account/security')
    const code = totp(secretOf(body), now)
    expect((await visitor.submit('/account/mfa/enable', { code })).status).toBe(303)
    now += 60_000
    return { visitor, secret: secretOf(body), backupCodes: codesOf((await visitor.get('/account/security')).body) }
  }

  test('is set up with the code of an app for the secret on the page', async () => {
    const visitor = await signedIn(emulator, owner)
    const { body } = await visitor.get('/account/security')
    expect(body).toContain('<svg class="qr"')
    expect(secretOf((await visitor.get('/account/security')).body)).toBe(secretOf(body))
    const refused = await visitor.submit('/account/mfa/enable', { code: '000' })
    expect(refused.status).toBe(400)
    expect(refused.body).toContain('id="code-error"')
    expect((await user(owner.userId)).mfa_enabled).toBe(false)
    expect((await visitor.submit('/account/mfa/enable', { code: totp(secretOf(body), now) })).status).toBe(303)
    expect((await user(owner.userId)).mfa_enabled).toBe(true)
    const on = await visitor.get('/account/security')
    expect(on.body).not.toContain(secretOf(body))
    expect(codesOf(on.body)).toHaveLength(10)
    const asked = await logIn(owner.password)
    expect(asked.body).toContain('Six-digit code')
  })

  test('the code that has set it up does not count again for a login', async () => {
    const visitor = await signedIn(emulator, owner)
    const code = totp(secretOf((await visitor.get('/account/security')).body), now)
    await visitor.submit('/account/mfa/enable', { code })
    const [, form = ''] = /action="(\/login\/code\?t=\w+)"/.exec((await logIn(owner.password)).body) ?? []
    expect((await browser(emulator).submit(form, { code })).status).toBe(401)
  })

  test('a backup code counts once in place of a code', async () => {
    const { backupCodes, visitor } = await turnOn()
    const [code = ''] = backupCodes
    const redeem = async () => {
      const [, form = ''] = /action="(\/login\/code\?t=\w+)"/.exec((await logIn(owner.password)).body) ?? []
      return (await browser(emulator).submit(form, { code })).status
    }
    expect([await redeem(), await redeem()]).toEqual([303, 401])
    expect(codesOf((await visitor.get('/account/security')).body)).toEqual(backupCodes.slice(1))
  })

  test('is turned off, and its backup codes with it', async () => {
    const { visitor, secret } = await turnOn()
    expect((await visitor.submit('/account/mfa/disable', {})).status).toBe(303)
    expect((await user(owner.userId)).mfa_enabled).toBe(false)
    expect((await logIn(owner.password)).status).toBe(303)
    expect((await visitor.submit('/account/mfa/disable', {})).status).toBe(400)
    expect(secretOf((await visitor.get('/account/security')).body)).not.toBe(secret)
  })
})

describe('personal API keys', () => {
  const validate = async (token: string) =>
    (await backend(emulator, 'POST', 'end_user_api_keys/validate', { api_key_token: token })).body

  test('are shown once, work in the backend API, and can be deleted', async () => {
    const visitor = await signedIn(emulator, owner)
    const form = { display_name: 'Laptop', expiration_option: 'TwoWeeks' }
    const created = await visitor.submit('/account/api_keys', form)
    const [, token = ''] = /<code class="secret">([0-9a-f]{96})<\/code>/.exec(created.body) ?? []
    expect(await validate(token)).toMatchObject({ user: { user_id: owner.userId }, org: null })
    const list = await visitor.get('/account/api_keys')
    expect(list.body).toContain('Laptop')
    expect(list.body).toContain(new Date(now + 14 * 86_400_000).toISOString().slice(0, 10))
    expect(list.body).not.toContain(token)
    const [, id = ''] = /name="api_key_id" value="(\w+)"/.exec(list.body) ?? []
    expect((await visitor.submit('/account/api_keys/delete', { api_key_id: id })).status).toBe(303)
    expect(await validate(token)).toHaveProperty('api_key_token')
  })

  test('are listed until the last day that there is', async () => {
    const key = { user_id: owner.userId, expires_at_seconds: 253_402_300_799 }
    await backend(emulator, 'POST', 'end_user_api_keys', key)
    const visitor = await signedIn(emulator, owner)
    expect((await visitor.get('/account/api_keys')).body).toContain('<time datetime="9999-12-31">')
  })

  test('belong to their user', async () => {
    const { body } = await backend(emulator, 'POST', 'end_user_api_keys', { user_id: member.userId })
    const visitor = await signedIn(emulator, owner)
    const refused = await visitor.submit('/account/api_keys/delete', { api_key_id: body.api_key_id })
    expect(refused.status).toBe(404)
    expect(await validate(body.api_key_token)).toMatchObject({ user: { user_id: member.userId } })
  })

  test('have the lifetimes of the project', async () => {
    emulator.changeSettings({ api_key_expirations: ['OneMonth'] })
    const visitor = await signedIn(emulator, owner)
    expect((await visitor.get('/account/api_keys')).body).not.toContain('No end')
    expect((await visitor.submit('/account/api_keys', { expiration_option: 'Never' })).status).toBe(400)
    expect(
      (await visitor.submit('/account/api_keys', { display_name: 'x'.repeat(256), expiration_option: 'OneMonth' }))
        .status,
    ).toBe(400)
    expect((await visitor.submit('/account/api_keys', { expiration_option: 'OneMonth' })).status).toBe(200)
  })

  test('are off with personal_api_keys_enabled: false', async () => {
    emulator.changeSettings({ personal_api_keys_enabled: false })
    const visitor = await signedIn(emulator, owner)
    expect((await visitor.get('/account')).body).not.toContain('/account/api_keys')
    expect((await visitor.get('/account/api_keys')).status).toBe(403)
    expect((await visitor.submit('/account/api_keys', { expiration_option: 'Never' })).status).toBe(403)
  })
})

describe('API keys of an organization', () => {
  const path = `/org/api_keys/${acme.orgId}`

  test('are made by members with can_manage_api_keys', async () => {
    const visitor = await signedIn(emulator, owner)
    const created = await visitor.submit(path, { display_name: 'CI', expiration_option: 'Never' })
    const [, token = ''] = /<code class="secret">([0-9a-f]{96})<\/code>/.exec(created.body) ?? []
    const { body } = await backend(emulator, 'POST', 'end_user_api_keys/validate', { api_key_token: token })
    expect(body).toMatchObject({ org: { org_id: acme.orgId }, user_in_org: { user_role: 'Owner' } })
    const [, id = ''] = /name="api_key_id" value="(\w+)"/.exec((await visitor.get('/org/api_keys')).body) ?? []
    const other = await signedIn(emulator, admin)
    expect((await other.get(path)).status).toBe(403)
    expect((await other.get(`/org?id=${acme.orgId}`)).body).not.toContain('/org/api_keys')
    expect((await other.submit(path, { expiration_option: 'Never' })).status).toBe(403)
    expect((await other.submit(`${path}/delete`, { api_key_id: id })).status).toBe(403)
    expect((await other.submit('/account/api_keys/delete', { api_key_id: id })).status).toBe(403)
    expect((await visitor.submit(`${path}/delete`, { api_key_id: id })).status).toBe(303)
  })

  test('are off with org_api_keys_enabled: false', async () => {
    emulator.changeSettings({ org_api_keys_enabled: false })
    const visitor = await signedIn(emulator, owner)
    expect((await visitor.get(path)).status).toBe(403)
    expect((await visitor.submit(path, { expiration_option: 'Never' })).status).toBe(403)
  })
})

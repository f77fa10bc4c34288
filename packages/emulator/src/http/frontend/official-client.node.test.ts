import { inflateSync } from 'node:zlib'
import { SocialLoginProvider } from '@propelauth/frontend-apis'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type Answer, backend, testEmulator } from '../../../test/fixture.js'
import { appPage, calledFunctions, visited } from '../../../test/frontend-client.js'
import { functionsOf } from '../../../test/recorded.js'
import { chooseAtProvider } from '../../../test/sso-login.js'
import { totp } from '../../../test/totp.js'
import { PERSONA_ORGS, PERSONAS } from '../../index.js'

// @propelauth/frontend-apis as it is, in a page of an app at another origin.
const { acme, globex } = PERSONA_ORGS
const { owner, admin, member, noOrg, multiOrg } = PERSONAS
let now = Date.parse('2026-01-01T00:00:00Z')
const emulator = testEmulator({ now: () => now })
// Files that have run in this process may have called some.
calledFunctions.clear()
beforeEach(() => emulator.reset())

type Persona = { readonly email: string; readonly password: string }

/** A page of the app whose user has logged in with the official client. */
async function loggedIn({ email, password }: Persona = owner) {
  const page = appPage(emulator)
  expect(await data(page.api.emailPasswordLogin({ email, password }))).toEqual({ login_state: 'Finished' })
  return page
}

/** The data of an answer that is ok. */
async function data(answer: Promise<{ readonly ok: boolean; readonly data?: unknown; readonly error?: unknown }>) {
  const { ok, data: value, error } = await answer
  expect(error).toBeUndefined()
  expect(ok).toBe(true)
  return value as Answer['body']
}

const user = async (id: string) => (await backend(emulator, 'GET', `user/${id}?include_orgs=true`)).body

const orgsOf = async (id: string) => {
  const orgs: { org_name: string; user_role: string }[] = Object.values((await user(id)).org_id_to_org_info)
  return orgs.map(({ org_name, user_role }) => `${org_name}: ${user_role}`)
}

describe('logging in', () => {
  test('starts the session that the hosted pages and the browser SDK share', async () => {
    const page = appPage(emulator)
    expect(await data(page.api.fetchLoginState())).toEqual({ login_state: 'LoginRequired' })
    expect(await page.session()).toBe(401)
    await data(page.api.emailPasswordLogin({ email: owner.email, password: owner.password }))
    expect(await page.session()).toBe(owner.email)
    expect(await data(page.api.fetchLoginState())).toEqual({ login_state: 'Finished' })
    expect((await page.visitor.get('/account')).body).toContain(owner.email)
    await page.visitor.submit('/logout', {})
    expect(await data(page.api.fetchLoginState())).toEqual({ login_state: 'LoginRequired' })
  })

  test('calls the right function of an app for each refusal', async () => {
    const { api } = appPage(emulator)
    const logIn = (email: string, password: string) => visited(api.emailPasswordLogin({ email, password }))
    expect(await logIn(owner.email, 'wrong')).toBe('invalidCredentials')
    expect(await logIn('unknown@x.test', owner.password)).toBe('invalidCredentials')
    expect(await visited(api.emailPasswordLogin({} as never))).toBe('badRequest')
    await backend(emulator, 'POST', `user/${owner.userId}/disable`)
    expect(await logIn(owner.email, owner.password)).toBe('userAccountDisabled')
    emulator.changeSettings({ has_password_login: false })
    expect(await logIn(member.email, member.password)).toBe('passwordLoginDisabled')
  })

  test('asks for the second factor, by an app or by a backup code', async () => {
    const page = await loggedIn()
    const status = await data(page.api.fetchMfaStatusWithNewSecret())
    expect(status).toMatchObject({ type: 'Disabled', mfa_enabled: false })
    expect(await visited(page.api.enableMfa({ code: '000' }))).toBe('badRequest')
    await data(page.api.enableMfa({ code: totp(status.new_secret, now) }))
    expect(await visited(page.api.enableMfa({ code: '000' }))).toBe('alreadyEnabled')
    const { backup_codes: backupCodes } = await data(page.api.fetchMfaStatusWithNewSecret())
    expect(backupCodes).toHaveLength(10)
    now += 60_000

    const next = appPage(emulator)
    const start = () => data(next.api.emailPasswordLogin({ email: owner.email, password: owner.password }))
    expect(await visited(next.api.verifyMfaForLogin({ code: '000' }))).toBe('mfaCookieTimeout')
    expect(await start()).toEqual({ login_state: 'TwoFactorRequired' })
    expect([await next.session(), await data(next.api.fetchLoginState())]).toEqual([
      401,
      { login_state: 'TwoFactorRequired' },
    ])
    expect(await visited(next.api.verifyMfaForLogin({ code: '000' }))).toBe('badRequest')
    expect(await visited(next.api.verifyMfaForLogin({ code: backupCodes[0] }))).toBe('badRequest')
    const code = totp(status.new_secret, now)
    expect(await data(next.api.verifyMfaForLogin({ code }))).toEqual({ login_state: 'Finished' })
    expect(await next.session()).toBe(owner.email)

    const last = appPage(emulator)
    await data(last.api.emailPasswordLogin({ email: owner.email, password: owner.password }))
    const unused = totp(status.new_secret, now + 30_000)
    expect(await visited(last.api.verifyMfaBackupCodeForLogin({ code: unused }))).toBe('invalidCode')
    await data(last.api.verifyMfaBackupCodeForLogin({ code: backupCodes[0] }))
    expect(await last.session()).toBe(owner.email)
    expect((await data(last.api.fetchMfaStatusWithNewSecret())).backup_codes).toEqual(backupCodes.slice(1))
    await data(last.api.disableMfa())
    expect(await visited(last.api.disableMfa())).toBe('alreadyDisabled')
    expect((await user(owner.userId)).mfa_enabled).toBe(false)
  })

  test('the QR code is a PNG, as apps put it into data:image/png;base64', async () => {
    const page = await loggedIn()
    const png = Buffer.from((await data(page.api.fetchMfaStatusWithNewSecret())).new_qr, 'base64')
    expect(png.subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001a\n')
    const size = png.readUInt32BE(16)
    const length = png.readUInt32BE(33)
    expect(inflateSync(png.subarray(41, 41 + length))).toHaveLength(size * (size + 1))
  })

  test('waits for the confirmation of the address', async () => {
    await backend(emulator, 'POST', 'user/', { email: 'new@x.test', password: 'long enough' })
    const page = appPage(emulator)
    expect(await visited(page.api.resendEmailConfirmation())).toBe('unauthorized')
    const login = page.api.emailPasswordLogin({ email: 'new@x.test', password: 'long enough' })
    expect(await data(login)).toEqual({ login_state: 'ConfirmEmailRequired' })
    expect(await data(page.api.fetchLoginState())).toEqual({ login_state: 'ConfirmEmailRequired' })
    expect(await page.session()).toBe(401)
    await data(page.api.resendEmailConfirmation())
    expect(emulator.mail('new@x.test')).toHaveLength(2)
    await page.visitor.get(emulator.mail('new@x.test')[0]?.link ?? '')
    expect(await data(page.api.fetchLoginState())).toEqual({ login_state: 'Finished' })
    expect(await visited(page.api.resendEmailConfirmation())).toBe('emailAlreadyConfirmed')
  })

  test('by a link that is sent, also to a new user', async () => {
    const page = appPage(emulator)
    const send = (email: string, create = false) =>
      page.api.passwordlessLogin({ email, create_if_doesnt_exist: create })
    await data(send('new@x.test'))
    expect(emulator.mail('new@x.test')).toEqual([])
    await data(send('new@x.test', true))
    await page.visitor.get(emulator.mail('new@x.test')[0]?.link ?? '')
    expect(await page.session()).toBe('new@x.test')
    expect(await visited(send('x'))).toBe('badRequest')
    await backend(emulator, 'POST', `user/${owner.userId}/disable`)
    expect(await visited(send(owner.email))).toBe('userAccountDisabled')
    emulator.changeSettings({ has_passwordless_login: false })
    expect(await visited(send(member.email))).toBe('passwordlessLoginDisabled')
  })

  test('after a forgotten password', async () => {
    const page = appPage(emulator)
    const sent = await data(page.api.sendForgotPasswordEmail({ email: owner.email }))
    expect(sent).toMatchObject({ message: expect.any(String), sniper_links: { gmail: expect.any(String) } })
    const { pathname, search } = new URL(emulator.mail(owner.email)[0]?.link ?? '')
    await page.visitor.submit(pathname + search, { password: 'a new password' })
    expect(await page.session()).toBe(owner.email)
    expect(await visited(page.api.sendForgotPasswordEmail({ email: 'x' }))).toBe('badRequest')
  })
})

describe('signing up', () => {
  test('logs the user in', async () => {
    const page = appPage(emulator)
    const request = { email: 'new@x.test', password: 'long enough', first_name: 'Nora', properties: { plan: 'pro' } }
    const { login_state: state, user_id: id } = await data(page.api.signup(request))
    expect([state, await page.session()]).toEqual(['Finished', 'new@x.test'])
    expect(await user(id)).toMatchObject({ email: 'new@x.test', first_name: 'Nora', properties: { plan: 'pro' } })
    const again = await page.api.signup({ ...request, password: 'short' })
    expect(again).toMatchObject({
      ok: false,
      error: {
        error_code: 'invalid_request_fields',
        field_errors: { email: 'invalid', password: 'invalid' },
        user_facing_errors: { email: expect.any(String), password: expect.any(String) },
      },
    })
    expect(await visited(page.api.signup(request))).toBe('badRequest')
  })

  test('waits for the confirmation of the address, unless an invitation has confirmed it', async () => {
    emulator.changeSettings({ signup_confirms_email: true })
    const first = appPage(emulator)
    const signup = await data(first.api.signup({ email: 'new@x.test', password: 'long enough' }))
    expect([signup.login_state, await first.session()]).toEqual(['ConfirmEmailRequired', 401])

    const inviter = await loggedIn()
    await data(inviter.api.inviteUserToOrg({ org_id: acme.orgId, email: 'guest@x.test', role: 'Admin' }))
    const token = new URL(emulator.mail('guest@x.test')[0]?.link ?? '').searchParams.get('invite_token') ?? ''
    const guest = appPage(emulator)
    const request = { password: 'long enough', invite_token: token }
    expect(await visited(guest.api.signup({ ...request, email: 'other@x.test' }))).toBe('badRequest')
    const { login_state: state, user_id: id } = await data(guest.api.signup({ ...request, email: 'guest@x.test' }))
    expect([state, await orgsOf(id)]).toEqual(['Finished', ['Acme: Admin']])
  })
})

describe('the properties of a project', () => {
  const customProperties = [
    { name: 'plan', display_name: 'Plan', field_type: 'Enum', enum_values: ['free', 'pro'] },
    { name: 'once', display_name: 'Once', field_type: 'Text', required: false, user_writable: 'WriteIfUnset' },
    { name: 'nick', display_name: 'Nick', field_type: 'Text', required: false },
    { name: 'customer', display_name: 'Customer', field_type: 'Text', user_writable: 'Read' },
  ] as const
  beforeEach(() => emulator.changeSettings({ user_properties: { custom_properties: customProperties } }))
  const request = { email: 'new@x.test', password: 'long enough' }

  test('a sign-up without one that is required leaves a step of the login', async () => {
    const page = appPage(emulator)
    expect(await data(page.api.signup(request))).toMatchObject({ login_state: 'UserMetadataRequired' })
    expect(await data(page.api.fetchLoginState())).toEqual({ login_state: 'UserMetadataRequired' })
    expect(await page.session()).toBe(401)
    await data(page.api.updateUserMetadata({ properties: { plan: 'free' } }))
    expect(await data(page.api.fetchLoginState())).toEqual({ login_state: 'Finished' })
    expect(await page.session()).toBe(request.email)
  })

  test('refusals have the names of the properties', async () => {
    const { api } = appPage(emulator)
    const errorsOf = async (answer: Promise<{ readonly ok: boolean; readonly error?: unknown }>) =>
      ((await answer).error as Answer['body'])?.user_facing_errors
    const wrong = { plan: 'gold', customer: 'mine', other: 1 }
    const reasons = {
      plan: 'Must be one of free, pro.',
      customer: 'Cannot be changed.',
      other: 'Is not enabled in the user schema.',
    }
    expect(await errorsOf(api.signup({ ...request, properties: wrong }))).toEqual(reasons)
    await data(api.signup({ ...request, properties: { plan: 'pro', once: 'first' } }))
    expect(await errorsOf(api.updateUserMetadata({ properties: wrong }))).toEqual(reasons)
    const again = { plan: 'free', once: 'first' }
    await data(api.updateUserMetadata({ properties: again }))
    expect(await errorsOf(api.updateUserMetadata({ properties: { once: 'second' } }))).toEqual({
      once: 'Cannot be changed.',
    })
    expect((await backend(emulator, 'GET', `user/email?email=${request.email}`)).body.properties).toEqual(again)
  })

  test('null removes one that is not required', async () => {
    const { api } = appPage(emulator)
    await data(api.signup({ ...request, properties: { plan: 'pro', nick: 'Eve' } }))
    await data(api.updateUserMetadata({ properties: { nick: null } }))
    expect(await visited(api.updateUserMetadata({ properties: { plan: null } }))).toBe('badRequest')
    const { properties } = (await backend(emulator, 'GET', `user/email?email=${request.email}`)).body
    expect(properties).toEqual({ plan: 'pro' })
  })
})

describe('the account', () => {
  test('profile, address and password change', async () => {
    const { api, visitor } = await loggedIn()
    await backend(emulator, 'PUT', `user/${owner.userId}`, { properties: { hidden: 1 } })
    await data(api.updateUserMetadata({ username: 'ada', first_name: 'Ada', properties: { plan: 'pro' } }))
    expect(await user(owner.userId)).toMatchObject({
      username: 'ada',
      first_name: 'Ada',
      properties: { hidden: 1, plan: 'pro' },
    })
    expect(await visited(api.updateUserMetadata({ username: '' }))).toBe('badRequest')

    const change = (new_email: string, password?: string) =>
      api.updateEmail({ new_email, ...(password === undefined ? {} : { password }) })
    expect(await visited(change('new@x.test'))).toBe('incorrectPassword')
    expect(await visited(change('x', owner.password))).toBe('badRequest')
    expect(await visited(change(member.email, owner.password))).toBe('badRequest')
    await data(change('new@x.test', owner.password))
    await visitor.get(emulator.mail('new@x.test')[0]?.link ?? '')
    expect((await user(owner.userId)).email).toBe('new@x.test')
    emulator.changeSettings({ users_can_change_email: false })
    expect(await visited(change('newer@x.test', owner.password))).toBe('emailChangeDisabled')

    expect(await visited(api.updatePassword({ current_password: 'wrong', password: 'long enough' }))).toBe(
      'incorrectPassword',
    )
    expect(await visited(api.updatePassword({ current_password: owner.password, password: 'short' }))).toBe(
      'badRequest',
    )
    await data(api.updatePassword({ current_password: owner.password, password: 'a new password' }))
    await loggedIn({ email: 'new@x.test', password: 'a new password' })
  })

  test('a password that has to be changed is a state of the login', async () => {
    await backend(emulator, 'PUT', `user/${owner.userId}`, { update_password_required: true })
    const { api } = appPage(emulator)
    const login = await data(api.emailPasswordLogin({ email: owner.email, password: owner.password }))
    expect(login).toEqual({ login_state: 'UpdatePasswordRequired' })
    await data(api.updatePassword({ password: 'a new password' }))
    expect(await data(api.fetchLoginState())).toEqual({ login_state: 'Finished' })
  })

  test('an organization that requires a second factor is one, too, from its date on', async () => {
    const { api } = await loggedIn()
    await data(api.updateOrgSettings({ org_id: acme.orgId, require_2fa_by: new Date(now + 60_000) }))
    expect(await data(api.fetchLoginState())).toEqual({ login_state: 'Finished' })
    now += 60_000
    expect(await data(api.fetchLoginState())).toEqual({ login_state: 'TwoFactorEnablementRequired' })
    await data(api.updateOrgSettings({ org_id: acme.orgId, require_2fa_by: null }))
    expect(await data(api.fetchLoginState())).toEqual({ login_state: 'Finished' })
  })

  test('is deleted with users_can_delete_own_account', async () => {
    const page = await loggedIn(member)
    expect(await visited(page.api.deleteAccount())).toBe('actionDisabled')
    emulator.changeSettings({ users_can_delete_own_account: true })
    await data(page.api.deleteAccount())
    expect([await page.session(), (await user(member.userId)).error_code]).toEqual([401, 'user_not_found'])
    expect(await visited(page.api.deleteAccount())).toBe('unauthorized')
  })
})

describe('organizations', () => {
  test('are created with the user as owner', async () => {
    const { api } = await loggedIn(noOrg)
    const first = await data(api.createOrg({ name: 'Initech', allow_users_to_join_by_domain: true }))
    expect(first).toEqual({ org_id: expect.any(String), first_org: true })
    expect((await data(api.createOrg({ name: 'Umbrella' }))).first_org).toBe(false)
    expect(await orgsOf(noOrg.userId)).toEqual(['Initech: Owner', 'Umbrella: Owner'])
    expect(await visited(api.createOrg({ name: '' }))).toBe('badRequest')
    emulator.changeSettings({ max_num_orgs_users_can_be_in: 2 })
    expect(await visited(api.createOrg({ name: 'Third' }))).toBe('userAlreadyInTooManyOrgs')
    emulator.changeSettings({ users_can_create_orgs: false })
    expect(await visited(api.createOrg({ name: 'Third' }))).toBe('cannotCreateOrgs')
    const { api: personal } = appPage(emulator)
    await data(personal.signup({ email: 'nora@gmail.com', password: 'long enough' }))
    emulator.changeSettings({ users_can_create_orgs: true })
    const request = { name: 'Mine', restrict_invites_by_domain: true }
    expect(await visited(personal.createOrg(request))).toBe('cannotUsePersonalDomain')
  })

  test('are joined by domain', async () => {
    await backend(emulator, 'PUT', `org/${acme.orgId}`, { domain: 'example.test', autojoin_by_domain: true })
    const { api } = await loggedIn(noOrg)
    expect(await data(api.fetchJoinableOrgs())).toEqual({ orgs: [{ id: acme.orgId, name: 'Acme' }] })
    expect(await visited(api.joinOrg(globex.orgId))).toBe('orgNotFound')
    await backend(emulator, 'PUT', `org/${acme.orgId}`, { max_users: 4 })
    expect(await visited(api.joinOrg(acme.orgId))).toBe('orgMaxUsersLimitExceeded')
    await backend(emulator, 'PUT', `org/${acme.orgId}`, { max_users: 40 })
    expect(await data(api.joinOrg(acme.orgId))).toEqual({ org_id: acme.orgId, first_org: true })
    expect([await orgsOf(noOrg.userId), await data(api.fetchJoinableOrgs())]).toEqual([['Acme: Member'], { orgs: [] }])
  })

  test('have settings', async () => {
    const { api } = await loggedIn()
    const settings = () => data(api.fetchOrgSettings(acme.orgId))
    expect(await settings()).toEqual({
      org_name: 'Acme',
      user_can_update_org_settings: true,
      user_can_update_metadata: true,
      autojoin_by_domain: false,
      restrict_to_domain: false,
      require_2fa_by: null,
      existing_domain: null,
      current_user_domain: 'acme.test',
      current_user_domain_is_personal: false,
      can_setup_saml: false,
      is_saml_enabled: false,
      is_saml_in_test_mode: false,
      can_setup_scim: false,
      is_scim_enabled: false,
    })
    const time = new Date('2030-01-02T00:00:00Z')
    const change = { org_id: acme.orgId, name: 'Acme 2', restrict_invites_by_domain: true, require_2fa_by: time }
    await data(api.updateOrgSettings(change))
    expect(await settings()).toMatchObject({
      org_name: 'Acme 2',
      restrict_to_domain: true,
      require_2fa_by: time.toISOString(),
      existing_domain: 'acme.test',
    })
    expect(await visited(api.updateOrgSettings({ org_id: acme.orgId, name: '' }))).toBe('badRequest')
    expect(await visited(api.updateOrgSettings({ org_id: globex.orgId, name: 'Mine' }))).toBe('orgNotFound')
    expect(await visited(api.fetchOrgSettings(globex.orgId))).toBe('orgNotFound')
    const other = await loggedIn(member)
    expect(await visited(other.api.updateOrgSettings({ org_id: acme.orgId, name: 'Mine' }))).toBe('forbidden')
    expect(await data(other.api.fetchOrgSettings(acme.orgId))).toMatchObject({ user_can_update_metadata: false })
  })

  test('are deleted with users_can_delete_their_own_orgs', async () => {
    const { api } = await loggedIn()
    expect(await visited(api.deleteOrg(acme.orgId))).toBe('actionDisabled')
    emulator.changeSettings({ users_can_delete_their_own_orgs: true })
    expect(await visited(api.deleteOrg(globex.orgId))).toBe('orgNotFound')
    expect(await visited((await loggedIn(admin)).api.deleteOrg(acme.orgId))).toBe('noDeletePermission')
    await data(api.deleteOrg(acme.orgId))
    expect(await orgsOf(owner.userId)).toEqual([])
  })

  test('off in the project are told apart', async () => {
    const { api } = await loggedIn()
    emulator.changeSettings({ has_orgs: false })
    const org_id = acme.orgId
    expect(await visited(api.fetchOrgSettings(org_id))).toBe('orgsNotEnabled')
    expect(await visited(api.fetchOrgMembers(org_id))).toBe('orgsNotEnabled')
    expect(await visited(api.fetchJoinableOrgs())).toBe('orgsNotEnabled')
    expect(await visited(api.joinOrg(org_id))).toBe('orgsNotEnabled')
    expect(await visited(api.createOrg({ name: 'X' }))).toBe('cannotCreateOrgs')
    expect(await visited(api.inviteUserToOrg({ org_id, email: 'a@x.test', role: 'Member' }))).toBe('orgsNotEnabled')
    expect(await visited(api.removeUserFromOrg({ org_id, user_id: member.userId }))).toBe('orgsNotEnabled')
    const role = { org_id, user_id: member.userId, role: 'Admin' }
    expect(await visited(api.updateUserRoleInOrg(role))).toBe('orgsNotEnabled')
  })
})

describe('members', () => {
  test('are listed with what the viewer may do', async () => {
    const { api } = await loggedIn(admin)
    const page = await data(api.fetchOrgMembers(acme.orgId, { page_size: 2 }))
    expect(page).toMatchObject({ total_count: 4, page_number: 0, page_size: 2, has_more_results: true })
    const { users } = await data(api.fetchOrgMembers(acme.orgId))
    expect(users).toContainEqual({
      user_id: member.userId,
      email: member.email,
      role: 'Member',
      additional_roles: [],
      possible_roles: ['Admin', 'Member'],
      can_be_deleted: true,
      is_enabled: true,
      is_2fa_enabled: false,
    })
    expect(users).toContainEqual(
      expect.objectContaining({ email: owner.email, possible_roles: ['Owner'], can_be_deleted: false }),
    )
    const found = await data(api.fetchOrgMembers(acme.orgId, { email_search: 'MULTI', page_size: 5 }))
    expect(found.users.map(({ email }: { email: string }) => email)).toEqual([multiOrg.email])
    expect(await visited(api.fetchOrgMembers(globex.orgId))).toBe('orgNotFound')
  })

  test('are invited, and invitations expire and are revoked', async () => {
    const { api } = await loggedIn(admin)
    const invite = (email: string, role = 'Member', org_id: string = acme.orgId) =>
      api.inviteUserToOrg({ org_id, email, role })
    await data(invite('guest@x.test'))
    const pending = await data(api.fetchPendingOrgInvites(acme.orgId))
    const expires_at_seconds = Math.floor(now / 1000) + 7 * 86_400
    const listed = { email: 'guest@x.test', role: 'Member', additional_roles: [], expires_at_seconds }
    expect(pending).toMatchObject({ pending_invites: [listed], total_count: 1, has_more_results: false })
    expect(await visited(invite('x'))).toBe('badRequest')
    expect(await visited(invite('b@x.test', 'Boss'))).toBe('badRequest')
    expect(await visited(invite('b@x.test', 'Owner'))).toBe('noInvitePermission')
    expect(await visited(invite(member.email))).toBe('userAlreadyInOrg')
    expect(await visited(invite('b@x.test', 'Member', globex.orgId))).toBe('orgNotFound')
    now += 7 * 86_400_000
    const again = await loggedIn(admin)
    const search = { email_search: 'GUEST' }
    const expired = await data(again.api.fetchExpiredOrgInvites(acme.orgId, search))
    expect(expired).toMatchObject({ expired_invites: [listed], total_count: 1 })
    expect((await data(again.api.fetchPendingOrgInvites(acme.orgId, search))).total_count).toBe(0)
    const viewer = await loggedIn(member)
    expect((await data(viewer.api.fetchExpiredOrgInvites(acme.orgId))).total_count).toBe(0)
    const revoke = (email: string) => again.api.revokeUserOrgInvitation({ org_id: acme.orgId, email })
    await data(revoke('guest@x.test'))
    expect(await visited(revoke('guest@x.test'))).toBe('badRequest')
    const other = await loggedIn(member)
    expect(await visited(other.api.inviteUserToOrg({ org_id: acme.orgId, email: 'b@x.test', role: 'Member' }))).toBe(
      'noInvitePermission',
    )
    expect(await visited(other.api.revokeUserOrgInvitation({ org_id: acme.orgId, email: 'guest@x.test' }))).toBe(
      'noRevokeInvitePermission',
    )
    await backend(emulator, 'PUT', `org/${acme.orgId}`, { max_users: 4 })
    const full = again.api.inviteUserToOrg({ org_id: acme.orgId, email: 'b@x.test', role: 'Member' })
    expect(await visited(full)).toBe('orgMaxUsersLimitExceeded')
  })

  test('change their role and are removed', async () => {
    const { api } = await loggedIn()
    const change = (user_id: string, role: string, org_id: string = acme.orgId) =>
      api.updateUserRoleInOrg({ org_id, user_id, role })
    await data(change(member.userId, 'Admin'))
    expect(await orgsOf(member.userId)).toEqual(['Acme: Admin'])
    expect(await visited(change(noOrg.userId, 'Admin'))).toBe('userNotFoundInOrg')
    expect(await visited(change(member.userId, 'Boss'))).toBe('badRequest')
    expect(await visited(change(owner.userId, 'Member'))).toBe('badRequest')
    expect(await visited(change(member.userId, 'Admin', globex.orgId))).toBe('noUpdateRolePermission')
    const { api: other } = await loggedIn(admin)
    const role = { org_id: acme.orgId, user_id: owner.userId, role: 'Member' }
    expect(await visited(other.updateUserRoleInOrg(role))).toBe('noUpdateRolePermission')

    const remove = (user_id: string, org_id: string = acme.orgId) => api.removeUserFromOrg({ org_id, user_id })
    await data(remove(member.userId))
    expect(await orgsOf(member.userId)).toEqual([])
    expect(await visited(remove(member.userId))).toBe('userNotFoundInOrg')
    expect(await visited(remove(owner.userId))).toBe('mustBeAtLeastOneOwner')
    expect(await visited(remove(multiOrg.userId, globex.orgId))).toBe('orgNotFound')
    const removal = { org_id: acme.orgId, user_id: owner.userId }
    expect(await visited(other.removeUserFromOrg(removal))).toBe('noRemovePermission')
  })
})

describe('API keys', () => {
  const validate = async (token: string) =>
    (await backend(emulator, 'POST', 'end_user_api_keys/validate', { api_key_token: token })).body

  test('of the user', async () => {
    const { api } = await loggedIn()
    const { api_key_id: id, api_key_token: token } = await data(api.createPersonalApiKey('OneMonth', 'Laptop'))
    expect(await validate(token)).toMatchObject({ user: { user_id: owner.userId }, org: null })
    const [key] = (await data(api.fetchPersonalApiKeys({}))).api_keys
    const seconds = Math.floor(now / 1000)
    const times = { created_at: seconds, expires_at_seconds: seconds + 30 * 86_400 }
    expect(key).toEqual({ api_key_id: id, ...times, metadata: null, display_name: 'Laptop' })
    await data(api.createPersonalApiKey('Never', 'Desktop'))
    await data(api.updateApiKey({ api_key_id: id, display_name: 'Old laptop' }))
    const names = async (request: object) =>
      (await data(api.fetchPersonalApiKeys(request))).api_keys.map(
        (found: { display_name: string }) => found.display_name,
      )
    expect(await names({ api_key_search: 'LAPTOP' })).toEqual(['Old laptop'])
    expect(await names({ sort_by: 'CreatedAtAsc' })).toEqual(['Old laptop', 'Desktop'])
    expect(await names({ sort_by: 'CreatedAtDesc' })).toEqual(['Desktop', 'Old laptop'])
    expect(await names({ sort_by: 'ExpiresAtDesc' })).toEqual(['Desktop', 'Old laptop'])
    expect(await names({ page_size: 1, page_number: 1 })).toEqual(['Old laptop'])
    expect(await visited(api.fetchPersonalApiKeys({ page_size: 1000 }))).toBe('badRequest')
    expect(await visited(api.createPersonalApiKey('Forever' as never))).toBe('invalidExpirationOption')
    expect(await visited(api.createPersonalApiKey('Never', 'x'.repeat(256)))).toBe('badRequest')
    expect(await visited(api.updateApiKey({ api_key_id: id, display_name: 'x'.repeat(256) }))).toBe('badRequest')
    const other = await loggedIn(admin)
    expect(await visited(other.api.deleteApiKey(id))).toBe('apiKeyNotFound')
    expect(await visited(other.api.updateApiKey({ api_key_id: id, display_name: 'Mine' }))).toBe('apiKeyNotFound')
    await data(api.deleteApiKey(id))
    expect(await validate(token)).toHaveProperty('api_key_token')
    expect(await visited(api.deleteApiKey(id))).toBe('apiKeyNotFound')
    emulator.changeSettings({ personal_api_keys_enabled: false })
    expect(await visited(api.fetchPersonalApiKeys({}))).toBe('personalApiKeysDisabled')
    expect(await visited(api.createPersonalApiKey())).toBe('noPersonalApiKeyPermission')
  })

  test('of an organization', async () => {
    const { api } = await loggedIn()
    const { api_key_id: id, api_key_token: token } = await data(api.createOrgApiKey(acme.orgId, undefined, 'CI'))
    expect(await validate(token)).toMatchObject({ org: { org_id: acme.orgId } })
    const list = await data(api.fetchOrgApiKeys({ org_id: acme.orgId }))
    expect(list).toMatchObject({ api_keys: [{ api_key_id: id, expires_at_seconds: null }], total_api_keys: 1 })
    expect((await data(api.fetchPersonalApiKeys({}))).total_api_keys).toBe(0)
    expect(await visited(api.fetchOrgApiKeys({ org_id: globex.orgId }))).toBe('orgNotFound')
    expect(await visited(api.createOrgApiKey(globex.orgId))).toBe('noOrgApiKeyPermission')
    const other = await loggedIn(admin)
    expect(await visited(other.api.fetchOrgApiKeys({ org_id: acme.orgId }))).toBe('cannotAccessOrgApiKeys')
    expect(await visited(other.api.createOrgApiKey(acme.orgId))).toBe('noOrgApiKeyPermission')
    expect(await visited(other.api.deleteApiKey(id))).toBe('noApiKeyPermission')
    await data(api.deleteApiKey(id))
    emulator.changeSettings({ org_api_keys_enabled: false })
    expect(await visited(api.fetchOrgApiKeys({ org_id: acme.orgId }))).toBe('orgApiKeysDisabled')
  })
})

test('every function of the client needs a login, but those that start one', async () => {
  const { api } = appPage(emulator)
  const id = acme.orgId
  const calls = [
    api.enableMfa({ code: '1' }),
    api.disableMfa(),
    api.fetchMfaStatusWithNewSecret(),
    api.updatePassword({ password: 'long enough' }),
    api.deleteAccount(),
    api.updateUserMetadata({}),
    api.updateEmail({ new_email: 'a@x.test' }),
    api.fetchOrgMembers(id),
    api.fetchPendingOrgInvites(id),
    api.fetchExpiredOrgInvites(id),
    api.inviteUserToOrg({ org_id: id, email: 'a@x.test', role: 'Member' }),
    api.removeUserFromOrg({ org_id: id, user_id: owner.userId }),
    api.updateUserRoleInOrg({ org_id: id, user_id: owner.userId, role: 'Member' }),
    api.revokeUserOrgInvitation({ org_id: id, email: 'a@x.test' }),
    api.updateOrgSettings({ org_id: id, name: 'X' }),
    api.fetchOrgSettings(id),
    api.deleteOrg(id),
    api.createOrg({ name: 'X' }),
    api.fetchPersonalApiKeys({}),
    api.createPersonalApiKey(),
    api.fetchOrgApiKeys({ org_id: id }),
    api.createOrgApiKey(id),
    api.deleteApiKey('x'),
    api.updateApiKey({ api_key_id: 'x', display_name: 'X' }),
    api.resendEmailConfirmation(),
    api.fetchJoinableOrgs(),
    api.joinOrg(id),
  ]
  for (const call of calls) expect(await visited(call)).toBe('unauthorized')
})

test('a user without a confirmed address is told so', async () => {
  const { body } = await backend(emulator, 'POST', 'user/', { email: 'new@x.test', email_confirmed: false })
  const page = appPage(emulator)
  await page.visitor.submit('/_emulator/login_as', body)
  expect(await page.session()).toBe('new@x.test')
  expect(await visited(page.api.fetchJoinableOrgs())).toBe('emailNotConfirmed')
  expect(await visited(page.api.updatePassword({ password: 'long enough' }))).toBe('emailNotConfirmed')
  await data(page.api.resendEmailConfirmation())
  expect(emulator.mail('new@x.test')).toHaveLength(1)
})

describe('single sign-on', () => {
  const live = async (orgId: string, domain: string) => {
    const setup = {
      client_id: 'id',
      client_secret: 's',
      uses_pkce: true,
      idp_type: 'Okta',
      okta_sso_domain: 'x.okta.com',
    }
    await backend(emulator, 'PUT', `org/${orgId}`, { domain })
    await backend(emulator, 'POST', 'oidc_idp_metadata', { org_id: orgId, ...setup })
    await backend(emulator, 'POST', `saml_idp_metadata/go_live/${orgId}`)
  }

  test('starts at the organization of an id, a domain or an address', async () => {
    await live(acme.orgId, 'acme.test')
    const { api } = appPage(emulator)
    const url = { login_url: `${emulator.authUrl}/saml/${acme.orgId}/login` }
    expect(await data(api.loginViaSamlForOrg({ org_id: acme.orgId }))).toEqual(url)
    expect(await data(api.loginViaSamlForOrg({ domain: 'ACME.test' }))).toEqual(url)
    expect(await data(api.loginViaSamlForOrg({ email: owner.email }))).toEqual(url)
    expect(await visited(api.loginViaSamlForOrg({ org_id: globex.orgId }))).toBe('orgNotFound')
    expect(await visited(api.loginViaSamlForOrg({ email: 'x@other.test' }))).toBe('orgNotFound')
    await live(globex.orgId, 'acme.test')
    expect(await visited(api.loginViaSamlForOrg({ domain: 'acme.test' }))).toBe('ambiguousResults')
  })
})

test('sign-ups follow the rules of the project', async () => {
  const { api } = appPage(emulator)
  const signUp = (email: string) => visited(api.signup({ email, password: 'long enough' }))
  emulator.changeSettings({ signup_domain_blocklist: ['spam.test'] })
  expect(await signUp('a@spam.test')).toBe('badRequest')
  const link = { email: 'a@spam.test', create_if_doesnt_exist: true }
  expect(await visited(api.passwordlessLogin(link))).toBe('domainNotAllowed')
  emulator.changeSettings({ signup_domain_blocklist: [], allow_users_to_signup_with_personal_email: false })
  const personal = { ...link, email: 'nora@gmail.com' }
  expect(await visited(api.passwordlessLogin(personal))).toBe('cannotSignupWithPersonalEmail')
  emulator.changeSettings({ allow_public_signups: false })
  expect(await signUp('a@x.test')).toBe('signupDisabled')
  await backend(emulator, 'POST', 'invite_user', { org_id: acme.orgId, email: 'a@x.test', role: 'Member' })
  expect(await signUp('a@x.test')).toBe('success')
})

test('a social login starts at the provider, and ends with a session', async () => {
  emulator.changeSettings({ social_logins: ['google'] })
  const location = { href: '' }
  vi.stubGlobal('window', { location })
  const page = appPage(emulator)
  page.api.loginWithSocialProvider(SocialLoginProvider.GOOGLE)
  await page.visitor.get(await chooseAtProvider(page.visitor, location.href, { email: owner.email }))
  expect(await page.session()).toBe(owner.email)
})

test('no function of the client is left out', () => {
  const { api } = appPage(emulator)
  expect(functionsOf(api).filter((name) => !calledFunctions.has(name))).toEqual([])
})

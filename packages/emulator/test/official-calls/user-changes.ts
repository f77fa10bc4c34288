import { hashSync } from 'bcryptjs'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { expect } from 'vitest'
import { browser } from '../fixture.js'
import { acme, type Calls, canLogIn, idOf, isSignedIn, logIn, member, owner } from './world.js'

const unknown = crypto.randomUUID()
const PASSWORD = 'a new password'

/** Creating, changing and deleting users, and what lets them in. */
export const userChanges = {
  async createUser(world) {
    const { sdk, ask } = world
    const request = {
      email: 'new@x.test',
      emailConfirmed: true,
      password: PASSWORD,
      firstName: 'Nora',
      username: 'nora',
    }
    const { userId } = await sdk.createUser({ ...request, properties: { plan: 'pro' } })
    const expected = { email: 'new@x.test', first_name: 'Nora', username: 'nora', properties: { plan: 'pro' } }
    expect(await ask('GET', `user/${userId}`)).toMatchObject(expected)
    expect(await canLogIn(world, 'new@x.test', PASSWORD)).toBe(true)
  },
  async updateUserMetadata({ sdk, ask }) {
    const change = { firstName: 'Otto', pictureUrl: 'https://x.test/o.png', properties: { favorite_color: 'red' } }
    expect(await sdk.updateUserMetadata(owner.userId, change)).toBe(true)
    const expected = { first_name: 'Otto', last_name: 'Owner', properties: { favorite_color: 'red' } }
    expect(await ask('GET', `user/${owner.userId}`)).toMatchObject(expected)
    expect(await sdk.updateUserMetadata(unknown, { firstName: 'X' })).toBe(false)
  },
  async updateUserEmail({ sdk, ask, emulator }) {
    const change = { newEmail: 'later@x.test', requireEmailConfirmation: true }
    expect(await sdk.updateUserEmail(owner.userId, change)).toBe(true)
    expect(await ask('GET', `user/${owner.userId}`)).toMatchObject({ email: owner.email })
    await emulator.fetch(emulator.mail('later@x.test')[0]?.link ?? '')
    expect(await ask('GET', `user/${owner.userId}`)).toMatchObject({ email: 'later@x.test' })
    await sdk.updateUserEmail(owner.userId, { newEmail: 'now@x.test', requireEmailConfirmation: false })
    expect(await ask('GET', `user/${owner.userId}`)).toMatchObject({ email: 'now@x.test', email_confirmed: true })
  },
  async updateUserPassword(world) {
    expect(await world.sdk.updateUserPassword(member.userId, { password: PASSWORD })).toBe(true)
    expect(await canLogIn(world, member.email, PASSWORD)).toBe(true)
    expect(await canLogIn(world, member.email, member.password)).toBe(false)
  },
  async clearUserPassword(world) {
    expect(await world.sdk.clearUserPassword(member.userId)).toBe(true)
    expect(await world.ask('GET', `user/${member.userId}`)).toMatchObject({ has_password: false })
    expect(await canLogIn(world, member.email, member.password)).toBe(false)
  },
  async deleteUser({ sdk, ask, emulator }) {
    const { users } = emulator.counts()
    expect(await sdk.deleteUser(member.userId)).toBe(true)
    expect(emulator.counts().users).toBe(users - 1)
    expect(await ask('GET', `user/${member.userId}`)).toMatchObject({ error_code: 'user_not_found' })
    expect(await sdk.deleteUser(member.userId)).toBe(false)
  },
  async disableUser(world) {
    const before = await logIn(world, member.email, member.password)
    expect(await world.sdk.disableUser(member.userId)).toBe(true)
    expect(await world.ask('GET', `user/${member.userId}`)).toMatchObject({ enabled: false })
    expect([await isSignedIn(before), await canLogIn(world, member.email, member.password)]).toEqual([false, false])
    expect(await world.sdk.disableUser(unknown)).toBe(false)
  },
  async enableUser(world) {
    await world.ask('POST', `user/${member.userId}/disable`)
    expect(await world.sdk.enableUser(member.userId)).toBe(true)
    expect(await canLogIn(world, member.email, member.password)).toBe(true)
    expect(await world.sdk.enableUser(unknown)).toBe(false)
  },
  async disableUser2fa({ sdk, ask }) {
    expect(await ask('GET', `user/${idOf('totp')}`)).toMatchObject({ mfa_enabled: true })
    expect(await sdk.disableUser2fa(idOf('totp'))).toBe(true)
    expect(await ask('GET', `user/${idOf('totp')}`)).toMatchObject({ mfa_enabled: false })
  },
  async resendEmailConfirmation({ sdk, ask, emulator }) {
    const { user_id: userId } = await ask('POST', 'user/', { email: 'new@x.test' })
    expect(await sdk.resendEmailConfirmation(userId)).toBe(true)
    const [message] = emulator.mail('new@x.test')
    await emulator.fetch(message?.link ?? '')
    expect(await ask('GET', `user/${userId}`)).toMatchObject({ email_confirmed: true })
    await expect(sdk.resendEmailConfirmation(userId)).rejects.toThrow(/already confirmed/)
    expect(await sdk.resendEmailConfirmation(unknown)).toBe(false)
  },
  async logoutAllUserSessions(world) {
    const visitor = await logIn(world, member.email, member.password)
    expect(await isSignedIn(visitor)).toBe(true)
    expect(await world.sdk.logoutAllUserSessions(member.userId)).toBe(true)
    expect(await isSignedIn(visitor)).toBe(false)
  },
  async enableUserCanCreateOrgs({ sdk, ask }) {
    expect(await sdk.enableUserCanCreateOrgs(member.userId)).toBe(true)
    expect(await ask('GET', `user/${member.userId}`)).toMatchObject({ can_create_orgs: true })
  },
  async disableUserCanCreateOrgs({ sdk, ask }) {
    await ask('PUT', `user/${member.userId}/can_create_orgs/enable`)
    expect(await sdk.disableUserCanCreateOrgs(member.userId)).toBe(true)
    expect(await ask('GET', `user/${member.userId}`)).toMatchObject({ can_create_orgs: false })
  },
  async migrateUserFromExternalSource(world) {
    const existingPasswordHash = hashSync(PASSWORD, 4)
    const old = { email: 'old@x.test', emailConfirmed: true, existingUserId: '507f191e810c19729de860ea' }
    const { userId } = await world.sdk.migrateUserFromExternalSource({ ...old, existingPasswordHash })
    const expected = { email: 'old@x.test', legacy_user_id: '507f191e810c19729de860ea' }
    expect(await world.ask('GET', `user/${userId}`)).toMatchObject(expected)
    expect(await canLogIn(world, 'old@x.test', PASSWORD)).toBe(true)
  },
  async migrateUserPassword(world) {
    await world.sdk.migrateUserPassword({ userId: member.userId, passwordHash: hashSync(PASSWORD, 4) })
    expect(await canLogIn(world, member.email, PASSWORD)).toBe(true)
    expect(await canLogIn(world, member.email, member.password)).toBe(false)
  },
  async createMagicLink({ sdk, emulator }) {
    const { url } = await sdk.createMagicLink({ email: member.email, redirectToUrl: 'http://localhost:3000/welcome' })
    const visitor = browser(emulator)
    const { headers } = await visitor.get(url)
    expect(headers.get('Location')).toBe('http://localhost:3000/welcome')
    expect((await visitor.get('/api/v1/refresh_token')).body.user.email).toBe(member.email)
  },
  async createAccessToken({ sdk, emulator }) {
    const request = { userId: owner.userId, durationInMinutes: 10, activeOrgId: acme.orgId }
    const { access_token: token } = await sdk.createAccessToken(request)
    const keys = createLocalJWKSet({ keys: [...emulator.jwks.keys] })
    const { payload } = await jwtVerify(token, keys, { issuer: emulator.issuer })
    expect(payload).toMatchObject({ user_id: owner.userId, org_member_info: { org_id: acme.orgId } })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600)
  },
} satisfies Calls

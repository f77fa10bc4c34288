import { initBaseAuth } from '@propelauth/node'
import {
  AccessTokenCreationException,
  AddUserToOrgException,
  ApiKeyValidateException,
  CreateUserException,
  getApis,
  MagicLinkCreationException,
  MigrateUserException,
  UpdateUserEmailException,
  UserNotFoundException,
} from '@propelauth/node-apis'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { testEmulator } from '../../../test/fixture.js'
import { PERSONA_ORGS, PERSONAS } from '../../index.js'

// The official SDKs are the witness: they know nothing of our code. Only their fixed host is led here.
let emulator = testEmulator()
let apis = getApis(new URL(emulator.authUrl), emulator.apiKey)

beforeEach(() => {
  emulator = testEmulator()
  apis = getApis(new URL(emulator.authUrl), emulator.apiKey)
  vi.stubGlobal('fetch', emulator.fetch)
})

afterEach(async () => {
  vi.unstubAllGlobals()
  await emulator.close()
})

const { acme, globex } = PERSONA_ORGS
const { owner, member, multiOrg, noOrg } = PERSONAS

describe('users through the official SDK', () => {
  test('a created user is found by id, email and username', async () => {
    const { userId } = await apis.createUser({
      email: 'ada@x.test',
      username: 'ada',
      firstName: 'Ada',
      password: 'long enough',
    })
    const user = await apis.fetchUserMetadataByUserId(userId)
    expect(user).toMatchObject({ userId, email: 'ada@x.test', username: 'ada', firstName: 'Ada', hasPassword: true })
    expect(user).toMatchObject({ emailConfirmed: false, enabled: true, locked: false, mfaEnabled: false })
    expect(await apis.fetchUserMetadataByEmail('ADA@X.TEST')).toEqual(user)
    expect(await apis.fetchUserMetadataByUsername('ada')).toEqual(user)
  })

  test('an unknown user is null', async () => {
    expect(await apis.fetchUserMetadataByUserId(crypto.randomUUID())).toBeNull()
    expect(await apis.fetchUserMetadataByEmail('unknown@x.test')).toBeNull()
    expect(await apis.fetchUserMetadataByUsername('unknown')).toBeNull()
  })

  test('organizations are included only on request', async () => {
    const plain = await apis.fetchUserMetadataByUserId(owner.userId, false)
    expect(plain?.orgIdToOrgInfo).toBeUndefined()
    const full = await apis.fetchUserMetadataByUserId(owner.userId, true)
    expect(full?.orgIdToOrgInfo?.[acme.orgId]).toMatchObject({ orgName: 'Acme', assignedRole: 'Owner' })
  })

  test('batches omit unknown values and duplicates', async () => {
    const ids = await apis.fetchBatchUserMetadataByUserIds([owner.userId, owner.userId, crypto.randomUUID()])
    expect(Object.keys(ids)).toEqual([owner.userId])
    const emails = await apis.fetchBatchUserMetadataByEmails([member.email, 'unknown@x.test'], true)
    expect(Object.keys(emails)).toEqual([member.email])
    expect(await apis.fetchBatchUserMetadataByUsernames(['unknown'])).toEqual({})
  })

  test('invalid fields of a new user are reported by name', async () => {
    const failure = await apis.createUser({ email: owner.email, password: 'short' }).catch((error) => error)
    expect(failure).toBeInstanceOf(CreateUserException)
    expect(Object.keys(failure.fieldToErrors)).toEqual(['email', 'password'])
  })

  test('an update changes only the given fields', async () => {
    await apis.updateUserMetadata(owner.userId, { firstName: 'Otto', properties: { favorite_color: 'red' } })
    await apis.updateUserMetadata(owner.userId, { metadata: { plan: 'pro' } })
    const user = await apis.fetchUserMetadataByUserId(owner.userId)
    expect(user).toMatchObject({ firstName: 'Otto', lastName: 'Owner', metadata: { plan: 'pro' } })
    expect(await apis.updateUserMetadata(crypto.randomUUID(), { firstName: 'x' })).toBe(false)
  })

  test('an address changes at once, or after its confirmation', async () => {
    await apis.updateUserEmail(owner.userId, { newEmail: 'new@acme.test', requireEmailConfirmation: false })
    expect(await apis.fetchUserMetadataByEmail('new@acme.test')).toMatchObject({
      userId: owner.userId,
      emailConfirmed: true,
    })
    await apis.updateUserEmail(owner.userId, { newEmail: 'later@acme.test', requireEmailConfirmation: true })
    expect(await apis.fetchUserMetadataByEmail('later@acme.test')).toBeNull()
    await emulator.fetch(emulator.mail('later@acme.test')[0]?.link ?? '')
    expect(await apis.fetchUserMetadataByEmail('later@acme.test')).toMatchObject({ userId: owner.userId })
  })

  test('an address of another user is rejected', async () => {
    const change = apis.updateUserEmail(owner.userId, { newEmail: member.email, requireEmailConfirmation: false })
    await expect(change).rejects.toBeInstanceOf(UpdateUserEmailException)
  })

  test('enable, disable and delete return whether the user exists', async () => {
    expect(await apis.disableUser(owner.userId)).toBe(true)
    expect(await apis.fetchUserMetadataByUserId(owner.userId)).toMatchObject({ enabled: false })
    expect(await apis.enableUser(owner.userId)).toBe(true)
    expect(await apis.deleteUser(owner.userId)).toBe(true)
    expect(await apis.deleteUser(owner.userId)).toBe(false)
    expect(await apis.disableUser(owner.userId)).toBe(false)
    expect(await apis.enableUser(owner.userId)).toBe(false)
    expect(await apis.fetchUserMetadataByUserId(owner.userId)).toBeNull()
  })

  test('the other settings of a user', async () => {
    expect(await apis.enableUserCanCreateOrgs(member.userId)).toBe(true)
    expect(await apis.fetchUserMetadataByUserId(member.userId)).toMatchObject({ canCreateOrgs: true })
    expect(await apis.disableUserCanCreateOrgs(member.userId)).toBe(true)
    expect(await apis.updateUserPassword(member.userId, { password: 'another password' })).toBe(true)
    expect(await apis.clearUserPassword(member.userId)).toBe(true)
    expect(await apis.fetchUserMetadataByUserId(member.userId)).toMatchObject({
      hasPassword: false,
      canCreateOrgs: false,
    })
    expect(await apis.disableUser2fa(member.userId)).toBe(true)
    expect(await apis.logoutAllUserSessions(member.userId)).toBe(true)
    expect(await apis.fetchUserMfaMethods(member.userId)).toEqual({ mfaSetup: null })
    expect(await apis.fetchUserSignupQueryParams(member.userId)).toEqual({ userSignupQueryParameters: {} })
    expect(await apis.fetchUserSignupQueryParams(crypto.randomUUID())).toBeNull()
  })

  test('a confirmation is sent again only for an unconfirmed address', async () => {
    const { userId } = await apis.createUser({ email: 'new@x.test', sendEmailToConfirmEmailAddress: true })
    expect(emulator.mail('new@x.test')).toHaveLength(1)
    expect(await apis.resendEmailConfirmation(userId)).toBe(true)
    expect(emulator.mail('new@x.test')).toHaveLength(2)
    await expect(apis.resendEmailConfirmation(owner.userId)).rejects.toThrow(/already confirmed/)
    expect(await apis.resendEmailConfirmation(crypto.randomUUID())).toBe(false)
  })

  test('a migrated user keeps id and second factor', async () => {
    const { userId } = await apis.migrateUserFromExternalSource({
      email: 'old@x.test',
      emailConfirmed: true,
      existingUserId: '507f191e810c19729de860ea',
      existingPasswordHash: '$2a$04$......................q.7BJxbFGdHPHqPZZsxFzCHPwRqvTkG',
      existingMfaBase32EncodedSecret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    })
    const user = await apis.fetchUserMetadataByUserId(userId)
    expect(user).toMatchObject({ legacyUserId: '507f191e810c19729de860ea', mfaEnabled: true, hasPassword: true })
    expect(await apis.fetchUserMfaMethods(userId)).toEqual({ mfaSetup: { type: 'Totp' } })
    const wrong = apis.migrateUserFromExternalSource({
      email: 'b@x.test',
      emailConfirmed: true,
      existingPasswordHash: 'md5',
    })
    await expect(wrong).rejects.toBeInstanceOf(MigrateUserException)
    expect(
      await apis.migrateUserPassword({
        userId,
        passwordHash: '$2a$04$......................q.7BJxbFGdHPHqPZZsxFzCHPwRqvTkG',
      }),
    ).toEqual({})
  })
})

describe('organizations through the official SDK', () => {
  test('a created organization is found and listed', async () => {
    const created = await apis.createOrg({ name: 'New Org', domain: 'new.test', maxUsers: 5 })
    expect(created.name).toBe('New Org')
    expect(await apis.fetchOrg(created.orgId)).toMatchObject({
      name: 'New Org',
      urlSafeOrgSlug: 'new-org',
      domain: 'new.test',
      maxUsers: 5,
    })
    expect(await apis.fetchOrg(crypto.randomUUID())).toBeNull()
    const page = await apis.fetchOrgByQuery({ name: 'new' })
    expect(page).toMatchObject({ totalOrgs: 1, currentPage: 0, pageSize: 10, hasMoreResults: false })
    expect(page.orgs[0]).toMatchObject({ orgId: created.orgId })
  })

  test('an organization is changed and deleted', async () => {
    expect(await apis.updateOrg({ orgId: acme.orgId, name: 'Acme 2', metadata: { tier_name: 'gold' } })).toBe(true)
    expect(await apis.fetchOrg(acme.orgId)).toMatchObject({ name: 'Acme 2', metadata: { tier_name: 'gold' } })
    expect(await apis.allowOrgToSetupSamlConnection(acme.orgId)).toBe(true)
    expect(await apis.fetchOrg(acme.orgId)).toMatchObject({ canSetupSaml: true })
    expect(await apis.disallowOrgToSetupSamlConnection(acme.orgId)).toBe(true)
    expect(await apis.fetchOrg(acme.orgId)).toMatchObject({ canSetupSaml: false })
    expect(await apis.deleteOrg(acme.orgId)).toBe(true)
    expect(await apis.deleteOrg(acme.orgId)).toBe(false)
    expect(await apis.updateOrg({ orgId: acme.orgId, name: 'x' })).toBe(false)
  })

  test('a user joins, changes role and leaves', async () => {
    expect(await apis.addUserToOrg({ userId: noOrg.userId, orgId: globex.orgId, role: 'Member' })).toBe(true)
    expect(await apis.changeUserRoleInOrg({ userId: noOrg.userId, orgId: globex.orgId, role: 'Admin' })).toBe(true)
    const { users, totalUsers } = await apis.fetchUsersInOrg({ orgId: globex.orgId, role: 'Admin' })
    expect(totalUsers).toBe(2)
    expect(users.find((user) => user.userId === noOrg.userId)).toMatchObject({ roleInOrg: 'Admin' })
    expect(await apis.removeUserFromOrg({ userId: noOrg.userId, orgId: globex.orgId })).toBe(true)
    expect(await apis.removeUserFromOrg({ userId: noOrg.userId, orgId: globex.orgId })).toBe(false)
    expect(await apis.addUserToOrg({ userId: noOrg.userId, orgId: crypto.randomUUID(), role: 'Member' })).toBe(false)
  })

  test('an unknown role is rejected', async () => {
    const adding = apis.addUserToOrg({ userId: noOrg.userId, orgId: acme.orgId, role: 'Emperor' })
    await expect(adding).rejects.toBeInstanceOf(AddUserToOrgException)
  })

  test('an invited user joins at the first login', async () => {
    expect(await apis.inviteUserToOrg({ orgId: acme.orgId, email: noOrg.email, role: 'Admin' })).toBe(true)
    const { invites } = await apis.fetchPendingInvites({ orgId: acme.orgId })
    expect(invites).toMatchObject([{ inviteeEmail: noOrg.email, orgName: 'Acme', roleInOrg: 'Admin' }])
    const { url } = await apis.createMagicLink({ email: noOrg.email })
    await emulator.fetch(url)
    const user = await apis.fetchUserMetadataByUserId(noOrg.userId, true)
    expect(user?.orgIdToOrgInfo?.[acme.orgId]).toMatchObject({ assignedRole: 'Admin' })
    expect((await apis.fetchPendingInvites({ orgId: acme.orgId })).invites).toEqual([])
  })

  test('an invitation can be revoked', async () => {
    await apis.inviteUserToOrgByUserId({ orgId: globex.orgId, userId: noOrg.userId, role: 'Member' })
    expect(await apis.revokePendingOrgInvite({ orgId: globex.orgId, inviteeEmail: noOrg.email })).toBe(true)
    expect(await apis.revokePendingOrgInvite({ orgId: globex.orgId, inviteeEmail: noOrg.email })).toBe(false)
  })
})

describe('tokens through the official SDK', () => {
  test('the official validator accepts access tokens and reads the roles', async () => {
    emulator.changeSettings({ include_login_method: true })
    const auth = initBaseAuth({ authUrl: emulator.authUrl, apiKey: emulator.apiKey })
    const { access_token } = await apis.createAccessToken({ userId: multiOrg.userId, durationInMinutes: 10 })
    const user = await auth.validateAccessTokenAndGetUserClass(`Bearer ${access_token}`)
    expect(user.loginMethod).toMatchObject({ loginMethod: 'generated_from_backend_api' })
    expect(user.isAtLeastRole(globex.orgId, 'Member')).toBe(true)
    expect(user.isAtLeastRole(acme.orgId, 'Admin')).toBe(false)
    expect(user.hasPermission(globex.orgId, 'can_view_billing')).toBe(true)
    expect(user.getOrgByName('Acme')?.orgId).toBe(acme.orgId)
  })

  test('the official validator reads an active organization', async () => {
    const auth = initBaseAuth({ authUrl: emulator.authUrl, apiKey: emulator.apiKey })
    const request = { userId: multiOrg.userId, durationInMinutes: 10, activeOrgId: globex.orgId }
    const { access_token } = await apis.createAccessToken(request)
    const user = await auth.validateAccessTokenAndGetUserClass(`Bearer ${access_token}`)
    expect(user.getActiveOrgId()).toBe(globex.orgId)
    expect(user.getOrgs().map((org) => org.orgId)).toEqual([globex.orgId])
  })

  test('no token for an unknown user, or for an organization without membership', async () => {
    const refused = apis.createAccessToken({ userId: crypto.randomUUID(), durationInMinutes: 10 })
    await expect(refused).rejects.toBeInstanceOf(UserNotFoundException)
    const stranger = apis.createAccessToken({ userId: noOrg.userId, durationInMinutes: 10, activeOrgId: acme.orgId })
    await expect(stranger).rejects.toBeInstanceOf(AccessTokenCreationException)
  })

  test('a magic link only leads to allowed apps', async () => {
    const link = apis.createMagicLink({ email: owner.email, redirectToUrl: 'https://evil.example/' })
    await expect(link).rejects.toBeInstanceOf(MagicLinkCreationException)
    const refused = apis.createMagicLink({ email: 'unknown@x.test', createNewUserIfOneDoesntExist: false })
    await expect(refused).rejects.toBeInstanceOf(MagicLinkCreationException)
  })
})

describe('end-user API keys through the official SDK', () => {
  test('a personal key identifies the user, an org key the organization', async () => {
    const personal = await apis.createApiKey({ userId: owner.userId, metadata: { scope_name: 'all' } })
    expect(personal).toEqual({
      apiKeyId: expect.stringMatching(/^[0-9a-f]{32}$/),
      apiKeyToken: expect.stringMatching(/^[0-9a-f]{96}$/),
    })
    const user = await apis.validatePersonalApiKey(personal.apiKeyToken)
    expect(user).toMatchObject({ user: { userId: owner.userId }, metadata: { scope_name: 'all' } })
    const shared = await apis.createApiKey({ orgId: acme.orgId, userId: member.userId })
    const org = await apis.validateOrgApiKey(`Bearer ${shared.apiKeyToken}`)
    expect(org).toMatchObject({ org: { orgId: acme.orgId, orgName: 'Acme' }, userInOrg: { assignedRole: 'Member' } })
  })

  test('a deleted key is archived and invalid', async () => {
    const { apiKeyId, apiKeyToken } = await apis.createApiKey({ orgId: acme.orgId })
    expect((await apis.fetchCurrentApiKeys({ orgId: acme.orgId })).apiKeys).toMatchObject([
      { apiKeyId, orgId: acme.orgId },
    ])
    expect(await apis.deleteApiKey(apiKeyId)).toBe(true)
    expect((await apis.fetchCurrentApiKeys({ orgId: acme.orgId })).totalApiKeys).toBe(0)
    expect((await apis.fetchArchivedApiKeys({ orgId: acme.orgId })).apiKeys).toMatchObject([{ apiKeyId }])
    await expect(apis.validateApiKey(apiKeyToken)).rejects.toBeInstanceOf(ApiKeyValidateException)
    expect(await apis.deleteApiKey(apiKeyId)).toBe(false)
  })

  test('uses are counted by day', async () => {
    const { apiKeyId, apiKeyToken } = await apis.createApiKey({ userId: owner.userId })
    await apis.validateApiKey(apiKeyToken)
    await apis.validateApiKey(apiKeyToken)
    const date = new Date().toISOString().slice(0, 10)
    expect(await apis.fetchApiKeyUsage({ date, api_key_id: apiKeyId })).toEqual({ count: 2 })
  })

  test('an imported key is valid only as an imported key', async () => {
    await apis.importApiKey({ importedApiKey: 'legacy-key', userId: owner.userId })
    expect((await apis.fetchCurrentApiKeys({ userId: owner.userId })).apiKeys).toMatchObject([{ userId: owner.userId }])
    expect(await apis.validateImportedApiKey('legacy-key')).toMatchObject({ userId: owner.userId })
    await expect(apis.validateApiKey('legacy-key')).rejects.toBeInstanceOf(ApiKeyValidateException)
  })
})

test('a wrong API key is rejected', async () => {
  const stranger = getApis(new URL(emulator.authUrl), `${emulator.apiKey.slice(0, -1)}!`)
  await expect(stranger.fetchUserMetadataByUserId(owner.userId)).rejects.toThrow(/integrationApiKey is incorrect/)
  await expect(stranger.fetchTokenVerificationMetadata?.()).rejects.toThrow(/integrationApiKey is incorrect/)
})

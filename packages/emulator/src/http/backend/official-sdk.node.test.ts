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
import { describe, expect, test } from 'vitest'
import { officialSdk } from '../../../test/official-sdk.js'
import { PERSONA_ORGS, PERSONAS } from '../../index.js'

// The rules that one call of each function, in every-function.node.test.ts, does not show.
const { emulator, apis } = officialSdk()
const { acme, globex } = PERSONA_ORGS
const { owner, member, multiOrg, noOrg } = PERSONAS

describe('users through the official SDK', () => {
  test('organizations are included only on request', async () => {
    const plain = await apis.fetchUserMetadataByUserId(owner.userId, false)
    expect(plain?.orgIdToOrgInfo).toBeUndefined()
    const full = await apis.fetchUserMetadataByUserId(owner.userId, true)
    expect(full?.orgIdToOrgInfo?.[acme.orgId]).toMatchObject({ orgName: 'Acme', assignedRole: 'Owner' })
  })

  test('invalid fields of a new user are reported by name', async () => {
    const failure = await apis.createUser({ email: owner.email, password: 'short' }).catch((error) => error)
    expect(failure).toBeInstanceOf(CreateUserException)
    expect(Object.keys(failure.fieldToErrors)).toEqual(['email', 'password'])
  })

  test('an address of another user is rejected', async () => {
    const change = apis.updateUserEmail(owner.userId, { newEmail: member.email, requireEmailConfirmation: false })
    await expect(change).rejects.toBeInstanceOf(UpdateUserEmailException)
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
})

test('a wrong API key is rejected', async () => {
  const stranger = getApis(new URL(emulator.authUrl), `${emulator.apiKey.slice(0, -1)}!`)
  await expect(stranger.fetchUserMetadataByUserId(owner.userId)).rejects.toThrow(/integrationApiKey is incorrect/)
  await expect(stranger.fetchTokenVerificationMetadata?.()).rejects.toThrow(/integrationApiKey is incorrect/)
})

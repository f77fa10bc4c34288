import { expect } from 'vitest'
import { acme, admin, type Calls, globex, idOf, member, multiOrg, owner } from './world.js'

const unknown = crypto.randomUUID()

/** Users by id, address and username, and in pages. */
export const userLookups = {
  async fetchUserMetadataByUserId({ sdk, ask }) {
    await ask('PUT', `user/${owner.userId}`, { first_name: 'Otto', metadata: { crm_id: 17 } })
    const expected = { userId: owner.userId, email: owner.email, firstName: 'Otto', metadata: { crm_id: 17 } }
    expect(await sdk.fetchUserMetadataByUserId(owner.userId)).toMatchObject(expected)
    expect(await sdk.fetchUserMetadataByUserId(unknown)).toBeNull()
  },
  async fetchUserMetadataByEmail({ sdk, ask }) {
    await ask('POST', 'org/change_role', { user_id: owner.userId, org_id: acme.orgId, role: 'Owner' })
    const user = await sdk.fetchUserMetadataByEmail(owner.email.toUpperCase(), true)
    expect(user?.userId).toBe(owner.userId)
    expect(user?.orgIdToOrgInfo?.[acme.orgId]).toMatchObject({ orgName: 'Acme', assignedRole: 'Owner' })
    expect(await sdk.fetchUserMetadataByEmail('unknown@x.test')).toBeNull()
  },
  async fetchUserMetadataByUsername({ sdk, ask }) {
    await ask('PUT', `user/${owner.userId}`, { username: 'olivia' })
    expect(await sdk.fetchUserMetadataByUsername('olivia')).toMatchObject({ userId: owner.userId })
    expect(await sdk.fetchUserMetadataByUsername('unknown')).toBeNull()
  },
  async fetchBatchUserMetadataByUserIds({ sdk }) {
    const found = await sdk.fetchBatchUserMetadataByUserIds([owner.userId, owner.userId, unknown])
    expect(Object.keys(found)).toEqual([owner.userId])
    expect(found[owner.userId]?.email).toBe(owner.email)
  },
  async fetchBatchUserMetadataByEmails({ sdk }) {
    const found = await sdk.fetchBatchUserMetadataByEmails([member.email, 'unknown@x.test'], true)
    expect(Object.keys(found)).toEqual([member.email])
    expect(Object.keys(found[member.email]?.orgIdToOrgInfo ?? {})).toEqual([acme.orgId])
  },
  async fetchBatchUserMetadataByUsernames({ sdk, ask }) {
    await ask('PUT', `user/${admin.userId}`, { username: 'adam' })
    const found = await sdk.fetchBatchUserMetadataByUsernames(['adam', 'unknown'])
    expect(Object.values(found).map(({ userId }) => userId)).toEqual([admin.userId])
  },
  async fetchUsersByQuery({ sdk }) {
    const query = { emailOrUsername: 'ACME.test', orderBy: 'EMAIL', pageSize: 2, pageNumber: 1 } as const
    const { users, ...page } = await sdk.fetchUsersByQuery(query)
    expect(users.map(({ email }) => email)).toEqual([owner.email])
    expect(page).toEqual({ totalUsers: 3, currentPage: 1, pageSize: 2, hasMoreResults: false })
  },
  async fetchUsersInOrg({ sdk, ask }) {
    await ask('POST', 'org/add_user', { user_id: owner.userId, org_id: globex.orgId, role: 'Member' })
    const { users, totalUsers } = await sdk.fetchUsersInOrg({ orgId: globex.orgId, role: 'Admin' })
    expect(totalUsers).toBe(1)
    expect(users).toMatchObject([{ userId: multiOrg.userId, roleInOrg: 'Admin', additionalRolesInOrg: [] }])
  },
  async fetchUserSignupQueryParams({ sdk }) {
    const found = await sdk.fetchUserSignupQueryParams(idOf('linked'))
    expect(found).toEqual({ userSignupQueryParameters: { source: 'news' } })
    expect(await sdk.fetchUserSignupQueryParams(unknown)).toBeNull()
  },
  async fetchUserMfaMethods({ sdk }) {
    expect(await sdk.fetchUserMfaMethods(idOf('totp'))).toEqual({ mfaSetup: { type: 'Totp' } })
    expect(await sdk.fetchUserMfaMethods(member.userId)).toEqual({ mfaSetup: null })
  },
  async fetchUserOAuthTokens({ sdk, ask }) {
    const found = await sdk.fetchUserOAuthTokens(idOf('linked'))
    expect(found?.google).toMatchObject({ accessToken: 'g', refreshToken: 'r', tokenProvider: 'google' })
    expect(await ask('GET', `user/${idOf('linked')}/oauth_token`)).toMatchObject({ google: { access_token: 'g' } })
  },
  async fetchFreshTokenFromProvider({ sdk, ask }) {
    const fresh = await sdk.fetchFreshTokenFromProvider(idOf('linked'), 'google')
    expect(fresh?.accessToken).toMatch(/^emu_google_/)
    const { google } = await ask('GET', `user/${idOf('linked')}/oauth_token`)
    expect(google.access_token).toBe(fresh?.accessToken)
  },
  async fetchEmployeeById({ sdk, emulator }) {
    const { claims } = await emulator.mintToken({ user: 'owner', impersonator: 'support' })
    const employee = await sdk.fetchEmployeeById(String(claims.impersonator_user_id))
    expect(employee).toEqual({ email: 'support@company.test' })
    expect(await sdk.fetchEmployeeById(owner.userId)).toBeNull()
  },
} satisfies Calls

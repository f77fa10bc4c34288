import { onUser, orgId, page, pagination, type Samples, userData, userId } from './sample.js'

export const membership = {
  org_id: orgId,
  org_name: 'Acme',
  url_safe_org_name: 'acme',
  org_metadata: userData,
  org_role_structure: 'multi_role',
  legacy_org_id: 'old-7',
  user_role: 'Owner',
  inherited_user_roles_plus_current_role: ['Owner', 'Admin'],
  user_permissions: ['propelauth::can_invite'],
  additional_roles: ['Billing'],
} as const

export const user = {
  user_id: userId,
  email: 'user@example.com',
  email_confirmed: true,
  has_password: false,
  username: 'example',
  first_name: 'First',
  last_name: null,
  picture_url: 'https://example.com/a.png',
  properties: userData,
  metadata: userData,
  locked: false,
  enabled: true,
  mfa_enabled: false,
  can_create_orgs: true,
  created_at: 1_645_131_680,
  last_active_at: 1_650_654_711,
  update_password_required: false,
  legacy_user_id: '507f191e810c19729de860ea',
  org_id_to_org_info: {
    [orgId]: {
      ...membership,
      inherited_user_roles_plus_current_role: ['Owner'],
      user_permissions: [],
      additional_roles: [],
    },
  },
}

const lookup: { calls: [value: string, includeOrgs?: boolean][]; result: typeof user } = {
  calls: [['a b+c@example.com'], ['a b+c@example.com', true], ['ü@example.com', false]],
  result: user,
}

export const userSamples = {
  fetchUserMetadataByUserId: { calls: [[userId], [userId, true], [userId.toUpperCase(), false]], result: user },
  fetchUserMetadataByEmail: lookup,
  fetchUserMetadataByUsername: lookup,
  fetchBatchUserMetadataByUserIds: { calls: [[[userId]], [[userId, orgId], true], [[], false]], result: [user] },
  fetchBatchUserMetadataByEmails: {
    calls: [[['user@example.com']], [['a@b.test', 'user@example.com'], true]],
    result: [user],
  },
  fetchBatchUserMetadataByUsernames: { calls: [[['example']], [['example', 'other'], true]], result: [user] },
  fetchUsersByQuery: {
    calls: [
      [{}],
      [{ pageSize: 100, pageNumber: 0 }],
      [
        {
          ...pagination,
          orderBy: 'LAST_ACTIVE_AT_DESC',
          emailOrUsername: 'a&b=c',
          includeOrgs: true,
          legacyUserId: 'old 1',
        },
      ],
      [{ includeOrgs: false, orderBy: 'EMAIL' }],
    ],
    result: { users: [user], total_users: 103, ...page },
  },
  fetchUsersInOrg: {
    calls: [[{ orgId }], [{ orgId, ...pagination, includeOrgs: true, role: 'Super Admin' }]],
    result: {
      users: [{ ...user, role_in_org: 'Owner', additional_roles_in_org: ['Billing'] }],
      total_users: 43,
      ...page,
    },
  },
  fetchUserSignupQueryParams: {
    calls: [[userId]],
    result: { user_signup_query_parameters: { utm_source: 'a_b', camelCase: 'c' } },
  },
  fetchUserOAuthTokens: {
    calls: [[userId]],
    result: {
      google: {
        access_token: 'a',
        refresh_token: 'r',
        token_provider: 'google',
        token_expiration: 1,
        authorized_scopes: ['x_y'],
      },
      github: { access_token: 'b', token_provider: 'github' },
    },
  },
  fetchFreshTokenFromProvider: {
    calls: [
      [userId, 'google'],
      [userId, 'salesloft'],
    ],
    result: { access_token: 'a', token_provider: 'google' },
  },
  createUser: {
    calls: [
      [{ email: 'a@b.test' }],
      [
        {
          email: 'a@b.test',
          emailConfirmed: true,
          sendEmailToConfirmEmailAddress: false,
          password: 'pässword',
          askUserToUpdatePasswordOnLogin: true,
          ignoreDomainRestrictions: false,
          username: 'a',
          firstName: 'A',
          lastName: '',
          properties: userData,
        },
      ],
    ],
    result: { user_id: userId },
  },
  updateUserMetadata: {
    calls: [
      [userId, {}],
      [
        userId,
        {
          username: 'a',
          firstName: 'A',
          lastName: '',
          pictureUrl: 'https://example.com/a.png',
          metadata: userData,
          properties: userData,
          updatePasswordRequired: true,
          legacyUserId: 'old',
        },
      ],
    ],
    result: undefined,
  },
  updateUserEmail: { calls: [[userId, { newEmail: 'a@b.test', requireEmailConfirmation: false }]], result: undefined },
  updateUserPassword: {
    calls: [
      [userId, { password: 'p' }],
      [userId, { password: 'p', askUserToUpdatePasswordOnLogin: false }],
    ],
    result: undefined,
  },
  clearUserPassword: onUser,
  deleteUser: onUser,
  disableUser: onUser,
  enableUser: onUser,
  disableUser2fa: onUser,
  resendEmailConfirmation: onUser,
  logoutAllUserSessions: onUser,
  enableUserCanCreateOrgs: onUser,
  disableUserCanCreateOrgs: onUser,
  migrateUserFromExternalSource: {
    calls: [
      [{ email: 'a@b.test', emailConfirmed: false }],
      [
        {
          email: 'a@b.test',
          emailConfirmed: true,
          existingUserId: 'old',
          existingPasswordHash: '$2b$10$x',
          existingMfaBase32EncodedSecret: 'JBSWY3DP',
          askUserToUpdatePasswordOnLogin: true,
          enabled: false,
          firstName: 'A',
          lastName: 'B',
          username: 'a',
          pictureUrl: 'https://example.com/a.png',
          properties: userData,
        },
      ],
    ],
    result: { user_id: userId },
  },
  migrateUserPassword: { calls: [[{ userId, passwordHash: '$2b$10$x' }]], result: undefined },
} satisfies Partial<Samples>

// For every function: arguments, from the fewest to all, and a response of the service.
import type { ManagementClient } from '../src/client.js'
import type { Operation, WireResult } from '../src/contract.js'
import type { ChurnReportInterval, GrowthReportInterval, ReengagementReportInterval } from '../src/endpoints/enums.js'
import type { ReportPagination } from '../src/endpoints/reports.js'

export const userId = '3822d38a-9a37-4af6-a627-06dd1dbe1c78'
export const orgId = '14824461-43b7-4f9b-8e1b-a0f2e5717cd7'
export const apiKeyId = '0123456789abcdef0123456789abcdef'

/** Keys that must not be renamed: of both spellings, of prototypes, empty. */
export const userData = JSON.parse(
  '{"favorite_color":"blue","camelCase":1,"__proto__":{"polluted":true},"constructor":2,"user_id":"x","":[{"deep_key":null}]}',
) as { [key: string]: unknown }

type Arguments<Name extends Operation> = ManagementClient[Name] extends (...args: infer Args) => unknown ? Args : never

interface Sample<Name extends Operation> {
  /** Argument lists, without the options at the end. */
  readonly calls: readonly Arguments<Name>[]
  /** A body of a 2xx; `undefined` where the client ignores it. */
  readonly result: WireResult<Name> | undefined
}

const membership = {
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

const user = {
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

const page = { current_page: 2, page_size: 10, has_more_results: true }

const organization = {
  org_id: orgId,
  name: 'Acme',
  url_safe_org_slug: 'acme',
  can_setup_saml: true,
  is_saml_configured: false,
  is_saml_in_test_mode: false,
  max_users: 10,
  metadata: userData,
  domain: 'acme.test',
  extra_domains: ['acme.example'],
  domain_autojoin: true,
  domain_restrict: false,
  custom_role_mapping_name: null,
  legacy_org_id: 'old-7',
  password_rotation_enabled: true,
  password_rotation_history_size: 3,
  password_rotation_period: 90,
}

const apiKey = {
  api_key_id: apiKeyId,
  created_at: 1_645_131_680,
  expires_at_seconds: null,
  metadata: userData,
  user_id: userId,
  org_id: null,
  display_name: 'CI',
}

const apiKeyPage = { api_keys: [apiKey], total_api_keys: 21, ...page }

const validation = {
  metadata: userData,
  user,
  org: {
    org_id: orgId,
    org_name: 'Acme',
    max_users: 10,
    is_saml_configured: false,
    legacy_org_id: 'old-7',
    metadata: userData,
    custom_role_mapping_name: null,
    can_setup_saml: true,
  },
  user_in_org: {
    ...membership,
    inherited_user_roles_plus_current_role: ['Owner'],
    user_permissions: [],
    additional_roles: [],
  },
  user_id: userId,
  org_id: orgId,
}

const userReport = {
  user_reports: [
    {
      id: 'record',
      report_id: 'report',
      user_id: userId,
      email: 'user@example.com',
      user_created_at: 1_645_131_680,
      last_active_at: 1_650_654_711,
      username: 'example',
      first_name: 'First',
      last_name: 'Last',
      org_data: [{ display_name: 'Acme', org_id: orgId, user_role: 'Owner' }],
      extra_properties: { num_invites: 3 },
    },
  ],
  total_count: 21,
  report_time: 1_650_654_711,
  ...page,
}

const orgReport = {
  org_reports: [
    {
      id: 'record',
      report_id: 'report',
      org_id: orgId,
      name: 'Acme',
      num_users: 7,
      org_created_at: 1_645_131_680,
      extra_properties: { num_invites: 3 },
    },
  ],
  total_count: 21,
  report_time: 1_650_654_711,
  ...page,
}

const lookup: { calls: [value: string, includeOrgs?: boolean][]; result: typeof user } = {
  calls: [['a b+c@example.com'], ['a b+c@example.com', true], ['ü@example.com', false]],
  result: user,
}
const onUser: { calls: [userId: string][]; result: undefined } = { calls: [[userId]], result: undefined }
const onOrg: { calls: [orgId: string][]; result: undefined } = { calls: [[orgId]], result: undefined }
const pagination = { pageSize: 7, pageNumber: 3 }
const growth: [interval?: GrowthReportInterval | undefined, pages?: ReportPagination][] = [
  [],
  ['30'],
  ['90', pagination],
  [undefined, { pageSize: 7 }],
]
const churn: [interval?: ChurnReportInterval, pages?: ReportPagination][] = [[], ['7'], ['14', pagination]]
const reengagement: [interval?: ReengagementReportInterval, pages?: ReportPagination][] = [
  [],
  ['Weekly'],
  ['Monthly', pagination],
]

export const samples: { readonly [Name in Operation]: Sample<Name> } = {
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
  createMagicLink: {
    calls: [
      [{ email: 'a@b.test' }],
      [
        {
          email: 'a@b.test',
          redirectToUrl: 'https://example.com/?a=b',
          expiresInHours: 1,
          createNewUserIfOneDoesntExist: false,
          expiresAfterFirstUse: true,
          requiresInterstitial: false,
          userSignupQueryParameters: { utm_source: 'a', camelCase: 'b' },
        },
      ],
    ],
    result: { url: 'https://auth.example.com/link' },
  },
  createAccessToken: {
    calls: [[{ userId, durationInMinutes: 5 }], [{ userId, durationInMinutes: 5, activeOrgId: orgId }]],
    result: { access_token: 'a.b.c' },
  },
  fetchEmployeeById: { calls: [[userId]], result: { email: 'employee@example.com' } },
  fetchTokenVerificationMetadata: { calls: [[]], result: { verifier_key_pem: '-----BEGIN PUBLIC KEY-----' } },
  fetchUserMfaMethods: {
    calls: [[userId]],
    result: { mfa_setup: { type: 'Phone', phone_numbers: [{ mfa_phone_number_suffix: '42', mfa_phone_id: 'p' }] } },
  },
  verifyStepUpTotpChallenge: {
    calls: [[{ actionType: 'PAY', userId, code: '123456', grantType: 'ONE_TIME_USE', validForSeconds: 60 }]],
    result: { step_up_grant: 'grant' },
  },
  verifyStepUpGrant: { calls: [[{ actionType: 'PAY', userId, grant: 'grant' }]], result: { success: true } },
  sendSmsMfaCode: {
    calls: [[{ actionType: 'PAY', userId, mfaPhoneId: 'p', grantType: 'TIME_BASED', validForSeconds: 60 }]],
    result: { challenge_id: 'challenge' },
  },
  verifySmsChallenge: {
    calls: [[{ challengeId: 'challenge', userId, code: '123456' }]],
    result: { step_up_grant: 'grant' },
  },
  fetchOrg: { calls: [[orgId]], result: organization },
  fetchOrgByQuery: {
    calls: [
      [{}],
      [{ pageSize: 7, pageNumber: 0, orderBy: 'NAME', name: 'A', legacyOrgId: 'old', domain: 'acme.test' }],
    ],
    result: {
      orgs: [
        {
          org_id: orgId,
          name: 'Acme',
          max_users: 10,
          is_saml_configured: true,
          legacy_org_id: 'old',
          metadata: { plan: 'pro' },
          custom_role_mapping_name: 'Enterprise',
          created_at: 1_645_131_680,
        },
      ],
      total_orgs: 21,
      ...page,
    },
  },
  fetchCustomRoleMappings: {
    calls: [[]],
    result: { custom_role_mappings: [{ custom_role_mapping_name: 'Enterprise', num_orgs_subscribed: 3 }] },
  },
  createOrg: {
    calls: [
      [{ name: 'Acme' }],
      [{ name: 'Acme', domain: '', maxUsers: 0 }],
      [
        {
          name: 'Acme',
          domain: 'acme.test',
          enableAutoJoiningByDomain: true,
          membersMustHaveMatchingDomain: true,
          maxUsers: 10,
          customRoleMappingName: 'Enterprise',
          legacyOrgId: 'old',
        },
      ],
    ],
    result: { org_id: orgId, name: 'Acme' },
  },
  updateOrg: {
    calls: [
      [{ orgId }],
      [
        {
          orgId,
          name: 'Acme',
          canSetupSaml: true,
          maxUsers: 0,
          metadata: userData,
          canJoinOnEmailDomainMatch: false,
          membersMustHaveEmailDomainMatch: true,
          domain: 'acme.test',
          legacyOrgId: 'old',
          require2faBy: '2030-01-01 00:00:00 UTC',
          extraDomains: ['acme.example'],
          passwordRotationEnabled: true,
          passwordRotationHistorySize: 3,
          passwordRotationPeriod: 90,
        },
      ],
    ],
    result: undefined,
  },
  subscribeOrgToRoleMapping: { calls: [[orgId, 'Enterprise']], result: undefined },
  deleteOrg: onOrg,
  migrateOrgToIsolated: onOrg,
  addUserToOrg: {
    calls: [[{ userId, orgId, role: 'Admin' }], [{ userId, orgId, role: 'Admin', additionalRoles: ['Billing'] }]],
    result: undefined,
  },
  changeUserRoleInOrg: {
    calls: [[{ userId, orgId, role: 'Admin' }], [{ userId, orgId, role: 'Admin', additionalRoles: ['Billing'] }]],
    result: undefined,
  },
  removeUserFromOrg: { calls: [[{ userId, orgId }]], result: undefined },
  inviteUserToOrg: {
    calls: [
      [{ orgId, email: 'a@b.test', role: 'Admin' }],
      [{ orgId, email: 'a@b.test', role: 'Admin', additionalRoles: ['Billing'] }],
    ],
    result: undefined,
  },
  inviteUserToOrgByUserId: {
    calls: [[{ orgId, userId, role: 'Admin' }], [{ orgId, userId, role: 'Admin', additionalRoles: ['Billing'] }]],
    result: undefined,
  },
  fetchPendingInvites: {
    calls: [[], [{ orgId }], [{ orgId, pageSize: 0, pageNumber: 0 }], [{ orgId, ...pagination }]],
    result: {
      invites: [
        {
          invitee_email: 'a@b.test',
          org_id: orgId,
          org_name: 'Acme',
          role_in_org: 'Admin',
          additional_roles_in_org: ['Billing'],
          created_at: 1,
          expires_at: 2,
          inviter_email: 'b@b.test',
          inviter_user_id: userId,
        },
      ],
      total_invites: 21,
      ...page,
    },
  },
  revokePendingOrgInvite: { calls: [[{ orgId, inviteeEmail: 'a@b.test' }]], result: undefined },
  allowOrgToSetupSamlConnection: onOrg,
  disallowOrgToSetupSamlConnection: onOrg,
  createOrgSamlConnectionLink: { calls: [[orgId], [orgId, 3600]], result: { url: 'https://auth.example.com/saml' } },
  fetchSamlSpMetadata: {
    calls: [[orgId]],
    result: { entity_id: 'https://a', acs_url: 'https://b', logout_url: 'https://c' },
  },
  setSamlIdpMetadata: {
    calls: [
      [
        orgId,
        {
          idpEntityId: 'e',
          idpSsoUrl: 'https://s',
          idpCertificate: '-----BEGIN CERTIFICATE-----\n',
          provider: 'JumpCloud',
        },
      ],
    ],
    result: undefined,
  },
  samlGoLive: onOrg,
  deleteSamlConnection: onOrg,
  setOidcIdpMetadata: {
    calls: [
      [
        {
          orgId,
          clientId: 'c',
          clientSecret: 's',
          usesPkce: true,
          idpType: 'Generic',
          authUrl: 'https://a',
          tokenUrl: 'https://t',
          userinfoUrl: 'https://u',
        },
      ],
      [{ orgId, clientId: 'c', clientSecret: 's', usesPkce: false, idpType: 'Okta', oktaSsoDomain: 'acme.okta.test' }],
      [{ orgId, clientId: 'c', clientSecret: 's', usesPkce: false, idpType: 'Azure', entraTenantId: 't' }],
    ],
    result: undefined,
  },
  fetchOrgScimGroups: {
    calls: [[{ orgId }], [{ orgId, userId, ...pagination }]],
    result: {
      groups: [{ group_id: 'g', display_name: 'Engineers', external_id_from_idp: 'x' }],
      page_number: 0,
      page_size: 10,
      total_groups: 1,
    },
  },
  fetchScimGroup: {
    calls: [[{ orgId, groupId: 'group-1' }], [{ orgId, groupId: 'group-1', membersPageSize: 7, membersPageNumber: 3 }]],
    result: { group_id: 'group-1', display_name: 'Engineers', members: [{ user_id: userId }] },
  },
  fetchApiKey: { calls: [[apiKeyId]], result: apiKey },
  fetchCurrentApiKeys: {
    calls: [[{}], [{ orgId, userId, userEmail: 'a+b@b.test', ...pagination }]],
    result: apiKeyPage,
  },
  fetchArchivedApiKeys: {
    calls: [[{}], [{ orgId, userId, userEmail: 'a+b@b.test', ...pagination }]],
    result: apiKeyPage,
  },
  createApiKey: {
    calls: [[{}], [{ orgId, userId, expiresAtSeconds: 1_800_000_000, metadata: userData, displayName: 'CI' }]],
    result: { api_key_id: apiKeyId, api_key_token: 'ab'.repeat(48) },
  },
  updateApiKey: {
    calls: [
      [apiKeyId, {}],
      [apiKeyId, { expiresAtSeconds: 1, metadata: userData, setToNeverExpire: true }],
    ],
    result: undefined,
  },
  deleteApiKey: { calls: [[apiKeyId]], result: undefined },
  validateApiKey: { calls: [['ab'.repeat(48)], [`Bearer ${'ab'.repeat(48)}`], ['bEARER x']], result: validation },
  validatePersonalApiKey: {
    calls: [['ab'.repeat(48)]],
    result: { ...validation, org: null, user_in_org: null, org_id: null },
  },
  validateOrgApiKey: { calls: [['ab'.repeat(48)]], result: validation },
  validateImportedApiKey: { calls: [['foreign key'], ['Bearer foreign key']], result: validation },
  fetchApiKeyUsage: {
    calls: [[{ date: '2026-01-31' }], [{ date: '2026-01-31', orgId, userId, api_key_id: apiKeyId }]],
    result: { count: 7 },
  },
  importApiKey: {
    calls: [
      [{ importedApiKey: 'foreign' }],
      [{ importedApiKey: 'foreign', orgId, userId, expiresAtSeconds: 1, metadata: userData, displayName: 'CI' }],
    ],
    result: { api_key_id: apiKeyId },
  },
  fetchUserTopInviterReport: { calls: growth, result: userReport },
  fetchUserChampionReport: { calls: growth, result: userReport },
  fetchUserReengagementReport: { calls: reengagement, result: userReport },
  fetchUserChurnReport: { calls: churn, result: userReport },
  fetchOrgReengagementReport: { calls: reengagement, result: orgReport },
  fetchOrgChurnReport: { calls: churn, result: orgReport },
  fetchOrgGrowthReport: { calls: growth, result: orgReport },
  fetchOrgAttritionReport: { calls: growth, result: orgReport },
  fetchChartMetricData: {
    calls: [
      ['signups', 'Daily'],
      ['active_orgs', 'Monthly', new Date('2026-01-31T23:59:59.999Z'), new Date('2026-02-28T00:00:00Z')],
      ['orgs_created', 'Weekly', new Date(0)],
    ],
    result: {
      chart_type: 'ActiveOrgs',
      cadence: 'Daily',
      metrics: [{ date: '2026-01-31', result: 3, cadence_completed: true }],
    },
  },
  refreshAccessTokenFromRefreshToken: {
    calls: [['refresh'], ['refresh', orgId]],
    result: {
      refresh_token: 'next',
      access_token: { access_token: 'a.b.c', expires_at_seconds: 1, user: { user_id: userId } },
    },
  },
  logoutRefreshToken: { calls: [['refresh']], result: undefined },
  exchangeSsrCode: {
    calls: [['https://app.example.com/callback', 'code']],
    result: { access_token: 'a.b.c', refresh_token: 'r' },
  },
}

export const operations = Object.keys(samples) as Operation[]

/** Calls a function by name; the types of its arguments are those of its sample. */
export function invoke(client: ManagementClient, name: Operation, args: readonly unknown[]): Promise<unknown> {
  return (client[name] as (...args: readonly unknown[]) => Promise<unknown>)(...args)
}

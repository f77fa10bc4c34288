import type { getApis } from '@propelauth/node-apis'
import { describe, expectTypeOf, test } from 'vitest'
import type { Contract, Operation, WireBody, WireParams, WireQuery, WireResult } from './contract.js'
import {
  type AccessToken,
  type AddUserToOrgRequest,
  type ApiKeyFull,
  type ApiKeyNew,
  type ApiKeyResultPage,
  type ApiKeysCreateRequest,
  type ApiKeysImportRequest,
  type ApiKeysImportResponse,
  type ApiKeysQueryRequest,
  type ApiKeyUpdateRequest,
  type ApiKeyUsageQueryRequest,
  type ApiKeyUsageQueryResponse,
  type ApiKeyValidation,
  type CallOptions,
  type ChangeUserRoleInOrgRequest,
  type ChartData,
  type ChartMetric,
  type ChartMetricCadence,
  type ChurnReportInterval,
  type CreateAccessTokenRequest,
  type CreatedOrg,
  type CreatedUser,
  type CreateMagicLinkRequest,
  type CreateOrgRequest,
  type CreateSamlConnectionLinkResponse,
  type CreateUserRequest,
  type CustomRoleMappings,
  call,
  type createManagementClient,
  type Employee,
  type FetchOrgScimGroupsRequest,
  type FetchPendingInvitesParams,
  type FetchSamlSpMetadataResponse,
  type FetchScimGroupRequest,
  type FetchUserMfaMethodsResponse,
  fetchOrg,
  type GrowthReportInterval,
  type InviteUserToOrgByUserIdRequest,
  type InviteUserToOrgRequest,
  type JsonObject,
  type MagicLink,
  type ManagementClient,
  type MigrateUserFromExternalSourceRequest,
  type MigrateUserPasswordRequest,
  type Org,
  type OrgApiKeyValidation,
  type Organization,
  type OrgQuery,
  type OrgQueryResponse,
  type OrgReport,
  type OrgReportRecord,
  type PendingInvite,
  type PendingInvitesPage,
  type PersonalApiKeyValidation,
  type ReengagementReportInterval,
  type RefreshedSession,
  type RemoveUserFromOrgRequest,
  type ReportPagination,
  type RevokePendingOrgInviteRequest,
  type ScimGroup,
  type ScimGroupMember,
  type ScimGroupResult,
  type ScimGroupResultPage,
  type SendSmsMfaCodeRequest,
  type SendSmsMfaCodeRequestResponse,
  type SessionTokens,
  type SetOidcIdpMetadataRequest,
  type SetSamlIdpMetadataRequest,
  type SocialLoginToken,
  type SocialLoginTokenProvider,
  type SocialLoginTokensResponse,
  type StepUpMfaVerifyGrantResponse,
  type StepUpMfaVerifyTotpResponse,
  type TokenVerificationMetadata,
  type Transport,
  type UpdateOrgRequest,
  type UpdateUserEmailRequest,
  type UpdateUserMetadataRequest,
  type UpdateUserPasswordRequest,
  type UserInOrgMetadata,
  type UserMetadata,
  type UserReport,
  type UserReportRecord,
  type UserSignupQueryParams,
  type UsersByValue,
  type UsersInOrgPagedResponse,
  type UsersInOrgQuery,
  type UsersPagedResponse,
  type UsersQuery,
  type VerifySmsChallengeRequest,
  type VerifySmsChallengeResponse,
  type VerifyStepUpGrantRequest,
  type VerifyTotpChallengeRequest,
} from './index.js'

declare const client: ManagementClient
declare const transport: Transport

test('arguments and result of every function', () => {
  expectTypeOf(client.fetchUserMetadataByUserId).toEqualTypeOf<
    (userId: string, includeOrgs?: boolean, options?: CallOptions) => Promise<UserMetadata | null>
  >()
  expectTypeOf(client.fetchUserMetadataByEmail).toEqualTypeOf<
    (email: string, includeOrgs?: boolean, options?: CallOptions) => Promise<UserMetadata | null>
  >()
  expectTypeOf(client.fetchUserMetadataByUsername).toEqualTypeOf<
    (username: string, includeOrgs?: boolean, options?: CallOptions) => Promise<UserMetadata | null>
  >()
  expectTypeOf(client.fetchBatchUserMetadataByUserIds).toEqualTypeOf<
    (userIds: readonly string[], includeOrgs?: boolean, options?: CallOptions) => Promise<UsersByValue>
  >()
  expectTypeOf(client.fetchBatchUserMetadataByEmails).toEqualTypeOf<
    (emails: readonly string[], includeOrgs?: boolean, options?: CallOptions) => Promise<UsersByValue>
  >()
  expectTypeOf(client.fetchBatchUserMetadataByUsernames).toEqualTypeOf<
    (usernames: readonly string[], includeOrgs?: boolean, options?: CallOptions) => Promise<UsersByValue>
  >()
  expectTypeOf(client.fetchUsersByQuery).toEqualTypeOf<
    (query?: UsersQuery, options?: CallOptions) => Promise<UsersPagedResponse>
  >()
  expectTypeOf(client.fetchUsersInOrg).toEqualTypeOf<
    (query: UsersInOrgQuery, options?: CallOptions) => Promise<UsersInOrgPagedResponse>
  >()
  expectTypeOf(client.fetchUserSignupQueryParams).toEqualTypeOf<
    (userId: string, options?: CallOptions) => Promise<UserSignupQueryParams | null>
  >()
  expectTypeOf(client.fetchUserOAuthTokens).toEqualTypeOf<
    (userId: string, options?: CallOptions) => Promise<SocialLoginTokensResponse | null>
  >()
  expectTypeOf(client.fetchFreshTokenFromProvider).toEqualTypeOf<
    (userId: string, provider: SocialLoginTokenProvider, options?: CallOptions) => Promise<SocialLoginToken | null>
  >()
  expectTypeOf(client.createUser).toEqualTypeOf<
    (request: CreateUserRequest, options?: CallOptions) => Promise<CreatedUser>
  >()
  expectTypeOf(client.updateUserMetadata).toEqualTypeOf<
    (userId: string, update: UpdateUserMetadataRequest, options?: CallOptions) => Promise<boolean>
  >()
  expectTypeOf(client.updateUserEmail).toEqualTypeOf<
    (userId: string, update: UpdateUserEmailRequest, options?: CallOptions) => Promise<boolean>
  >()
  expectTypeOf(client.updateUserPassword).toEqualTypeOf<
    (userId: string, update: UpdateUserPasswordRequest, options?: CallOptions) => Promise<boolean>
  >()
  expectTypeOf(client.clearUserPassword).toEqualTypeOf<(userId: string, options?: CallOptions) => Promise<boolean>>()
  expectTypeOf(client.deleteUser).toEqualTypeOf<(userId: string, options?: CallOptions) => Promise<boolean>>()
  expectTypeOf(client.disableUser).toEqualTypeOf<(userId: string, options?: CallOptions) => Promise<boolean>>()
  expectTypeOf(client.enableUser).toEqualTypeOf<(userId: string, options?: CallOptions) => Promise<boolean>>()
  expectTypeOf(client.disableUser2fa).toEqualTypeOf<(userId: string, options?: CallOptions) => Promise<boolean>>()
  expectTypeOf(client.resendEmailConfirmation).toEqualTypeOf<
    (userId: string, options?: CallOptions) => Promise<boolean>
  >()
  expectTypeOf(client.logoutAllUserSessions).toEqualTypeOf<
    (userId: string, options?: CallOptions) => Promise<boolean>
  >()
  expectTypeOf(client.enableUserCanCreateOrgs).toEqualTypeOf<
    (userId: string, options?: CallOptions) => Promise<boolean>
  >()
  expectTypeOf(client.disableUserCanCreateOrgs).toEqualTypeOf<
    (userId: string, options?: CallOptions) => Promise<boolean>
  >()
  expectTypeOf(client.migrateUserFromExternalSource).toEqualTypeOf<
    (request: MigrateUserFromExternalSourceRequest, options?: CallOptions) => Promise<CreatedUser>
  >()
  expectTypeOf(client.migrateUserPassword).toEqualTypeOf<
    (request: MigrateUserPasswordRequest, options?: CallOptions) => Promise<boolean>
  >()
  expectTypeOf(client.createMagicLink).toEqualTypeOf<
    (request: CreateMagicLinkRequest, options?: CallOptions) => Promise<MagicLink>
  >()
  expectTypeOf(client.createAccessToken).toEqualTypeOf<
    (request: CreateAccessTokenRequest, options?: CallOptions) => Promise<AccessToken>
  >()
  expectTypeOf(client.fetchEmployeeById).toEqualTypeOf<
    (employeeId: string, options?: CallOptions) => Promise<Employee | null>
  >()
  expectTypeOf(client.fetchTokenVerificationMetadata).toEqualTypeOf<
    (options?: CallOptions) => Promise<TokenVerificationMetadata>
  >()
  expectTypeOf(client.fetchUserMfaMethods).toEqualTypeOf<
    (userId: string, options?: CallOptions) => Promise<FetchUserMfaMethodsResponse | null>
  >()
  expectTypeOf(client.verifyStepUpTotpChallenge).toEqualTypeOf<
    (request: VerifyTotpChallengeRequest, options?: CallOptions) => Promise<StepUpMfaVerifyTotpResponse>
  >()
  expectTypeOf(client.verifyStepUpGrant).toEqualTypeOf<
    (request: VerifyStepUpGrantRequest, options?: CallOptions) => Promise<StepUpMfaVerifyGrantResponse>
  >()
  expectTypeOf(client.sendSmsMfaCode).toEqualTypeOf<
    (request: SendSmsMfaCodeRequest, options?: CallOptions) => Promise<SendSmsMfaCodeRequestResponse>
  >()
  expectTypeOf(client.verifySmsChallenge).toEqualTypeOf<
    (request: VerifySmsChallengeRequest, options?: CallOptions) => Promise<VerifySmsChallengeResponse>
  >()
  expectTypeOf(client.fetchOrg).toEqualTypeOf<(orgId: string, options?: CallOptions) => Promise<Organization | null>>()
  expectTypeOf(client.fetchOrgByQuery).toEqualTypeOf<
    (query?: OrgQuery, options?: CallOptions) => Promise<OrgQueryResponse>
  >()
  expectTypeOf(client.fetchCustomRoleMappings).toEqualTypeOf<(options?: CallOptions) => Promise<CustomRoleMappings>>()
  expectTypeOf(client.createOrg).toEqualTypeOf<
    (request: CreateOrgRequest, options?: CallOptions) => Promise<CreatedOrg>
  >()
  expectTypeOf(client.updateOrg).toEqualTypeOf<(request: UpdateOrgRequest, options?: CallOptions) => Promise<boolean>>()
  expectTypeOf(client.subscribeOrgToRoleMapping).toEqualTypeOf<
    (orgId: string, customRoleMappingName: string, options?: CallOptions) => Promise<boolean>
  >()
  expectTypeOf(client.deleteOrg).toEqualTypeOf<(orgId: string, options?: CallOptions) => Promise<boolean>>()
  expectTypeOf(client.migrateOrgToIsolated).toEqualTypeOf<(orgId: string, options?: CallOptions) => Promise<boolean>>()
  expectTypeOf(client.addUserToOrg).toEqualTypeOf<
    (request: AddUserToOrgRequest, options?: CallOptions) => Promise<boolean>
  >()
  expectTypeOf(client.changeUserRoleInOrg).toEqualTypeOf<
    (request: ChangeUserRoleInOrgRequest, options?: CallOptions) => Promise<boolean>
  >()
  expectTypeOf(client.removeUserFromOrg).toEqualTypeOf<
    (request: RemoveUserFromOrgRequest, options?: CallOptions) => Promise<boolean>
  >()
  expectTypeOf(client.inviteUserToOrg).toEqualTypeOf<
    (request: InviteUserToOrgRequest, options?: CallOptions) => Promise<boolean>
  >()
  expectTypeOf(client.inviteUserToOrgByUserId).toEqualTypeOf<
    (request: InviteUserToOrgByUserIdRequest, options?: CallOptions) => Promise<boolean>
  >()
  expectTypeOf(client.fetchPendingInvites).toEqualTypeOf<
    (params?: FetchPendingInvitesParams, options?: CallOptions) => Promise<PendingInvitesPage>
  >()
  expectTypeOf(client.revokePendingOrgInvite).toEqualTypeOf<
    (request: RevokePendingOrgInviteRequest, options?: CallOptions) => Promise<boolean>
  >()
  expectTypeOf(client.allowOrgToSetupSamlConnection).toEqualTypeOf<
    (orgId: string, options?: CallOptions) => Promise<boolean>
  >()
  expectTypeOf(client.disallowOrgToSetupSamlConnection).toEqualTypeOf<
    (orgId: string, options?: CallOptions) => Promise<boolean>
  >()
  expectTypeOf(client.createOrgSamlConnectionLink).toEqualTypeOf<
    (orgId: string, expiresInSeconds?: number, options?: CallOptions) => Promise<CreateSamlConnectionLinkResponse>
  >()
  expectTypeOf(client.fetchSamlSpMetadata).toEqualTypeOf<
    (orgId: string, options?: CallOptions) => Promise<FetchSamlSpMetadataResponse>
  >()
  expectTypeOf(client.setSamlIdpMetadata).toEqualTypeOf<
    (orgId: string, metadata: SetSamlIdpMetadataRequest, options?: CallOptions) => Promise<boolean>
  >()
  expectTypeOf(client.samlGoLive).toEqualTypeOf<(orgId: string, options?: CallOptions) => Promise<boolean>>()
  expectTypeOf(client.deleteSamlConnection).toEqualTypeOf<(orgId: string, options?: CallOptions) => Promise<boolean>>()
  expectTypeOf(client.setOidcIdpMetadata).toEqualTypeOf<
    (request: SetOidcIdpMetadataRequest, options?: CallOptions) => Promise<boolean>
  >()
  expectTypeOf(client.fetchOrgScimGroups).toEqualTypeOf<
    (request: FetchOrgScimGroupsRequest, options?: CallOptions) => Promise<ScimGroupResultPage>
  >()
  expectTypeOf(client.fetchScimGroup).toEqualTypeOf<
    (request: FetchScimGroupRequest, options?: CallOptions) => Promise<ScimGroup>
  >()
  expectTypeOf(client.fetchApiKey).toEqualTypeOf<(apiKeyId: string, options?: CallOptions) => Promise<ApiKeyFull>>()
  expectTypeOf(client.fetchCurrentApiKeys).toEqualTypeOf<
    (query?: ApiKeysQueryRequest, options?: CallOptions) => Promise<ApiKeyResultPage>
  >()
  expectTypeOf(client.fetchArchivedApiKeys).toEqualTypeOf<
    (query?: ApiKeysQueryRequest, options?: CallOptions) => Promise<ApiKeyResultPage>
  >()
  expectTypeOf(client.createApiKey).toEqualTypeOf<
    (request: ApiKeysCreateRequest, options?: CallOptions) => Promise<ApiKeyNew>
  >()
  expectTypeOf(client.updateApiKey).toEqualTypeOf<
    (apiKeyId: string, update: ApiKeyUpdateRequest, options?: CallOptions) => Promise<boolean>
  >()
  expectTypeOf(client.deleteApiKey).toEqualTypeOf<(apiKeyId: string, options?: CallOptions) => Promise<boolean>>()
  expectTypeOf(client.fetchApiKeyUsage).toEqualTypeOf<
    (query: ApiKeyUsageQueryRequest, options?: CallOptions) => Promise<ApiKeyUsageQueryResponse>
  >()
  expectTypeOf(client.importApiKey).toEqualTypeOf<
    (request: ApiKeysImportRequest, options?: CallOptions) => Promise<ApiKeysImportResponse>
  >()
  expectTypeOf(client.validateApiKey).toEqualTypeOf<
    (apiKeyToken: string, options?: CallOptions) => Promise<ApiKeyValidation>
  >()
  expectTypeOf(client.validatePersonalApiKey).toEqualTypeOf<
    (apiKeyToken: string, options?: CallOptions) => Promise<PersonalApiKeyValidation>
  >()
  expectTypeOf(client.validateOrgApiKey).toEqualTypeOf<
    (apiKeyToken: string, options?: CallOptions) => Promise<OrgApiKeyValidation>
  >()
  expectTypeOf(client.validateImportedApiKey).toEqualTypeOf<
    (apiKeyToken: string, options?: CallOptions) => Promise<ApiKeyValidation>
  >()
  expectTypeOf(client.fetchUserTopInviterReport).toEqualTypeOf<
    (reportInterval?: GrowthReportInterval, pagination?: ReportPagination, options?: CallOptions) => Promise<UserReport>
  >()
  expectTypeOf(client.fetchUserChampionReport).toEqualTypeOf<
    (reportInterval?: GrowthReportInterval, pagination?: ReportPagination, options?: CallOptions) => Promise<UserReport>
  >()
  expectTypeOf(client.fetchUserReengagementReport).toEqualTypeOf<
    (
      reportInterval?: ReengagementReportInterval,
      pagination?: ReportPagination,
      options?: CallOptions,
    ) => Promise<UserReport>
  >()
  expectTypeOf(client.fetchUserChurnReport).toEqualTypeOf<
    (reportInterval?: ChurnReportInterval, pagination?: ReportPagination, options?: CallOptions) => Promise<UserReport>
  >()
  expectTypeOf(client.fetchOrgReengagementReport).toEqualTypeOf<
    (
      reportInterval?: ReengagementReportInterval,
      pagination?: ReportPagination,
      options?: CallOptions,
    ) => Promise<OrgReport>
  >()
  expectTypeOf(client.fetchOrgChurnReport).toEqualTypeOf<
    (reportInterval?: ChurnReportInterval, pagination?: ReportPagination, options?: CallOptions) => Promise<OrgReport>
  >()
  expectTypeOf(client.fetchOrgGrowthReport).toEqualTypeOf<
    (reportInterval?: GrowthReportInterval, pagination?: ReportPagination, options?: CallOptions) => Promise<OrgReport>
  >()
  expectTypeOf(client.fetchOrgAttritionReport).toEqualTypeOf<
    (reportInterval?: GrowthReportInterval, pagination?: ReportPagination, options?: CallOptions) => Promise<OrgReport>
  >()
  expectTypeOf(client.fetchChartMetricData).toEqualTypeOf<
    (
      chartMetric: ChartMetric,
      cadence?: ChartMetricCadence,
      startDate?: string | Date,
      endDate?: string | Date,
      options?: CallOptions,
    ) => Promise<ChartData>
  >()
  expectTypeOf(client.refreshAccessTokenFromRefreshToken).toEqualTypeOf<
    (refreshToken: string, activeOrgId?: string, options?: CallOptions) => Promise<RefreshedSession | null>
  >()
  expectTypeOf(client.logoutRefreshToken).toEqualTypeOf<
    (refreshToken: string, options?: CallOptions) => Promise<true>
  >()
  expectTypeOf(client.exchangeSsrCode).toEqualTypeOf<
    (redirectUri: string, code: string, options?: CallOptions) => Promise<SessionTokens>
  >()
})

test('arguments and items of every iterator', () => {
  expectTypeOf(client.iterateUsers).toEqualTypeOf<
    (query?: UsersQuery, options?: CallOptions) => AsyncGenerator<UserMetadata, void, undefined>
  >()
  expectTypeOf(client.iterateUsersInOrg).toEqualTypeOf<
    (query: UsersInOrgQuery, options?: CallOptions) => AsyncGenerator<UserInOrgMetadata, void, undefined>
  >()
  expectTypeOf(client.iterateOrgs).toEqualTypeOf<
    (query?: OrgQuery, options?: CallOptions) => AsyncGenerator<Org, void, undefined>
  >()
  expectTypeOf(client.iteratePendingInvites).toEqualTypeOf<
    (params?: FetchPendingInvitesParams, options?: CallOptions) => AsyncGenerator<PendingInvite, void, undefined>
  >()
  expectTypeOf(client.iterateCurrentApiKeys).toEqualTypeOf<
    (query?: ApiKeysQueryRequest, options?: CallOptions) => AsyncGenerator<ApiKeyFull, void, undefined>
  >()
  expectTypeOf(client.iterateArchivedApiKeys).toEqualTypeOf<
    (query?: ApiKeysQueryRequest, options?: CallOptions) => AsyncGenerator<ApiKeyFull, void, undefined>
  >()
  expectTypeOf(client.iterateOrgScimGroups).toEqualTypeOf<
    (request: FetchOrgScimGroupsRequest, options?: CallOptions) => AsyncGenerator<ScimGroupResult, void, undefined>
  >()
  expectTypeOf(client.iterateScimGroupMembers).toEqualTypeOf<
    (request: FetchScimGroupRequest, options?: CallOptions) => AsyncGenerator<ScimGroupMember, void, undefined>
  >()
  expectTypeOf(client.iterateUserTopInviterReport).toEqualTypeOf<
    (
      reportInterval?: GrowthReportInterval,
      pagination?: ReportPagination,
      options?: CallOptions,
    ) => AsyncGenerator<UserReportRecord, void, undefined>
  >()
  expectTypeOf(client.iterateUserChampionReport).toEqualTypeOf<
    (
      reportInterval?: GrowthReportInterval,
      pagination?: ReportPagination,
      options?: CallOptions,
    ) => AsyncGenerator<UserReportRecord, void, undefined>
  >()
  expectTypeOf(client.iterateUserReengagementReport).toEqualTypeOf<
    (
      reportInterval?: ReengagementReportInterval,
      pagination?: ReportPagination,
      options?: CallOptions,
    ) => AsyncGenerator<UserReportRecord, void, undefined>
  >()
  expectTypeOf(client.iterateUserChurnReport).toEqualTypeOf<
    (
      reportInterval?: ChurnReportInterval,
      pagination?: ReportPagination,
      options?: CallOptions,
    ) => AsyncGenerator<UserReportRecord, void, undefined>
  >()
  expectTypeOf(client.iterateOrgReengagementReport).toEqualTypeOf<
    (
      reportInterval?: ReengagementReportInterval,
      pagination?: ReportPagination,
      options?: CallOptions,
    ) => AsyncGenerator<OrgReportRecord, void, undefined>
  >()
  expectTypeOf(client.iterateOrgChurnReport).toEqualTypeOf<
    (
      reportInterval?: ChurnReportInterval,
      pagination?: ReportPagination,
      options?: CallOptions,
    ) => AsyncGenerator<OrgReportRecord, void, undefined>
  >()
  expectTypeOf(client.iterateOrgGrowthReport).toEqualTypeOf<
    (
      reportInterval?: GrowthReportInterval,
      pagination?: ReportPagination,
      options?: CallOptions,
    ) => AsyncGenerator<OrgReportRecord, void, undefined>
  >()
  expectTypeOf(client.iterateOrgAttritionReport).toEqualTypeOf<
    (
      reportInterval?: GrowthReportInterval,
      pagination?: ReportPagination,
      options?: CallOptions,
    ) => AsyncGenerator<OrgReportRecord, void, undefined>
  >()
})

type Official = ReturnType<typeof getApis>

/** Functions with TypeScript enums as arguments there, which fit into nothing else: ours are const objects. */
type WithEnums =
  | 'verifyStepUpTotpChallenge'
  | 'sendSmsMfaCode'
  | 'fetchChartMetricData'
  | `fetch${'User' | 'Org'}${string}Report`

type Misfits = {
  [Name in Exclude<keyof Official, WithEnums>]: Parameters<Official[Name]> extends Parameters<ManagementClient[Name]>
    ? never
    : Name
}[Exclude<keyof Official, WithEnums>]

test('arguments typed for the official SDK fit, so that a migration is an import line', () => {
  // The official type of the metadata of a key is `string`, although the service takes an object.
  expectTypeOf<Misfits>().toEqualTypeOf<'updateApiKey'>()
})

test('every function of the client is one of the contract', () => {
  type Functions = Exclude<keyof ManagementClient, keyof Transport | `iterate${string}`>
  expectTypeOf<Functions>().toEqualTypeOf<Operation>()
  expectTypeOf<keyof Contract>().toEqualTypeOf<Operation>()
  expectTypeOf<ReturnType<typeof createManagementClient>>().toEqualTypeOf<ManagementClient>()
})

describe('the contract', () => {
  test('has methods and paths as literals', () => {
    expectTypeOf<Contract['fetchOrg']['method']>().toEqualTypeOf<'GET'>()
    expectTypeOf<Contract['fetchOrg']['path']>().toEqualTypeOf<'/api/backend/v1/org/{org_id}'>()
  })

  test('has the JSON of every operation under its wire names', () => {
    expectTypeOf<WireParams<'fetchScimGroup'>>().toMatchObjectType<{ org_id: string; group_id: string }>()
    expectTypeOf<WireQuery<'fetchUsersByQuery'>['order_by']>().toExtend<string | undefined>()
    expectTypeOf<WireBody<'createOrg'>['enable_auto_joining_by_domain']>().toEqualTypeOf<boolean | undefined>()
    expectTypeOf<WireBody<'updateOrg'>['require_2fa_by']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<WireBody<'migrateUserFromExternalSource'>['update_password_required']>().toEqualTypeOf<
      boolean | undefined
    >()
    expectTypeOf<WireResult<'createUser'>['user_id']>().toEqualTypeOf<string>()
    expectTypeOf<WireResult<'fetchUserMetadataByUserId'>['created_at']>().toEqualTypeOf<number>()
    expectTypeOf<WireResult<'deleteUser'>>().toEqualTypeOf<unknown>()
  })
})

test('metadata may be described by an interface of the caller', () => {
  interface Settings {
    theme: string
  }
  const settings: Settings = { theme: 'dark' }
  expectTypeOf(client.updateUserMetadata).toBeCallableWith('id', { properties: settings })
  expectTypeOf<UserMetadata['properties']>().toEqualTypeOf<JsonObject | null | undefined>()
})

test('optional arguments may be left out by `undefined`', () => {
  expectTypeOf(client.fetchUserMetadataByUserId).toBeCallableWith('id', undefined, { timeoutMs: 1 })
  expectTypeOf(client.fetchUserChampionReport).toBeCallableWith(undefined, undefined, {})
  expectTypeOf(client.createUser).toBeCallableWith({ email: 'a', firstName: undefined })
})

test('the tree-shakable form has the same types', () => {
  expectTypeOf(call(transport, fetchOrg, 'id')).toEqualTypeOf<Promise<Organization | null>>()
  expectTypeOf(call(transport, fetchOrg, 'id', { timeoutMs: 1 })).toEqualTypeOf<Promise<Organization | null>>()
  // @ts-expect-error no id
  call(transport, fetchOrg)
  // @ts-expect-error not an id
  call(transport, fetchOrg, 7)
})

test('mistakes do not compile', () => {
  // @ts-expect-error a misspelt field
  client.createUser({ email: 'a', emailConfirm: true })
  // @ts-expect-error another value
  client.fetchUsersByQuery({ orderBy: 'AGE' })
  // @ts-expect-error options in the place of an argument
  client.fetchUserMetadataByUserId('id', { timeoutMs: 1 })
  // @ts-expect-error the fields of another provider
  client.setOidcIdpMetadata({ orgId: 'o', clientId: 'c', clientSecret: 's', usesPkce: true, idpType: 'Okta' })
})

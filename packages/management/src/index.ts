export {
  type ApiKeyPrincipal,
  type ApiKeyValidator,
  type ApiKeyValidatorOptions,
  createApiKeyValidator,
} from './api-key-validator.js'
export { call } from './call.js'
export { type ClientFunction, type ClientIterator, createManagementClient, type ManagementClient } from './client.js'
export type { Endpoint } from './endpoint.js'
export {
  type AccessToken,
  type CreateAccessTokenRequest,
  type CreateMagicLinkRequest,
  createAccessToken,
  createMagicLink,
  type Employee,
  fetchEmployeeById,
  fetchTokenVerificationMetadata,
  type MagicLink,
  type TokenVerificationMetadata,
} from './endpoints/access.js'
export {
  type ApiKeyOrg,
  type ApiKeyValidation,
  type OrgApiKeyValidation,
  type PersonalApiKeyValidation,
  validateApiKey,
  validateImportedApiKey,
  validateOrgApiKey,
  validatePersonalApiKey,
} from './endpoints/api-key-validation.js'
export {
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
  createApiKey,
  deleteApiKey,
  fetchApiKey,
  fetchApiKeyUsage,
  fetchArchivedApiKeys,
  fetchCurrentApiKeys,
  importApiKey,
  updateApiKey,
} from './endpoints/api-keys.js'
export type { UsersByValue } from './endpoints/batch.js'
export type { CreatedUser } from './endpoints/created-user.js'
export {
  type ChartData,
  type ChartDataPoint,
  fetchChartMetricData,
  fetchOrgAttritionReport,
  fetchOrgChurnReport,
  fetchOrgGrowthReport,
  fetchOrgReengagementReport,
  fetchUserChampionReport,
  fetchUserChurnReport,
  fetchUserReengagementReport,
  fetchUserTopInviterReport,
  type OrgReport,
  type OrgReportRecord,
  type ReportPagination,
  type UserOrgMembershipForReport,
  type UserReport,
  type UserReportRecord,
} from './endpoints/insights.js'
export {
  type FetchPendingInvitesParams,
  fetchPendingInvites,
  type InviteUserToOrgByUserIdRequest,
  type InviteUserToOrgRequest,
  inviteUserToOrg,
  inviteUserToOrgByUserId,
  type PendingInvite,
  type PendingInvitesPage,
  type RevokePendingOrgInviteRequest,
  revokePendingOrgInvite,
} from './endpoints/invites.js'
export {
  type AddUserToOrgRequest,
  addUserToOrg,
  type ChangeUserRoleInOrgRequest,
  changeUserRoleInOrg,
  type RemoveUserFromOrgRequest,
  removeUserFromOrg,
} from './endpoints/memberships.js'
export {
  type FetchUserMfaMethodsResponse,
  fetchUserMfaMethods,
  type MfaPhones,
  type MfaPhoneType,
  type MfaTotpType,
  type SendSmsMfaCodeRequest,
  type SendSmsMfaCodeRequestResponse,
  type StepUpMfaVerifyGrantResponse,
  type StepUpMfaVerifyTotpResponse,
  sendSmsMfaCode,
  type VerifySmsChallengeRequest,
  type VerifySmsChallengeResponse,
  type VerifyStepUpGrantRequest,
  type VerifyTotpChallengeRequest,
  verifySmsChallenge,
  verifyStepUpGrant,
  verifyStepUpTotpChallenge,
} from './endpoints/mfa.js'
export {
  type MigrateUserFromExternalSourceRequest,
  type MigrateUserPasswordRequest,
  migrateUserFromExternalSource,
  migrateUserPassword,
} from './endpoints/migration.js'
export { type OrgIdToOrgMemberInfo, type OrgMemberInfo, OrgRoleStructure } from './endpoints/org-member.js'
export {
  type CreatedOrg,
  type CreateOrgRequest,
  type CustomRoleMapping,
  type CustomRoleMappings,
  createOrg,
  deleteOrg,
  fetchCustomRoleMappings,
  fetchOrg,
  fetchOrgByQuery,
  migrateOrgToIsolated,
  type Org,
  type Organization,
  type OrgQuery,
  type OrgQueryResponse,
  subscribeOrgToRoleMapping,
  type UpdateOrgRequest,
  updateOrg,
} from './endpoints/orgs.js'
export {
  type FetchOrgScimGroupsRequest,
  type FetchScimGroupRequest,
  fetchOrgScimGroups,
  fetchScimGroup,
  type ScimGroup,
  type ScimGroupMember,
  type ScimGroupResult,
  type ScimGroupResultPage,
} from './endpoints/scim.js'
export {
  exchangeSsrCode,
  type FreshAccessToken,
  logoutRefreshToken,
  type RefreshedSession,
  refreshAccessTokenFromRefreshToken,
  type SessionTokens,
} from './endpoints/session.js'
export {
  allowOrgToSetupSamlConnection,
  type CreateSamlConnectionLinkResponse,
  createOrgSamlConnectionLink,
  deleteSamlConnection,
  disallowOrgToSetupSamlConnection,
  type FetchSamlSpMetadataResponse,
  fetchSamlSpMetadata,
  type SetAzureOidcMetadataRequest,
  type SetGenericOidcMetadataRequest,
  type SetOidcIdpMetadataRequest,
  type SetOktaOidcMetadataRequest,
  type SetSamlIdpMetadataRequest,
  samlGoLive,
  setOidcIdpMetadata,
  setSamlIdpMetadata,
} from './endpoints/sso.js'
export {
  clearUserPassword,
  deleteUser,
  disableUser,
  disableUser2fa,
  disableUserCanCreateOrgs,
  enableUser,
  enableUserCanCreateOrgs,
  logoutAllUserSessions,
  resendEmailConfirmation,
} from './endpoints/user-actions.js'
export {
  type CreateUserRequest,
  createUser,
  type UpdateUserEmailRequest,
  type UpdateUserMetadataRequest,
  type UpdateUserPasswordRequest,
  updateUserEmail,
  updateUserMetadata,
  updateUserPassword,
} from './endpoints/user-changes.js'
export {
  fetchFreshTokenFromProvider,
  fetchUserOAuthTokens,
  fetchUserSignupQueryParams,
  type SocialLoginToken,
  type SocialLoginTokensResponse,
  type UserSignupQueryParams,
} from './endpoints/user-details.js'
export {
  fetchBatchUserMetadataByEmails,
  fetchBatchUserMetadataByUserIds,
  fetchBatchUserMetadataByUsernames,
  fetchUserMetadataByEmail,
  fetchUserMetadataByUserId,
  fetchUserMetadataByUsername,
} from './endpoints/user-lookups.js'
export type { UserInOrgMetadata, UserMetadata } from './endpoints/user-metadata.js'
export {
  fetchUsersByQuery,
  fetchUsersInOrg,
  type UsersInOrgPagedResponse,
  type UsersInOrgQuery,
  type UsersPagedResponse,
  type UsersQuery,
} from './endpoints/user-queries.js'
export type { Operation } from './endpoints.js'
export {
  AttritionReportInterval,
  ChampionReportInterval,
  ChartMetric,
  ChartMetricCadence,
  ChurnReportInterval,
  GrowthReportInterval,
  IdpProvider,
  OidcIdpType,
  OrgQueryOrderBy,
  ReengagementReportInterval,
  SocialLoginTokenProvider,
  StepUpMfaGrantType,
  TopInviterReportInterval,
  UserQueryOrderBy,
} from './enums.js'
export { MANAGEMENT_ERRORS, type ManagementErrorCode } from './error-codes.js'
export { iterate, type Paged } from './iterate.js'
export {
  iterateArchivedApiKeys,
  iterateCurrentApiKeys,
  iterateOrgAttritionReport,
  iterateOrgChurnReport,
  iterateOrgGrowthReport,
  iterateOrgReengagementReport,
  iterateOrgScimGroups,
  iterateOrgs,
  iteratePendingInvites,
  iterateScimGroupMembers,
  iterateUserChampionReport,
  iterateUserChurnReport,
  iterateUserReengagementReport,
  iterateUsers,
  iterateUsersInOrg,
  iterateUserTopInviterReport,
} from './iterators.js'
export {
  type FieldErrors,
  isManagementError,
  ManagementError,
  type ManagementErrorDetails,
} from './management-error.js'
export type { CallOptions, Fetch, HeaderValues, ManagementEvent, ManagementOptions } from './options.js'
export type { WireResponse } from './response.js'
export type { JsonObject } from './shape.js'
export type { WireRequest } from './to-request.js'
export { createTransport, type Transport } from './transport.js'

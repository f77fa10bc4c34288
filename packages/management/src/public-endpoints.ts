// The endpoints for users, API keys, reports and sessions, and their types, as the package exports them.
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
export { type ChartData, type ChartDataPoint, fetchChartMetricData } from './endpoints/charts.js'
export type { CreatedUser } from './endpoints/created-user.js'
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
export {
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
} from './endpoints/reports.js'
export {
  exchangeSsrCode,
  type FreshAccessToken,
  logoutRefreshToken,
  type RefreshedSession,
  refreshAccessTokenFromRefreshToken,
  type SessionTokens,
} from './endpoints/session.js'
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

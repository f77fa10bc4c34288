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
export type { Operation } from './operations.js'
export type { CallOptions, Fetch, HeaderValues, ManagementEvent, ManagementOptions } from './options.js'
export * from './public-endpoints.js'
export * from './public-org-endpoints.js'
export type { WireResponse } from './response.js'
export type { JsonObject } from './shape.js'
export type { WireRequest } from './to-request.js'
export { createTransport, type Transport } from './transport.js'

export {
  type ApiKeyPrincipal,
  type ApiKeyValidator,
  type ApiKeyValidatorOptions,
  createApiKeyValidator,
} from './api-key-validator.js'
export { call } from './call/call.js'
export { iterate } from './call/iterate.js'
export { type ClientFunction, type ClientIterator, createManagementClient, type ManagementClient } from './client.js'
export type { Endpoint } from './endpoint/endpoint.js'
export type { Paged } from './endpoint/paged.js'
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
} from './endpoints/enums.js'
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
} from './endpoints/iterators.js'
export type { Operation } from './endpoints/operations.js'
export { MANAGEMENT_ERRORS, type ManagementErrorCode } from './errors/error-codes.js'
export {
  type FieldErrors,
  isManagementError,
  ManagementError,
  type ManagementErrorDetails,
} from './errors/management-error.js'
export type { CallOptions, Fetch, HeaderValues, ManagementEvent, ManagementOptions } from './options/options.js'
export * from './public-endpoints.js'
export * from './public-org-endpoints.js'
export type { WireRequest } from './request/to-request.js'
export type { JsonObject } from './shapes/shape.js'
export { createStepUpValidator, type StepUpValidator } from './step-up-validator.js'
export type { WireResponse } from './transport/response.js'
export { createTransport, type Transport } from './transport/transport.js'

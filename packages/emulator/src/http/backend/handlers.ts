import type { Operation } from '@propelauth-edge/management/contract'
import * as accounts from './accounts.js'
import * as apiKeys from './api-keys.js'
import * as charts from './charts.js'
import * as employees from './employees.js'
import type { Handler } from './handler.js'
import * as invites from './invites.js'
import * as orgs from './orgs.js'
import * as providerTokens from './provider-tokens.js'
import * as reports from './reports.js'
import * as scim from './scim.js'
import * as sso from './sso.js'
import * as stepUp from './step-up.js'
import * as tokens from './tokens.js'
import * as users from './users.js'

/**
 * The handler of every operation in `@propelauth-edge/management/contract`. A new operation there does not compile
 * without an entry here.
 */
export const HANDLERS = {
  fetchUserMetadataByUserId: users.fetchUserMetadataByUserId,
  fetchUserMetadataByEmail: users.fetchUserMetadataByEmail,
  fetchUserMetadataByUsername: users.fetchUserMetadataByUsername,
  fetchBatchUserMetadataByUserIds: users.fetchBatchUserMetadataByUserIds,
  fetchBatchUserMetadataByEmails: users.fetchBatchUserMetadataByEmails,
  fetchBatchUserMetadataByUsernames: users.fetchBatchUserMetadataByUsernames,
  fetchUsersByQuery: users.fetchUsersByQuery,
  fetchUsersInOrg: users.fetchUsersInOrg,
  fetchUserSignupQueryParams: users.fetchUserSignupQueryParams,
  fetchUserOAuthTokens: providerTokens.fetchUserOAuthTokens,
  fetchFreshTokenFromProvider: providerTokens.fetchFreshTokenFromProvider,
  fetchUserMfaMethods: accounts.fetchUserMfaMethods,
  createUser: users.createUserHandler,
  updateUserMetadata: users.updateUserMetadata,
  updateUserEmail: accounts.updateUserEmail,
  updateUserPassword: accounts.updateUserPassword,
  clearUserPassword: accounts.clearUserPassword,
  deleteUser: users.deleteUserHandler,
  disableUser: users.disableUser,
  enableUser: users.enableUser,
  disableUser2fa: accounts.disableUser2fa,
  resendEmailConfirmation: accounts.resendEmailConfirmation,
  logoutAllUserSessions: accounts.logoutAllUserSessions,
  enableUserCanCreateOrgs: users.setCanCreateOrgs(true),
  disableUserCanCreateOrgs: users.setCanCreateOrgs(false),
  inviteUserToOrg: invites.inviteUserToOrg,
  inviteUserToOrgByUserId: invites.inviteUserToOrgByUserId,
  migrateUserFromExternalSource: accounts.migrateUserFromExternalSource,
  migrateUserPassword: accounts.migrateUserPassword,
  createMagicLink: accounts.createMagicLinkHandler,
  createAccessToken: tokens.createAccessToken,
  fetchEmployeeById: employees.fetchEmployeeById,
  fetchOrg: orgs.fetchOrg,
  fetchOrgByQuery: orgs.fetchOrgByQuery,
  fetchCustomRoleMappings: orgs.fetchCustomRoleMappings,
  createOrg: orgs.createOrgHandler,
  updateOrg: orgs.updateOrgHandler,
  subscribeOrgToRoleMapping: orgs.updateOrgHandler,
  deleteOrg: orgs.deleteOrgHandler,
  addUserToOrg: orgs.addUserToOrg,
  changeUserRoleInOrg: orgs.changeUserRoleInOrg,
  removeUserFromOrg: orgs.removeUserFromOrg,
  fetchPendingInvites: invites.fetchPendingInvites,
  revokePendingOrgInvite: invites.revokePendingOrgInvite,
  migrateOrgToIsolated: sso.migrateOrgToIsolated,
  allowOrgToSetupSamlConnection: orgs.allowOrgToSetupSamlConnection,
  disallowOrgToSetupSamlConnection: orgs.disallowOrgToSetupSamlConnection,
  createOrgSamlConnectionLink: sso.createOrgSamlConnectionLink,
  fetchSamlSpMetadata: sso.fetchSamlSpMetadata,
  setSamlIdpMetadata: sso.setSamlIdpMetadata,
  samlGoLive: sso.samlGoLive,
  deleteSamlConnection: sso.deleteSamlConnection,
  setOidcIdpMetadata: sso.setOidcIdpMetadata,
  fetchOrgScimGroups: scim.fetchOrgScimGroups,
  fetchScimGroup: scim.fetchScimGroup,
  fetchApiKey: apiKeys.fetchApiKey,
  fetchCurrentApiKeys: apiKeys.fetchCurrentApiKeys,
  fetchArchivedApiKeys: apiKeys.fetchArchivedApiKeys,
  createApiKey: apiKeys.createApiKeyHandler,
  updateApiKey: apiKeys.updateApiKeyHandler,
  deleteApiKey: apiKeys.deleteApiKey,
  validateApiKey: apiKeys.validateApiKeyHandler,
  validatePersonalApiKey: apiKeys.validateApiKeyHandler,
  validateOrgApiKey: apiKeys.validateApiKeyHandler,
  fetchApiKeyUsage: apiKeys.fetchApiKeyUsage,
  importApiKey: apiKeys.importApiKeyHandler,
  validateImportedApiKey: apiKeys.validateImportedApiKey,
  verifyStepUpTotpChallenge: stepUp.verifyStepUpTotpChallenge,
  verifyStepUpGrant: stepUp.verifyStepUpGrant,
  sendSmsMfaCode: stepUp.sendSmsMfaCode,
  verifySmsChallenge: stepUp.verifySmsChallenge,
  fetchUserTopInviterReport: reports.fetchUserTopInviterReport,
  fetchUserChampionReport: reports.fetchUserChampionReport,
  fetchUserReengagementReport: reports.fetchUserReengagementReport,
  fetchUserChurnReport: reports.fetchUserChurnReport,
  fetchOrgReengagementReport: reports.fetchOrgReengagementReport,
  fetchOrgChurnReport: reports.fetchOrgChurnReport,
  fetchOrgGrowthReport: reports.fetchOrgGrowthReport,
  fetchOrgAttritionReport: reports.fetchOrgAttritionReport,
  fetchChartMetricData: charts.fetchChartMetricData,
  fetchTokenVerificationMetadata: tokens.fetchTokenVerificationMetadata,
  refreshAccessTokenFromRefreshToken: tokens.refreshAccessTokenFromRefreshToken,
  logoutRefreshToken: tokens.logoutRefreshToken,
  exchangeSsrCode: tokens.exchangeSsrCode,
} as const satisfies { [Name in Operation]: Handler<Name> }

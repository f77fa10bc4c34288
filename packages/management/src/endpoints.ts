import type * as access from './endpoints/access.js'
import {
  createAccessToken,
  createMagicLink,
  fetchEmployeeById,
  fetchTokenVerificationMetadata,
} from './endpoints/access.js'
import type * as apiKeyValidation from './endpoints/api-key-validation.js'
import {
  validateApiKey,
  validateImportedApiKey,
  validateOrgApiKey,
  validatePersonalApiKey,
} from './endpoints/api-key-validation.js'
import type * as apiKeys from './endpoints/api-keys.js'
import {
  createApiKey,
  deleteApiKey,
  fetchApiKey,
  fetchApiKeyUsage,
  fetchArchivedApiKeys,
  fetchCurrentApiKeys,
  importApiKey,
  updateApiKey,
} from './endpoints/api-keys.js'
import type * as insights from './endpoints/insights.js'
import {
  fetchChartMetricData,
  fetchOrgAttritionReport,
  fetchOrgChurnReport,
  fetchOrgGrowthReport,
  fetchOrgReengagementReport,
  fetchUserChampionReport,
  fetchUserChurnReport,
  fetchUserReengagementReport,
  fetchUserTopInviterReport,
} from './endpoints/insights.js'
import type * as invites from './endpoints/invites.js'
import {
  fetchPendingInvites,
  inviteUserToOrg,
  inviteUserToOrgByUserId,
  revokePendingOrgInvite,
} from './endpoints/invites.js'
import type * as memberships from './endpoints/memberships.js'
import { addUserToOrg, changeUserRoleInOrg, removeUserFromOrg } from './endpoints/memberships.js'
import type * as mfa from './endpoints/mfa.js'
import {
  fetchUserMfaMethods,
  sendSmsMfaCode,
  verifySmsChallenge,
  verifyStepUpGrant,
  verifyStepUpTotpChallenge,
} from './endpoints/mfa.js'
import type * as migration from './endpoints/migration.js'
import { migrateUserFromExternalSource, migrateUserPassword } from './endpoints/migration.js'
import type * as orgs from './endpoints/orgs.js'
import {
  createOrg,
  deleteOrg,
  fetchCustomRoleMappings,
  fetchOrg,
  fetchOrgByQuery,
  migrateOrgToIsolated,
  subscribeOrgToRoleMapping,
  updateOrg,
} from './endpoints/orgs.js'
import type * as scim from './endpoints/scim.js'
import { fetchOrgScimGroups, fetchScimGroup } from './endpoints/scim.js'
import type * as session from './endpoints/session.js'
import { exchangeSsrCode, logoutRefreshToken, refreshAccessTokenFromRefreshToken } from './endpoints/session.js'
import type * as sso from './endpoints/sso.js'
import {
  allowOrgToSetupSamlConnection,
  createOrgSamlConnectionLink,
  deleteSamlConnection,
  disallowOrgToSetupSamlConnection,
  fetchSamlSpMetadata,
  samlGoLive,
  setOidcIdpMetadata,
  setSamlIdpMetadata,
} from './endpoints/sso.js'
import type * as userActions from './endpoints/user-actions.js'
import {
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
import type * as userChanges from './endpoints/user-changes.js'
import { createUser, updateUserEmail, updateUserMetadata, updateUserPassword } from './endpoints/user-changes.js'
import type * as userDetails from './endpoints/user-details.js'
import {
  fetchFreshTokenFromProvider,
  fetchUserOAuthTokens,
  fetchUserSignupQueryParams,
} from './endpoints/user-details.js'
import type * as userLookups from './endpoints/user-lookups.js'
import {
  fetchBatchUserMetadataByEmails,
  fetchBatchUserMetadataByUserIds,
  fetchBatchUserMetadataByUsernames,
  fetchUserMetadataByEmail,
  fetchUserMetadataByUserId,
  fetchUserMetadataByUsername,
} from './endpoints/user-lookups.js'
import type * as userQueries from './endpoints/user-queries.js'
import { fetchUsersByQuery, fetchUsersInOrg } from './endpoints/user-queries.js'

// The types come from the modules, which export endpoints as their only values: so `endpoints` below must list them all,
// and editors show the comment of each.

type UserEndpoints = typeof userLookups &
  typeof userQueries &
  typeof userDetails &
  typeof userChanges &
  typeof userActions &
  typeof migration
type OrgEndpoints = typeof orgs & typeof memberships & typeof invites & typeof sso & typeof scim
type KeyEndpoints = typeof apiKeys & typeof apiKeyValidation
type OtherEndpoints = typeof access & typeof mfa & typeof insights & typeof session

/** Every endpoint of the backend API, by the name of its function. */
export interface Endpoints extends UserEndpoints, OrgEndpoints, KeyEndpoints, OtherEndpoints {}

/** The name of an endpoint: that of its function in the client. */
export type Operation = keyof Endpoints

export const endpoints: Endpoints = {
  fetchUserMetadataByUserId,
  fetchUserMetadataByEmail,
  fetchUserMetadataByUsername,
  fetchBatchUserMetadataByUserIds,
  fetchBatchUserMetadataByEmails,
  fetchBatchUserMetadataByUsernames,
  fetchUsersByQuery,
  fetchUsersInOrg,
  fetchUserSignupQueryParams,
  fetchUserOAuthTokens,
  fetchFreshTokenFromProvider,
  createUser,
  updateUserMetadata,
  updateUserEmail,
  updateUserPassword,
  clearUserPassword,
  deleteUser,
  disableUser,
  enableUser,
  disableUser2fa,
  resendEmailConfirmation,
  logoutAllUserSessions,
  enableUserCanCreateOrgs,
  disableUserCanCreateOrgs,
  migrateUserFromExternalSource,
  migrateUserPassword,
  createMagicLink,
  createAccessToken,
  fetchEmployeeById,
  fetchTokenVerificationMetadata,
  fetchUserMfaMethods,
  verifyStepUpTotpChallenge,
  verifyStepUpGrant,
  sendSmsMfaCode,
  verifySmsChallenge,
  fetchOrg,
  fetchOrgByQuery,
  fetchCustomRoleMappings,
  createOrg,
  updateOrg,
  subscribeOrgToRoleMapping,
  deleteOrg,
  migrateOrgToIsolated,
  addUserToOrg,
  changeUserRoleInOrg,
  removeUserFromOrg,
  inviteUserToOrg,
  inviteUserToOrgByUserId,
  fetchPendingInvites,
  revokePendingOrgInvite,
  allowOrgToSetupSamlConnection,
  disallowOrgToSetupSamlConnection,
  createOrgSamlConnectionLink,
  fetchSamlSpMetadata,
  setSamlIdpMetadata,
  samlGoLive,
  deleteSamlConnection,
  setOidcIdpMetadata,
  fetchOrgScimGroups,
  fetchScimGroup,
  fetchApiKey,
  fetchCurrentApiKeys,
  fetchArchivedApiKeys,
  createApiKey,
  updateApiKey,
  deleteApiKey,
  fetchApiKeyUsage,
  importApiKey,
  validateApiKey,
  validatePersonalApiKey,
  validateOrgApiKey,
  validateImportedApiKey,
  fetchUserTopInviterReport,
  fetchUserChampionReport,
  fetchUserReengagementReport,
  fetchUserChurnReport,
  fetchOrgReengagementReport,
  fetchOrgChurnReport,
  fetchOrgGrowthReport,
  fetchOrgAttritionReport,
  fetchChartMetricData,
  refreshAccessTokenFromRefreshToken,
  logoutRefreshToken,
  exchangeSsrCode,
}

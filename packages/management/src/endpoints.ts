// Written by scripts/docs.ts from src/endpoints; change it there.
import {
  createAccessToken,
  createMagicLink,
  fetchEmployeeById,
  fetchTokenVerificationMetadata,
} from './endpoints/access.js'
import {
  validateApiKey,
  validateImportedApiKey,
  validateOrgApiKey,
  validatePersonalApiKey,
} from './endpoints/api-key-validation.js'
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
import {
  fetchPendingInvites,
  inviteUserToOrg,
  inviteUserToOrgByUserId,
  revokePendingOrgInvite,
} from './endpoints/invites.js'
import { addUserToOrg, changeUserRoleInOrg, removeUserFromOrg } from './endpoints/memberships.js'
import {
  fetchUserMfaMethods,
  sendSmsMfaCode,
  verifySmsChallenge,
  verifyStepUpGrant,
  verifyStepUpTotpChallenge,
} from './endpoints/mfa.js'
import { migrateUserFromExternalSource, migrateUserPassword } from './endpoints/migration.js'
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
import { fetchOrgScimGroups, fetchScimGroup } from './endpoints/scim.js'
import { exchangeSsrCode, logoutRefreshToken, refreshAccessTokenFromRefreshToken } from './endpoints/session.js'
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
import { createUser, updateUserEmail, updateUserMetadata, updateUserPassword } from './endpoints/user-changes.js'
import {
  fetchFreshTokenFromProvider,
  fetchUserOAuthTokens,
  fetchUserSignupQueryParams,
} from './endpoints/user-details.js'
import {
  fetchBatchUserMetadataByEmails,
  fetchBatchUserMetadataByUserIds,
  fetchBatchUserMetadataByUsernames,
  fetchUserMetadataByEmail,
  fetchUserMetadataByUserId,
  fetchUserMetadataByUsername,
} from './endpoints/user-lookups.js'
import { fetchUsersByQuery, fetchUsersInOrg } from './endpoints/user-queries.js'

/** Every operation of the backend API, by the name of its function. */
export interface Endpoints {
  /** Fetch a user by id. */
  readonly fetchUserMetadataByUserId: typeof fetchUserMetadataByUserId
  /** Fetch a user by e-mail address. */
  readonly fetchUserMetadataByEmail: typeof fetchUserMetadataByEmail
  /** Fetch a user by username. */
  readonly fetchUserMetadataByUsername: typeof fetchUserMetadataByUsername
  /** Fetch many users by id; unknown ids are left out. */
  readonly fetchBatchUserMetadataByUserIds: typeof fetchBatchUserMetadataByUserIds
  /** Fetch many users by e-mail address; unknown addresses are left out. */
  readonly fetchBatchUserMetadataByEmails: typeof fetchBatchUserMetadataByEmails
  /** Fetch many users by username; unknown names are left out. */
  readonly fetchBatchUserMetadataByUsernames: typeof fetchBatchUserMetadataByUsernames
  /** Fetch one page of users. */
  readonly fetchUsersByQuery: typeof fetchUsersByQuery
  /** Fetch one page of the members of an organization. */
  readonly fetchUsersInOrg: typeof fetchUsersInOrg
  /** Fetch the query parameters a user signed up with. */
  readonly fetchUserSignupQueryParams: typeof fetchUserSignupQueryParams
  /** Fetch the tokens of the social accounts a user has linked, as they were stored. */
  readonly fetchUserOAuthTokens: typeof fetchUserOAuthTokens
  /** Fetch a token of one social account of a user, refreshed if need be. */
  readonly fetchFreshTokenFromProvider: typeof fetchFreshTokenFromProvider
  /** Create a user. */
  readonly createUser: typeof createUser
  /** Change a user's names, picture, properties or metadata; false if there is no such user. */
  readonly updateUserMetadata: typeof updateUserMetadata
  /** Change a user's e-mail address; false if there is no such user. */
  readonly updateUserEmail: typeof updateUserEmail
  /** Set a user's password; false if there is no such user. */
  readonly updateUserPassword: typeof updateUserPassword
  /** Remove a user's password; false if there is no such user. */
  readonly clearUserPassword: typeof clearUserPassword
  /** Delete a user; false if there is no such user. */
  readonly deleteUser: typeof deleteUser
  /** Log a user out and keep them out; false if there is no such user. */
  readonly disableUser: typeof disableUser
  /** Let a disabled user log in again; false if there is no such user. */
  readonly enableUser: typeof enableUser
  /** Remove a user's second factor; false if there is no such user. */
  readonly disableUser2fa: typeof disableUser2fa
  /** Send the e-mail that confirms an address once more; false if there is no such user. */
  readonly resendEmailConfirmation: typeof resendEmailConfirmation
  /** End all sessions of a user; access tokens already issued live on until they expire. */
  readonly logoutAllUserSessions: typeof logoutAllUserSessions
  /** Let a user create organizations; false if there is no such user. */
  readonly enableUserCanCreateOrgs: typeof enableUserCanCreateOrgs
  /** Keep a user from creating organizations; false if there is no such user. */
  readonly disableUserCanCreateOrgs: typeof disableUserCanCreateOrgs
  /** Bring a user over from another system, with password hash and MFA secret. */
  readonly migrateUserFromExternalSource: typeof migrateUserFromExternalSource
  /** Give a user the password hash of another system; false if there is no such user. */
  readonly migrateUserPassword: typeof migrateUserPassword
  /** Create a link that logs a user in. */
  readonly createMagicLink: typeof createMagicLink
  /** Create an access token for a user, for example in tests. */
  readonly createAccessToken: typeof createAccessToken
  /** Fetch the employee who impersonates a user. */
  readonly fetchEmployeeById: typeof fetchEmployeeById
  /** Fetch the public key that verifies access tokens. */
  readonly fetchTokenVerificationMetadata: typeof fetchTokenVerificationMetadata
  /** Fetch which second factor a user has set up. */
  readonly fetchUserMfaMethods: typeof fetchUserMfaMethods
  /** Check a code of the user's authenticator app and get a grant for it. */
  readonly verifyStepUpTotpChallenge: typeof verifyStepUpTotpChallenge
  /** Check a grant; success is false if it is unknown, spent or expired. */
  readonly verifyStepUpGrant: typeof verifyStepUpGrant
  /** Send a code to one of the user's phones. */
  readonly sendSmsMfaCode: typeof sendSmsMfaCode
  /** Check a code sent by SMS and get a grant for it. */
  readonly verifySmsChallenge: typeof verifySmsChallenge
  /** Fetch one organization. */
  readonly fetchOrg: typeof fetchOrg
  /** Fetch one page of organizations. */
  readonly fetchOrgByQuery: typeof fetchOrgByQuery
  /** Fetch the role mappings an organization can subscribe to. */
  readonly fetchCustomRoleMappings: typeof fetchCustomRoleMappings
  /** Create an organization. */
  readonly createOrg: typeof createOrg
  /** Change an organization; false if there is no such organization. */
  readonly updateOrg: typeof updateOrg
  /** Give an organization another role mapping; false if there is no such organization. */
  readonly subscribeOrgToRoleMapping: typeof subscribeOrgToRoleMapping
  /** Delete an organization; false if there is no such organization. */
  readonly deleteOrg: typeof deleteOrg
  /** Make an organization isolated; false if there is no such organization. In no released official SDK. */
  readonly migrateOrgToIsolated: typeof migrateOrgToIsolated
  /** Add a user to an organization; false if one of the two does not exist. */
  readonly addUserToOrg: typeof addUserToOrg
  /** Change the role of a member; false if there is no such member. */
  readonly changeUserRoleInOrg: typeof changeUserRoleInOrg
  /** Remove a member from an organization; false if there is no such member. */
  readonly removeUserFromOrg: typeof removeUserFromOrg
  /** Invite somebody by e-mail; false if there is no such organization. */
  readonly inviteUserToOrg: typeof inviteUserToOrg
  /** Invite an existing user; false if there is no such user or organization. */
  readonly inviteUserToOrgByUserId: typeof inviteUserToOrgByUserId
  /** Fetch one page of the invites nobody has accepted yet. */
  readonly fetchPendingInvites: typeof fetchPendingInvites
  /** Take an invite back; false if there is none. */
  readonly revokePendingOrgInvite: typeof revokePendingOrgInvite
  /** Let an organization set up enterprise SSO by itself; false if there is no such organization. */
  readonly allowOrgToSetupSamlConnection: typeof allowOrgToSetupSamlConnection
  /** Keep an organization from setting up enterprise SSO; false if there is no such organization. */
  readonly disallowOrgToSetupSamlConnection: typeof disallowOrgToSetupSamlConnection
  /** Create a link under which an organization's IT sets up enterprise SSO. */
  readonly createOrgSamlConnectionLink: typeof createOrgSamlConnectionLink
  /** Fetch the service provider metadata of an organization. */
  readonly fetchSamlSpMetadata: typeof fetchSamlSpMetadata
  /** Set up SAML for an organization, in test mode; false if there is no such organization. */
  readonly setSamlIdpMetadata: typeof setSamlIdpMetadata
  /** End the test mode of a SAML connection; false if there is none. */
  readonly samlGoLive: typeof samlGoLive
  /** Delete a SAML connection; false if there is none. */
  readonly deleteSamlConnection: typeof deleteSamlConnection
  /** Set up OpenID Connect for an organization; false if there is no such organization. */
  readonly setOidcIdpMetadata: typeof setOidcIdpMetadata
  /** Fetch one page of the SCIM groups of an organization. */
  readonly fetchOrgScimGroups: typeof fetchOrgScimGroups
  /** Fetch one SCIM group with one page of its members. */
  readonly fetchScimGroup: typeof fetchScimGroup
  /** Fetch one end-user API key. */
  readonly fetchApiKey: typeof fetchApiKey
  /** Fetch one page of the end-user API keys in force. */
  readonly fetchCurrentApiKeys: typeof fetchCurrentApiKeys
  /** Fetch one page of the deleted and expired end-user API keys. */
  readonly fetchArchivedApiKeys: typeof fetchArchivedApiKeys
  /** Create an end-user API key. */
  readonly createApiKey: typeof createApiKey
  /** Change when an end-user API key expires, or its metadata; false if there is no such key. */
  readonly updateApiKey: typeof updateApiKey
  /** Archive an end-user API key; false if there is no such key. */
  readonly deleteApiKey: typeof deleteApiKey
  /** Count how often end-user API keys were used on one day. */
  readonly fetchApiKeyUsage: typeof fetchApiKeyUsage
  /** Register an API key that another system has issued. */
  readonly importApiKey: typeof importApiKey
  /** Check an end-user API key of any kind; invalid_fields if it is not in force. */
  readonly validateApiKey: typeof validateApiKey
  /** Check a user's own API key; invalid_fields if it is not in force or belongs to an organization. */
  readonly validatePersonalApiKey: typeof validatePersonalApiKey
  /** Check the API key of an organization; invalid_fields if it is not in force or belongs to none. */
  readonly validateOrgApiKey: typeof validateOrgApiKey
  /** Check an imported API key; invalid_fields if it is not in force. */
  readonly validateImportedApiKey: typeof validateImportedApiKey
  /** Fetch one page of the users who invite the most. */
  readonly fetchUserTopInviterReport: typeof fetchUserTopInviterReport
  /** Fetch one page of the most active users. */
  readonly fetchUserChampionReport: typeof fetchUserChampionReport
  /** Fetch one page of the users who came back. */
  readonly fetchUserReengagementReport: typeof fetchUserReengagementReport
  /** Fetch one page of the users who stay away. */
  readonly fetchUserChurnReport: typeof fetchUserChurnReport
  /** Fetch one page of the organizations that came back. */
  readonly fetchOrgReengagementReport: typeof fetchOrgReengagementReport
  /** Fetch one page of the organizations that stay away. */
  readonly fetchOrgChurnReport: typeof fetchOrgChurnReport
  /** Fetch one page of the organizations that grow. */
  readonly fetchOrgGrowthReport: typeof fetchOrgGrowthReport
  /** Fetch one page of the organizations that shrink. */
  readonly fetchOrgAttritionReport: typeof fetchOrgAttritionReport
  /** Fetch a metric over time; days are UTC, as text YYYY-MM-DD. */
  readonly fetchChartMetricData: typeof fetchChartMetricData
  /** Get a fresh access token for a session; null if the session has ended. */
  readonly refreshAccessTokenFromRefreshToken: typeof refreshAccessTokenFromRefreshToken
  /** End a session. */
  readonly logoutRefreshToken: typeof logoutRefreshToken
  /** Trade the code of a login callback for the tokens of a session. */
  readonly exchangeSsrCode: typeof exchangeSsrCode
}

/** The name of an operation: that of its function in the client. */
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

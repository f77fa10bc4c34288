import { paged } from '../endpoint/paged.js'
import { fetchArchivedApiKeys, fetchCurrentApiKeys } from './api-keys.js'
import { fetchPendingInvites } from './invites.js'
import { fetchOrgByQuery } from './orgs.js'
import {
  fetchOrgAttritionReport,
  fetchOrgChurnReport,
  fetchOrgGrowthReport,
  fetchOrgReengagementReport,
  fetchUserChampionReport,
  fetchUserChurnReport,
  fetchUserReengagementReport,
  fetchUserTopInviterReport,
} from './reports.js'
import { fetchOrgScimGroups, fetchScimGroup } from './scim.js'
import { fetchUsersByQuery, fetchUsersInOrg } from './user-queries.js'

/** All users, or those that match a query. */
export const iterateUsers = paged(fetchUsersByQuery, 'users')
/** All members of an organization. */
export const iterateUsersInOrg = paged(fetchUsersInOrg, 'users')
/** All organizations, or those that match a query. */
export const iterateOrgs = paged(fetchOrgByQuery, 'orgs')
/** All invites that are not accepted yet, of one organization or of all. */
export const iteratePendingInvites = paged(fetchPendingInvites, 'invites')
/** All active end-user API keys. */
export const iterateCurrentApiKeys = paged(fetchCurrentApiKeys, 'apiKeys')
/** All deleted and expired end-user API keys. */
export const iterateArchivedApiKeys = paged(fetchArchivedApiKeys, 'apiKeys')
/** All SCIM groups of an organization. */
export const iterateOrgScimGroups = paged(fetchOrgScimGroups, 'groups')
/** All members of one SCIM group. */
export const iterateScimGroupMembers = paged(fetchScimGroup, 'members', 'membersPageNumber', 'membersPageSize')
/** The users who invite the most. */
export const iterateUserTopInviterReport = paged(fetchUserTopInviterReport, 'userReports')
/** The most active users. */
export const iterateUserChampionReport = paged(fetchUserChampionReport, 'userReports')
/** The users who came back. */
export const iterateUserReengagementReport = paged(fetchUserReengagementReport, 'userReports')
/** The users who became inactive. */
export const iterateUserChurnReport = paged(fetchUserChurnReport, 'userReports')
/** The organizations that came back. */
export const iterateOrgReengagementReport = paged(fetchOrgReengagementReport, 'orgReports')
/** The organizations that became inactive. */
export const iterateOrgChurnReport = paged(fetchOrgChurnReport, 'orgReports')
/** The organizations that grow. */
export const iterateOrgGrowthReport = paged(fetchOrgGrowthReport, 'orgReports')
/** The organizations that shrink. */
export const iterateOrgAttritionReport = paged(fetchOrgAttritionReport, 'orgReports')

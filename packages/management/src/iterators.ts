import { fetchArchivedApiKeys, fetchCurrentApiKeys } from './endpoints/api-keys.js'
import {
  fetchOrgAttritionReport,
  fetchOrgChurnReport,
  fetchOrgGrowthReport,
  fetchOrgReengagementReport,
  fetchUserChampionReport,
  fetchUserChurnReport,
  fetchUserReengagementReport,
  fetchUserTopInviterReport,
} from './endpoints/insights.js'
import { fetchPendingInvites } from './endpoints/invites.js'
import { fetchOrgByQuery } from './endpoints/orgs.js'
import { fetchOrgScimGroups, fetchScimGroup } from './endpoints/scim.js'
import { fetchUsersByQuery, fetchUsersInOrg } from './endpoints/user-queries.js'
import { paged } from './iterate.js'

export const iterateUsers = paged(fetchUsersByQuery, 'users')
export const iterateUsersInOrg = paged(fetchUsersInOrg, 'users')
export const iterateOrgs = paged(fetchOrgByQuery, 'orgs')
export const iteratePendingInvites = paged(fetchPendingInvites, 'invites')
export const iterateCurrentApiKeys = paged(fetchCurrentApiKeys, 'apiKeys')
export const iterateArchivedApiKeys = paged(fetchArchivedApiKeys, 'apiKeys')
export const iterateOrgScimGroups = paged(fetchOrgScimGroups, 'groups')
export const iterateScimGroupMembers = paged(fetchScimGroup, 'members', 'membersPageNumber', 'membersPageSize')
export const iterateUserTopInviterReport = paged(fetchUserTopInviterReport, 'userReports')
export const iterateUserChampionReport = paged(fetchUserChampionReport, 'userReports')
export const iterateUserReengagementReport = paged(fetchUserReengagementReport, 'userReports')
export const iterateUserChurnReport = paged(fetchUserChurnReport, 'userReports')
export const iterateOrgReengagementReport = paged(fetchOrgReengagementReport, 'orgReports')
export const iterateOrgChurnReport = paged(fetchOrgChurnReport, 'orgReports')
export const iterateOrgGrowthReport = paged(fetchOrgGrowthReport, 'orgReports')
export const iterateOrgAttritionReport = paged(fetchOrgAttritionReport, 'orgReports')

/** Every walk through pages, by the name of its function in the client. */
export const iterators = {
  /** All users, or those a query finds. */
  iterateUsers,
  /** All members of an organization. */
  iterateUsersInOrg,
  /** All organizations, or those a query finds. */
  iterateOrgs,
  /** All invites nobody has accepted yet, of one organization or of all. */
  iteratePendingInvites,
  /** All end-user API keys in force. */
  iterateCurrentApiKeys,
  /** All deleted and expired end-user API keys. */
  iterateArchivedApiKeys,
  /** All SCIM groups of an organization. */
  iterateOrgScimGroups,
  /** All members of one SCIM group. */
  iterateScimGroupMembers,
  /** The users who invite the most. */
  iterateUserTopInviterReport,
  /** The most active users. */
  iterateUserChampionReport,
  /** The users who came back. */
  iterateUserReengagementReport,
  /** The users who stay away. */
  iterateUserChurnReport,
  /** The organizations that came back. */
  iterateOrgReengagementReport,
  /** The organizations that stay away. */
  iterateOrgChurnReport,
  /** The organizations that grow. */
  iterateOrgGrowthReport,
  /** The organizations that shrink. */
  iterateOrgAttritionReport,
}

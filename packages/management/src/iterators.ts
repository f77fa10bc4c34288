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
export interface Iterators {
  /** All users, or those a query finds. */
  readonly iterateUsers: typeof iterateUsers
  /** All members of an organization. */
  readonly iterateUsersInOrg: typeof iterateUsersInOrg
  /** All organizations, or those a query finds. */
  readonly iterateOrgs: typeof iterateOrgs
  /** All invites nobody has accepted yet, of one organization or of all. */
  readonly iteratePendingInvites: typeof iteratePendingInvites
  /** All end-user API keys in force. */
  readonly iterateCurrentApiKeys: typeof iterateCurrentApiKeys
  /** All deleted and expired end-user API keys. */
  readonly iterateArchivedApiKeys: typeof iterateArchivedApiKeys
  /** All SCIM groups of an organization. */
  readonly iterateOrgScimGroups: typeof iterateOrgScimGroups
  /** All members of one SCIM group. */
  readonly iterateScimGroupMembers: typeof iterateScimGroupMembers
  /** The users who invite the most. */
  readonly iterateUserTopInviterReport: typeof iterateUserTopInviterReport
  /** The most active users. */
  readonly iterateUserChampionReport: typeof iterateUserChampionReport
  /** The users who came back. */
  readonly iterateUserReengagementReport: typeof iterateUserReengagementReport
  /** The users who stay away. */
  readonly iterateUserChurnReport: typeof iterateUserChurnReport
  /** The organizations that came back. */
  readonly iterateOrgReengagementReport: typeof iterateOrgReengagementReport
  /** The organizations that stay away. */
  readonly iterateOrgChurnReport: typeof iterateOrgChurnReport
  /** The organizations that grow. */
  readonly iterateOrgGrowthReport: typeof iterateOrgGrowthReport
  /** The organizations that shrink. */
  readonly iterateOrgAttritionReport: typeof iterateOrgAttritionReport
}

export const iterators: Iterators = {
  iterateUsers,
  iterateUsersInOrg,
  iterateOrgs,
  iteratePendingInvites,
  iterateCurrentApiKeys,
  iterateArchivedApiKeys,
  iterateOrgScimGroups,
  iterateScimGroupMembers,
  iterateUserTopInviterReport,
  iterateUserChampionReport,
  iterateUserReengagementReport,
  iterateUserChurnReport,
  iterateOrgReengagementReport,
  iterateOrgChurnReport,
  iterateOrgGrowthReport,
  iterateOrgAttritionReport,
}

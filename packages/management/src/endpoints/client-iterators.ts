import type * as iterators from './iterators.js'
import {
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

/** Every iterator by the name of its function in the client. */
export interface Iterators extends Readonly<typeof iterators> {}

export const clientIterators: Iterators = {
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

import {
  churnedOrgs,
  growingOrgs,
  type OrgReport,
  reengagedOrgs,
  type ScoredOrg,
  shrinkingOrgs,
} from '../../domain/insights/org-reports.js'
import { runReport } from '../../domain/insights/report-page.js'
import {
  champions,
  churnedUsers,
  reengagedUsers,
  type ScoredUser,
  topInviters,
  type UserReport,
} from '../../domain/insights/user-reports.js'
import { memberEntriesOf, type OrgMemberEntry } from '../../domain/orgs/memberships.js'
import { requireOrgsEnabled } from '../../domain/orgs/orgs.js'
import { queryFields } from '../fields.js'
import type { BackendRequest, Handler } from './handler.js'
import { pageAnswer, readPageRequest } from './paging.js'

/** By the word in the query: the length in days. The shortest one, the first, is the default. */
type Intervals = Readonly<Record<string, number>>

const LONG: Intervals = { 30: 30, 60: 60, 90: 90 }
const SHORT: Intervals = { 7: 7, 14: 14, 30: 30 }
const PERIODS: Intervals = { Weekly: 7, Monthly: 30 }

function readReport({ query }: BackendRequest, intervals: Intervals) {
  const fields = queryFields(query)
  const page = readPageRequest(fields)
  const names = Object.keys(intervals)
  const interval = fields.oneOf('report_interval', names) ?? names[0] ?? ''
  fields.check()
  return { page, days: intervals[interval] ?? 0 }
}

const userReport =
  (report: UserReport, intervals: Intervals, scoreName?: string): Handler<'fetchUserChurnReport'> =>
  (project, request) => {
    const { page, days } = readReport(request, intervals)
    const found = runReport<ScoredUser>(project, report(project, days), page)
    const ids = found.rows.map(({ user_id }) => user_id)
    const entries = memberEntriesOf(project, ids)
    const records = found.rows.map((user) => ({
      id: found.idOf(user.user_id),
      report_id: found.reportId,
      ...userFields(user, entries.get(user.user_id) ?? []),
      extra_properties: scoreName === undefined ? {} : { [scoreName]: user.score },
    }))
    const { total, reportTime } = found
    return { user_reports: records, total_count: total, report_time: reportTime, ...pageAnswer(page, total) }
  }

function userFields(user: ScoredUser, orgs: readonly OrgMemberEntry[]) {
  return {
    user_id: user.user_id,
    email: user.email,
    user_created_at: user.created_at,
    last_active_at: user.last_active_at,
    ...(user.username === null ? {} : { username: user.username }),
    ...(user.first_name === null ? {} : { first_name: user.first_name }),
    ...(user.last_name === null ? {} : { last_name: user.last_name }),
    org_data: orgs.map(({ org_name, org_id, user_role }) => ({ display_name: org_name, org_id, user_role })),
  }
}

const orgReport =
  (report: OrgReport, intervals: Intervals, scoreName?: string): Handler<'fetchOrgChurnReport'> =>
  (project, request) => {
    requireOrgsEnabled(project)
    const { page, days } = readReport(request, intervals)
    const found = runReport<ScoredOrg>(project, report(project, days), page)
    const records = found.rows.map((org) => ({
      id: found.idOf(org.org_id),
      report_id: found.reportId,
      org_id: org.org_id,
      name: org.name,
      num_users: org.num_users,
      org_created_at: org.created_at,
      extra_properties: scoreName === undefined ? {} : { [scoreName]: org.score },
    }))
    const { total, reportTime } = found
    return { org_reports: records, total_count: total, report_time: reportTime, ...pageAnswer(page, total) }
  }

export const fetchUserTopInviterReport = userReport(topInviters, LONG, 'num_invites')
export const fetchUserChampionReport = userReport(champions, LONG, 'num_active_days')
export const fetchUserReengagementReport = userReport(reengagedUsers, PERIODS)
export const fetchUserChurnReport = userReport(churnedUsers, SHORT)
export const fetchOrgReengagementReport = orgReport(reengagedOrgs, PERIODS)
export const fetchOrgChurnReport = orgReport(churnedOrgs, SHORT)
export const fetchOrgGrowthReport = orgReport(growingOrgs, LONG, 'num_users_change')
export const fetchOrgAttritionReport = orgReport(shrinkingOrgs, LONG, 'num_users_change')

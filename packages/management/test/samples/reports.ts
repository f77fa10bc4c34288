import type {
  ChurnReportInterval,
  GrowthReportInterval,
  ReengagementReportInterval,
} from '../../src/endpoints/enums.js'
import type { ReportPagination } from '../../src/endpoints/reports.js'
import { orgId, page, pagination, type Samples, userId } from './sample.js'

const userReport = {
  user_reports: [
    {
      id: 'record',
      report_id: 'report',
      user_id: userId,
      email: 'user@example.com',
      user_created_at: 1_645_131_680,
      last_active_at: 1_650_654_711,
      username: 'example',
      first_name: 'First',
      last_name: 'Last',
      org_data: [{ display_name: 'Acme', org_id: orgId, user_role: 'Owner' }],
      extra_properties: { num_invites: 3 },
    },
  ],
  total_count: 21,
  report_time: 1_650_654_711,
  ...page,
}

const orgReport = {
  org_reports: [
    {
      id: 'record',
      report_id: 'report',
      org_id: orgId,
      name: 'Acme',
      num_users: 7,
      org_created_at: 1_645_131_680,
      extra_properties: { num_invites: 3 },
    },
  ],
  total_count: 21,
  report_time: 1_650_654_711,
  ...page,
}

const growth: [interval?: GrowthReportInterval | undefined, pages?: ReportPagination][] = [
  [],
  ['30'],
  ['90', pagination],
  [undefined, { pageSize: 7 }],
]
const churn: [interval?: ChurnReportInterval, pages?: ReportPagination][] = [[], ['7'], ['14', pagination]]
const reengagement: [interval?: ReengagementReportInterval, pages?: ReportPagination][] = [
  [],
  ['Weekly'],
  ['Monthly', pagination],
]

export const reportSamples = {
  fetchUserTopInviterReport: { calls: growth, result: userReport },
  fetchUserChampionReport: { calls: growth, result: userReport },
  fetchUserReengagementReport: { calls: reengagement, result: userReport },
  fetchUserChurnReport: { calls: churn, result: userReport },
  fetchOrgReengagementReport: { calls: reengagement, result: orgReport },
  fetchOrgChurnReport: { calls: churn, result: orgReport },
  fetchOrgGrowthReport: { calls: growth, result: orgReport },
  fetchOrgAttritionReport: { calls: growth, result: orgReport },
  fetchChartMetricData: {
    calls: [
      ['signups', 'Daily'],
      ['active_orgs', 'Monthly', new Date('2026-01-31T23:59:59.999Z'), new Date('2026-02-28T00:00:00Z')],
      ['orgs_created', 'Weekly', new Date(0)],
    ],
    result: {
      chart_type: 'ActiveOrgs',
      cadence: 'Daily',
      metrics: [{ date: '2026-01-31', result: 3, cadence_completed: true }],
    },
  },
} satisfies Partial<Samples>

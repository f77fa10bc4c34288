import {
  ChampionReportInterval,
  ChartMetric,
  ChartMetricCadence,
  ChurnReportInterval,
  GrowthReportInterval,
  ReengagementReportInterval,
} from '@propelauth/node-apis'
import { describe, expect, test } from 'vitest'
import { backend } from '../../../test/fixture.js'
import { officialSdk } from '../../../test/official-sdk.js'
import type { Seed } from '../../index.js'
import { derivedUuid } from '../../values/ids.js'

// A Wednesday.
const NOW = Date.parse('2026-07-15T12:00:00Z')
const DAY = 86_400
const daysAgo = (days: number): number => NOW / 1000 - days * DAY
const dayAgo = (days: number): string => new Date(daysAgo(days) * 1000).toISOString().slice(0, 10)

/** A user who was active so many days ago. */
const userOf = (key: string, created: number, activeDaysAgo: readonly number[] = []) => ({
  key,
  email: `${key}@x.test`,
  created_at: daysAgo(created),
  ...(activeDaysAgo.length === 0 ? {} : { active_on: activeDaysAgo.map(dayAgo) }),
})

const seed: Seed = {
  users: [
    { ...userOf('daily', 100, [0, 1, 2, 3, 4, 5, 8, 9]), invites_sent: [daysAgo(1), daysAgo(40)] },
    { ...userOf('back', 100, [2, 40]), first_name: 'Bea', username: 'bea' },
    { ...userOf('lost', 100, [20]), invites_sent: [daysAgo(2), daysAgo(3), daysAgo(80)] },
    userOf('new', 3, [1]),
    userOf('never', 50),
  ],
  orgs: [
    {
      key: 'busy',
      name: 'Busy',
      created_at: daysAgo(90),
      members: { daily: 'Owner', new: 'Member' },
      membership_changes: [
        { change: 1, at: daysAgo(90) },
        { change: 1, at: daysAgo(3) },
      ],
    },
    {
      key: 'sleeping',
      name: 'Sleeping',
      created_at: daysAgo(90),
      members: { lost: 'Owner' },
      membership_changes: [
        { change: 1, at: daysAgo(90) },
        { change: 1, at: daysAgo(89) },
        { change: -1, at: daysAgo(10) },
      ],
    },
    { key: 'waking', name: 'Waking', created_at: daysAgo(95), members: { back: 'Owner', never: 'Member' } },
    { key: 'empty', name: 'Empty', created_at: daysAgo(5) },
  ],
}

const { emulator, apis } = officialSdk({ seed, now: () => NOW })

const { THIRTY_DAYS, SIXTY_DAYS, NINETY_DAYS } = GrowthReportInterval
const emails = (report: { userReports: { email: string }[] }) =>
  report.userReports.map(({ email }) => email.replace('@x.test', ''))
const names = (report: { orgReports: { name: string }[] }) => report.orgReports.map(({ name }) => name)
const extra = (records: { extraProperties: object }[]) => records.map(({ extraProperties }) => extraProperties)

describe('reports about users', () => {
  test('top inviters: by the number of invitations in the interval', async () => {
    const month = await apis.fetchUserTopInviterReport()
    expect(emails(month)).toEqual(['lost', 'daily'])
    expect(extra(month.userReports)).toEqual([{ numInvites: 2 }, { numInvites: 1 }])
    const quarter = await apis.fetchUserTopInviterReport(NINETY_DAYS as never)
    expect(extra(quarter.userReports)).toEqual([{ numInvites: 3 }, { numInvites: 2 }])
  })

  test('champions: by the number of active days in the interval', async () => {
    const report = await apis.fetchUserChampionReport(ChampionReportInterval.THIRTY_DAYS)
    expect(emails(report)).toEqual(['daily', 'back', 'lost', 'new'])
    expect(extra(report.userReports)[0]).toEqual({ numActiveDays: 8 })
    expect(extra((await apis.fetchUserChampionReport(SIXTY_DAYS as never)).userReports)[1]).toEqual({
      numActiveDays: 2,
    })
  })

  test('reengaged: active in the last period, not in the one before, and not new', async () => {
    expect(emails(await apis.fetchUserReengagementReport(ReengagementReportInterval.WEEKLY))).toEqual(['back'])
    expect(emails(await apis.fetchUserReengagementReport(ReengagementReportInterval.MONTHLY))).toEqual([
      'daily',
      'lost',
    ])
  })

  test('churned: not active for the given days', async () => {
    const churned = async (interval?: ChurnReportInterval) => emails(await apis.fetchUserChurnReport(interval))
    expect(await churned(ChurnReportInterval.SEVEN_DAYS)).toEqual(['lost', 'never'])
    expect(await churned()).toEqual(['lost', 'never'])
    expect(await churned(ChurnReportInterval.THIRTY_DAYS)).toEqual(['never'])
    emulator.startSession('never')
    expect(await churned(ChurnReportInterval.THIRTY_DAYS)).toEqual([])
  })

  test('have the fields of the official types', async () => {
    const report = await apis.fetchUserReengagementReport()
    const back = derivedUuid('user', 'back')
    expect(report).toEqual({
      userReports: [
        {
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          reportId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          userId: back,
          email: 'back@x.test',
          userCreatedAt: daysAgo(100),
          lastActiveAt: Date.parse(`${dayAgo(2)}T00:00:00Z`) / 1000,
          username: 'bea',
          firstName: 'Bea',
          // The SDK renames `user_role` here, against its own type.
          orgData: [{ displayName: 'Waking', orgId: derivedUuid('org', 'waking'), userAssignedRole: 'Owner' }],
          extraProperties: {},
        },
      ],
      currentPage: 0,
      totalCount: 1,
      pageSize: 10,
      hasMoreResults: false,
      reportTime: NOW / 1000,
    })
    expect((await apis.fetchUserReengagementReport()).userReports[0]?.id).toBe(report.userReports[0]?.id)
    const monthly = await apis.fetchUserReengagementReport(ReengagementReportInterval.MONTHLY)
    expect(monthly.userReports[0]?.reportId).not.toBe(report.userReports[0]?.reportId)
  })

  test('have pages', async () => {
    const first = await apis.fetchUserChampionReport(undefined, { pageSize: 3 })
    const second = await apis.fetchUserChampionReport(undefined, { pageSize: 3, pageNumber: 1 })
    expect([first.hasMoreResults, second.hasMoreResults, second.totalCount]).toEqual([true, false, 4])
    expect([...emails(first), ...emails(second)]).toEqual(['daily', 'back', 'lost', 'new'])
  })
})

describe('reports about organizations', () => {
  test('churned: no member was active for the given days', async () => {
    expect(names(await apis.fetchOrgChurnReport(ChurnReportInterval.FOURTEEN_DAYS))).toEqual(['Sleeping'])
    expect(names(await apis.fetchOrgChurnReport(ChurnReportInterval.THIRTY_DAYS))).toEqual([])
  })

  test('reengaged: all members were inactive, and one has returned', async () => {
    expect(names(await apis.fetchOrgReengagementReport(ReengagementReportInterval.WEEKLY))).toEqual(['Waking'])
  })

  test('growth and attrition: by the change of members in the interval', async () => {
    const growth = await apis.fetchOrgGrowthReport(THIRTY_DAYS)
    expect(growth.orgReports).toEqual([
      {
        id: expect.any(String),
        reportId: expect.any(String),
        orgId: derivedUuid('org', 'busy'),
        name: 'Busy',
        numUsers: 2,
        orgCreatedAt: daysAgo(90),
        extraProperties: { numUsersChange: 1 },
      },
    ])
    const attrition = await apis.fetchOrgAttritionReport()
    expect(names(attrition)).toEqual(['Sleeping'])
    expect(extra(attrition.orgReports)).toEqual([{ numUsersChange: -1 }])
  })

  test('follow memberships as they change, and deleted users', async () => {
    const [busy, empty] = [derivedUuid('org', 'busy'), derivedUuid('org', 'empty')]
    for (const user of ['never', 'back'])
      await apis.addUserToOrg({ userId: derivedUuid('user', user), orgId: empty, role: 'Member' })
    expect(names(await apis.fetchOrgGrowthReport())).toEqual(['Empty', 'Busy'])
    await apis.removeUserFromOrg({ userId: derivedUuid('user', 'new'), orgId: busy })
    expect(names(await apis.fetchOrgGrowthReport())).toEqual(['Empty'])
    await apis.deleteUser(derivedUuid('user', 'daily'))
    expect(names(await apis.fetchOrgAttritionReport())).toEqual(['Busy', 'Sleeping'])
  })
})

describe('charts', () => {
  const pointsOf = async (metric: ChartMetric, cadence: ChartMetricCadence, from?: string, to?: string) => {
    const date = (text?: string) => (text === undefined ? undefined : new Date(`${text}T00:00:00Z`))
    const { metrics } = await apis.fetchChartMetricData(metric, cadence, date(from), date(to))
    return metrics.map(({ date, result }) => [date, result])
  }
  const { DAILY, WEEKLY, MONTHLY } = ChartMetricCadence

  test('sign-ups by month', async () => {
    expect(await pointsOf(ChartMetric.SIGNUPS, MONTHLY, '2026-04-10', '2026-07-01')).toEqual([
      ['2026-04-01', 3],
      ['2026-05-01', 1],
      ['2026-06-01', 0],
      ['2026-07-01', 1],
    ])
  })

  test('active users by week: each counts once, and weeks begin on Mondays', async () => {
    expect(await pointsOf(ChartMetric.ACTIVE_USERS, WEEKLY, '2026-07-01', '2026-07-15')).toEqual([
      ['2026-06-29', 0],
      ['2026-07-06', 1],
      ['2026-07-13', 3],
    ])
  })

  test('active organizations by day, up to today', async () => {
    const chart = await apis.fetchChartMetricData(ChartMetric.ACTIVE_ORGS, DAILY)
    expect([chart.chartType, chart.cadence, chart.metrics.length]).toEqual(['ActiveOrgs', 'Daily', 30])
    expect(chart.metrics.at(-1)).toEqual({ date: '2026-07-15', result: 1, cadenceCompleted: false })
    expect(chart.metrics.at(-3)).toEqual({ date: '2026-07-13', result: 2, cadenceCompleted: true })
  })

  test('new organizations, and the periods without a start', async () => {
    const weeks = await pointsOf(ChartMetric.ORGS_CREATED, WEEKLY)
    expect([weeks.length, weeks[0]?.[0], weeks.at(-2)]).toEqual([12, '2026-04-27', ['2026-07-06', 1]])
    const months = await pointsOf(ChartMetric.ORGS_CREATED, MONTHLY)
    expect([months.length, months[0]?.[0], months.at(-1)?.[0]]).toEqual([12, '2025-08-01', '2026-07-01'])
  })

  test('follow logins by the clock of the emulator', async () => {
    emulator.advanceClock(2 * DAY)
    emulator.startSession('never')
    expect((await pointsOf(ChartMetric.ACTIVE_USERS, DAILY)).at(-1)).toEqual(['2026-07-17', 1])
  })

  test.each([
    ['signups?cadence=Hourly', 'cadence'],
    ['signups?start_date=2026-02-30', 'start_date'],
    ['signups?start_date=yesterday', 'start_date'],
    ['signups?end_date=2026-7-1', 'end_date'],
    ['signups?start_date=2026-07-02&end_date=2026-07-01', 'start_date'],
    ['signups?start_date=1970-01-01', 'start_date'],
  ])('%s is refused', async (path, field) => {
    const { status, body } = await backend(emulator, 'GET', `chart_metrics/${path}`)
    expect([status, Object.keys(body)]).toEqual([400, [field]])
  })

  test('of another name is 404', async () => {
    expect((await backend(emulator, 'GET', 'chart_metrics/revenue')).status).toBe(404)
    expect((await backend(emulator, 'GET', 'chart_metrics/constructor')).status).toBe(404)
  })
})

test('another interval is refused', async () => {
  for (const path of ['user_report/churn?report_interval=8', 'org_report/growth?report_interval=7']) {
    const { status, body } = await backend(emulator, 'GET', path)
    expect([status, Object.keys(body)]).toEqual([400, ['report_interval']])
  }
  expect((await backend(emulator, 'GET', 'user_report/reengagement?report_interval=__proto__')).status).toBe(400)
})

test('reports about organizations need organizations', async () => {
  emulator.changeSettings({ has_orgs: false })
  expect((await backend(emulator, 'GET', 'org_report/churn')).status).toBe(426)
  expect((await backend(emulator, 'GET', 'user_report/churn')).status).toBe(200)
})

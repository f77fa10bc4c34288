import { ChartMetric, ChartMetricCadence } from '@propelauth/node'
import { expect } from 'vitest'
import { type Calls, dayAgo } from './world.js'

const emails = (report: { userReports: { email: string }[] }) => report.userReports.map(({ email }) => email)
const names = (report: { orgReports: { name: string }[] }) => report.orgReports.map(({ name }) => name)

/** Reports and charts, about the users and organizations with a history. */
export const insights = {
  async fetchUserTopInviterReport({ sdk }) {
    const report = await sdk.fetchUserTopInviterReport()
    expect(report.userReports).toMatchObject([{ email: 'loyal@x.test', extraProperties: { numInvites: 1 } }])
  },
  async fetchUserChampionReport({ sdk }) {
    const report = await sdk.fetchUserChampionReport()
    expect(report.userReports[0]).toMatchObject({ email: 'loyal@x.test', extraProperties: { numActiveDays: 3 } })
  },
  async fetchUserReengagementReport({ sdk }) {
    expect(emails(await sdk.fetchUserReengagementReport())).toContain('back@x.test')
  },
  async fetchUserChurnReport({ sdk }) {
    const churned = emails(await sdk.fetchUserChurnReport())
    expect([churned.includes('lost@x.test'), churned.includes('loyal@x.test')]).toEqual([true, false])
  },
  async fetchOrgReengagementReport({ sdk }) {
    expect(names(await sdk.fetchOrgReengagementReport())).toEqual(['Waking'])
  },
  async fetchOrgChurnReport({ sdk }) {
    expect(names(await sdk.fetchOrgChurnReport())).toEqual(['Shrinking'])
  },
  async fetchOrgGrowthReport({ sdk }) {
    const { orgReports } = await sdk.fetchOrgGrowthReport()
    expect(orgReports.find(({ name }) => name === 'Growing')?.extraProperties).toEqual({ numUsersChange: 1 })
  },
  async fetchOrgAttritionReport({ sdk }) {
    const { orgReports } = await sdk.fetchOrgAttritionReport()
    expect(orgReports).toMatchObject([{ name: 'Shrinking', extraProperties: { numUsersChange: -1 } }])
  },
  async fetchChartMetricData({ sdk }) {
    const day = new Date(`${dayAgo(100)}T00:00:00Z`)
    const chart = await sdk.fetchChartMetricData(ChartMetric.SIGNUPS, ChartMetricCadence.DAILY, day, day)
    expect(chart.metrics).toEqual([{ date: dayAgo(100), result: 3, cadenceCompleted: true }])
  },
} satisfies Calls

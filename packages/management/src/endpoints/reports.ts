import { endpoint } from '../endpoint/endpoint.js'
import type { Domain, JsonObject, Shape, Wire } from '../shapes/shape.js'
import { int, list, maybe, object, oneOf, optional, typed } from '../shapes/shape.js'
import type { ChurnReportInterval, GrowthReportInterval, ReengagementReportInterval } from './enums.js'
import type { PageFields } from './page.js'

/** `pageSize` 1 to 100 (default 10), `pageNumber` from 0. */
export interface ReportPagination {
  pageSize?: number | undefined
  pageNumber?: number | undefined
}

interface ReportPageFields extends PageFields {
  totalCount: number
  reportTime: number
}

const userOrgShape = object(
  {},
  typed<{
    displayName: string
    orgId: string
    userRole: string
  }>(),
)
export interface UserOrgMembershipForReport extends Domain<typeof userOrgShape> {}
export interface UserOrgMembershipForReportWire extends Wire<typeof userOrgShape> {}
const userOrgMembership: Shape<UserOrgMembershipForReport, UserOrgMembershipForReportWire> = userOrgShape

const userRecordShape = object(
  { orgData: maybe(list(userOrgMembership)) },
  typed<{
    id: string
    reportId: string
    userId: string
    email: string
    userCreatedAt: number
    lastActiveAt: number
    username?: string | null
    firstName?: string | null
    lastName?: string | null
    extraProperties: JsonObject
  }>(),
)
/** One user of a report; `extraProperties` (such as `num_invites`) keep their keys. */
export interface UserReportRecord extends Domain<typeof userRecordShape> {}
export interface UserReportRecordWire extends Wire<typeof userRecordShape> {}
const userReportRecord: Shape<UserReportRecord, UserReportRecordWire> = userRecordShape

const userReportShape = object({ userReports: list(userReportRecord) }, typed<ReportPageFields>())
export interface UserReport extends Domain<typeof userReportShape> {}
export interface UserReportWire extends Wire<typeof userReportShape> {}
const userReport: Shape<UserReport, UserReportWire> = userReportShape

const orgRecordShape = object(
  {},
  typed<{
    id: string
    reportId: string
    orgId: string
    name: string
    numUsers: number
    orgCreatedAt: number
    extraProperties: JsonObject
  }>(),
)
/** One organization of a report; `extraProperties` keep their keys. */
export interface OrgReportRecord extends Domain<typeof orgRecordShape> {}
export interface OrgReportRecordWire extends Wire<typeof orgRecordShape> {}
const orgReportRecord: Shape<OrgReportRecord, OrgReportRecordWire> = orgRecordShape

const orgReportShape = object({ orgReports: list(orgReportRecord) }, typed<ReportPageFields>())
export interface OrgReport extends Domain<typeof orgReportShape> {}
export interface OrgReportWire extends Wire<typeof orgReportShape> {}
const orgReport: Shape<OrgReport, OrgReportWire> = orgReportShape

const reengagementQuery = object({
  reportInterval: optional(oneOf<ReengagementReportInterval>()),
  pageSize: optional(int),
  pageNumber: optional(int),
})
const churnQuery = object({
  reportInterval: optional(oneOf<ChurnReportInterval>()),
  pageSize: optional(int),
  pageNumber: optional(int),
})
const growthQuery = object({
  reportInterval: optional(oneOf<GrowthReportInterval>()),
  pageSize: optional(int),
  pageNumber: optional(int),
})

const reengagementArgs = (reportInterval?: ReengagementReportInterval, pagination?: ReportPagination) => ({
  ...pagination,
  reportInterval,
})
const churnArgs = (reportInterval?: ChurnReportInterval, pagination?: ReportPagination) => ({
  ...pagination,
  reportInterval,
})
const growthArgs = (reportInterval?: GrowthReportInterval, pagination?: ReportPagination) => ({
  ...pagination,
  reportInterval,
})

/** Fetch one page of the users who invite the most. */
export const fetchUserTopInviterReport = endpoint({
  name: 'fetchUserTopInviterReport',
  route: 'GET /api/backend/v1/user_report/top_inviter',
  query: growthQuery,
  args: growthArgs,
  result: userReport,
})

/** Fetch one page of the most active users. */
export const fetchUserChampionReport = endpoint({
  name: 'fetchUserChampionReport',
  route: 'GET /api/backend/v1/user_report/champion',
  query: growthQuery,
  args: growthArgs,
  result: userReport,
})

/** Fetch one page of the users who came back. */
export const fetchUserReengagementReport = endpoint({
  name: 'fetchUserReengagementReport',
  route: 'GET /api/backend/v1/user_report/reengagement',
  query: reengagementQuery,
  args: reengagementArgs,
  result: userReport,
})

/** Fetch one page of the users who became inactive. */
export const fetchUserChurnReport = endpoint({
  name: 'fetchUserChurnReport',
  route: 'GET /api/backend/v1/user_report/churn',
  query: churnQuery,
  args: churnArgs,
  result: userReport,
})

/** Fetch one page of the organizations that came back. */
export const fetchOrgReengagementReport = endpoint({
  name: 'fetchOrgReengagementReport',
  route: 'GET /api/backend/v1/org_report/reengagement',
  query: reengagementQuery,
  args: reengagementArgs,
  result: orgReport,
})

/** Fetch one page of the organizations that became inactive. */
export const fetchOrgChurnReport = endpoint({
  name: 'fetchOrgChurnReport',
  route: 'GET /api/backend/v1/org_report/churn',
  query: churnQuery,
  args: churnArgs,
  result: orgReport,
})

/** Fetch one page of the organizations that grow. */
export const fetchOrgGrowthReport = endpoint({
  name: 'fetchOrgGrowthReport',
  route: 'GET /api/backend/v1/org_report/growth',
  query: growthQuery,
  args: growthArgs,
  result: orgReport,
})

/** Fetch one page of the organizations that shrink. */
export const fetchOrgAttritionReport = endpoint({
  name: 'fetchOrgAttritionReport',
  route: 'GET /api/backend/v1/org_report/attrition',
  query: growthQuery,
  args: growthArgs,
  result: orgReport,
})

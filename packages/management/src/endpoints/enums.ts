// The enums of the official SDK as const objects. Where one of their values is expected, its plain text fits too.

export const UserQueryOrderBy = {
  CREATED_AT_ASC: 'CREATED_AT_ASC',
  CREATED_AT_DESC: 'CREATED_AT_DESC',
  LAST_ACTIVE_AT_ASC: 'LAST_ACTIVE_AT_ASC',
  LAST_ACTIVE_AT_DESC: 'LAST_ACTIVE_AT_DESC',
  EMAIL: 'EMAIL',
  USERNAME: 'USERNAME',
} as const
export type UserQueryOrderBy = (typeof UserQueryOrderBy)[keyof typeof UserQueryOrderBy]

export const OrgQueryOrderBy = {
  CREATED_AT_ASC: 'CREATED_AT_ASC',
  CREATED_AT_DESC: 'CREATED_AT_DESC',
  NAME: 'NAME',
} as const
export type OrgQueryOrderBy = (typeof OrgQueryOrderBy)[keyof typeof OrgQueryOrderBy]

export const SocialLoginTokenProvider = {
  APPLE: 'apple',
  GOOGLE: 'google',
  GITHUB: 'github',
  MICROSOFT: 'microsoft',
  SLACK: 'slack',
  SALESFORCE: 'salesforce',
  LINKEDIN: 'linkedin',
  OUTREACH: 'outreach',
  QUICKBOOKS: 'quickbooks',
  XERO: 'xero',
  SALESLOFT: 'salesloft',
  ATLASSIAN: 'atlassian',
  GITLAB: 'gitlab',
} as const
export type SocialLoginTokenProvider = (typeof SocialLoginTokenProvider)[keyof typeof SocialLoginTokenProvider]

export const IdpProvider = {
  GOOGLE: 'Google',
  RIPPLING: 'Rippling',
  ONELOGIN: 'OneLogin',
  JUMPCLOUD: 'JumpCloud',
  OKTA: 'Okta',
  AZURE: 'Azure',
  DUO: 'Duo',
  GENERIC: 'Generic',
} as const
export type IdpProvider = (typeof IdpProvider)[keyof typeof IdpProvider]

export const OidcIdpType = { GENERIC: 'Generic', OKTA: 'Okta', AZURE: 'Azure' } as const
export type OidcIdpType = (typeof OidcIdpType)[keyof typeof OidcIdpType]

/** `ONE_TIME_USE` is valid for one check, `TIME_BASED` until it expires. */
export const StepUpMfaGrantType = { ONE_TIME_USE: 'ONE_TIME_USE', TIME_BASED: 'TIME_BASED' } as const
export type StepUpMfaGrantType = (typeof StepUpMfaGrantType)[keyof typeof StepUpMfaGrantType]

export const ReengagementReportInterval = { WEEKLY: 'Weekly', MONTHLY: 'Monthly' } as const
export type ReengagementReportInterval = (typeof ReengagementReportInterval)[keyof typeof ReengagementReportInterval]

export const ChurnReportInterval = { SEVEN_DAYS: '7', FOURTEEN_DAYS: '14', THIRTY_DAYS: '30' } as const
export type ChurnReportInterval = (typeof ChurnReportInterval)[keyof typeof ChurnReportInterval]

export const GrowthReportInterval = { THIRTY_DAYS: '30', SIXTY_DAYS: '60', NINETY_DAYS: '90' } as const
export type GrowthReportInterval = (typeof GrowthReportInterval)[keyof typeof GrowthReportInterval]

export const TopInviterReportInterval = GrowthReportInterval
export type TopInviterReportInterval = GrowthReportInterval

export const ChampionReportInterval = GrowthReportInterval
export type ChampionReportInterval = GrowthReportInterval

export const AttritionReportInterval = GrowthReportInterval
export type AttritionReportInterval = GrowthReportInterval

export const ChartMetric = {
  SIGNUPS: 'signups',
  ORGS_CREATED: 'orgs_created',
  ACTIVE_USERS: 'active_users',
  ACTIVE_ORGS: 'active_orgs',
} as const
export type ChartMetric = (typeof ChartMetric)[keyof typeof ChartMetric]

export const ChartMetricCadence = { DAILY: 'Daily', WEEKLY: 'Weekly', MONTHLY: 'Monthly' } as const
export type ChartMetricCadence = (typeof ChartMetricCadence)[keyof typeof ChartMetricCadence]

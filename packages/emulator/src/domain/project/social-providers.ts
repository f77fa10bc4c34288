/**
 * The social login providers: the word in paths and tokens, and the name in the `login_method` claim. The service
 * spells the names in this way.
 */
export const SOCIAL_PROVIDERS = {
  apple: 'Apple',
  google: 'Google',
  github: 'GitHub',
  microsoft: 'Microsoft',
  slack: 'Slack',
  salesforce: 'Salesforce',
  linkedin: 'LinkedIn',
  outreach: 'Outreach',
  quickbooks: 'QuickBooks Online',
  xero: 'Xero',
  salesloft: 'Salesloft',
  atlassian: 'Atlassian',
  gitlab: 'GitLab',
} as const

export type SocialProvider = keyof typeof SOCIAL_PROVIDERS

export const SOCIAL_PROVIDER_NAMES = Object.keys(SOCIAL_PROVIDERS) as readonly SocialProvider[]

export const isSocialProvider = (name: string): name is SocialProvider => Object.hasOwn(SOCIAL_PROVIDERS, name)

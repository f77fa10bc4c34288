import {
  CHANGED_CONNECTIONS,
  EXPIRED_PROVIDER_TOKENS,
  type LoginSettings,
  SSO_TRUST_LEVELS,
  ZERO_MAX_USERS,
} from '../domain/project/login-settings.js'
import { SOCIAL_PROVIDER_NAMES } from '../domain/project/social-providers.js'
import { type Check, count, flag, listOf, matching, oneOf, record, text, time } from './checks.js'

/** A domain name in lower case. */
export const domain = matching('a domain name in lower case, such as acme.test', /^[^\s@/A-Z]+\.[^\s@/A-Z]+$/)

export const LOGIN_CHECKS = {
  has_password_login: flag,
  allow_public_signups: flag,
  signup_domain_allowlist: listOf(domain),
  signup_domain_blocklist: listOf(domain),
  provider_token_minutes: count,
  provider_token_expired: oneOf(...EXPIRED_PROVIDER_TOKENS),
  social_logins: listOf(oneOf(...SOCIAL_PROVIDER_NAMES)),
  sso_trust_level: oneOf(...SSO_TRUST_LEVELS),
  sso_changed_connection: oneOf(...CHANGED_CONNECTIONS),
  sso_setup_link_seconds: count,
  org_zero_max_users: oneOf(...ZERO_MAX_USERS),
} as const satisfies Record<keyof LoginSettings, Check>

const providerToken = record({ access_token: text, refresh_token: text, expires_at: time, scopes: listOf(text) })

/** Provider to token. */
export const providerTokens = record(Object.fromEntries(SOCIAL_PROVIDER_NAMES.map((name) => [name, providerToken])))

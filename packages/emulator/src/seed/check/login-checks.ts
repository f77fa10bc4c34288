import {
  CHANGED_CONNECTIONS,
  DOMAIN_AUTOJOINS,
  EXPIRED_PROVIDER_TOKENS,
  LOGIN_STEPS,
  type LoginSettings,
  ORG_ISOLATIONS,
  SSO_TRUST_LEVELS,
  ZERO_MAX_USERS,
} from '../../domain/project/login-settings.js'
import { SOCIAL_PROVIDER_NAMES } from '../../domain/project/social-providers.js'
import { type Check, count, flag, listOf, matching, number, oneOf, record, text, time } from '../values/checks.js'

/** A domain name in lower case. */
export const domain = matching('a domain name in lower case, such as acme.test', /^[^\s@/A-Z]+\.[^\s@/A-Z]+$/)

export const LOGIN_CHECKS = {
  has_password_login: flag,
  allow_public_signups: flag,
  signup_domain_allowlist: listOf(domain),
  signup_domain_blocklist: listOf(domain),
  allow_users_to_signup_with_personal_email: flag,
  provider_token_minutes: count,
  provider_token_expired: oneOf(...EXPIRED_PROVIDER_TOKENS),
  social_logins: listOf(oneOf(...SOCIAL_PROVIDER_NAMES)),
  sso_trust_level: oneOf(...SSO_TRUST_LEVELS),
  sso_changed_connection: oneOf(...CHANGED_CONNECTIONS),
  sso_setup_link_seconds: count,
  org_zero_max_users: oneOf(...ZERO_MAX_USERS),
  lockout_attempts: number,
  lockout_seconds: number,
  remember_device_days: number,
  login_steps: oneOf(...LOGIN_STEPS),
  org_isolation: oneOf(...ORG_ISOLATIONS),
  org_domain_autojoin: oneOf(...DOMAIN_AUTOJOINS),
} as const satisfies Record<keyof LoginSettings, Check>

const providerToken = record({ access_token: text, refresh_token: text, expires_at: time, scopes: listOf(text) })

/** Provider to token. */
export const providerTokens = record(Object.fromEntries(SOCIAL_PROVIDER_NAMES.map((name) => [name, providerToken])))

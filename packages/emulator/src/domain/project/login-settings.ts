import type { SocialProvider } from './social-providers.js'

/** What `fetchFreshTokenFromProvider` answers for an expired token without a refresh token: 404, or that token. */
export const EXPIRED_PROVIDER_TOKENS = ['not-found', 'return'] as const

/** Whether new settings of the identity provider set a live connection back to test mode. */
export const CHANGED_CONNECTIONS = ['keep-mode', 'test-mode'] as const

/**
 * Which users the identity provider of an organization may log in, beside its members. `TrustForDomain`: those of the
 * organization's domains, and of an organization without a domain new users. `NeverTrust`: members only.
 */
export const SSO_TRUST_LEVELS = ['AlwaysTrust', 'NeverTrust', 'TrustForDomain'] as const

/** What `max_users: 0` of an update means: no limit, or no further members. */
export const ZERO_MAX_USERS = ['no-limit', 'full'] as const

/**
 * What a step that is left of a login means: a new password, a second factor or an organization. `required`: apps get no
 * session before it is done. `reported`: the frontend API says so, and the session works.
 */
export const LOGIN_STEPS = ['required', 'reported'] as const

/** Whether a member of an isolated organization can be in another one. `marked`: isolation has no effect. */
export const ORG_ISOLATIONS = ['exclusive', 'marked'] as const

/** What auto-join by domain does: users are offered to join, or join when they log in. */
export const DOMAIN_AUTOJOINS = ['offer', 'join'] as const

/** Settings of logins, with the names of the seed file. */
export interface LoginSettings {
  /** If false, there is no login with a password, and a sign-up asks for none. */
  readonly has_password_login: boolean
  /** If false, the sign-up page is closed. */
  readonly allow_public_signups: boolean
  /** The domains of email addresses that can sign up. An empty list allows all. */
  readonly signup_domain_allowlist: readonly string[]
  /** The domains of email addresses that cannot sign up. Used without an allow list. */
  readonly signup_domain_blocklist: readonly string[]
  /** Whether addresses of mail providers can sign up, such as gmail.com. Used without an allow list. */
  readonly allow_users_to_signup_with_personal_email: boolean
  /** How long a token of a social login provider is valid. */
  readonly provider_token_minutes: number
  readonly provider_token_expired: (typeof EXPIRED_PROVIDER_TOKENS)[number]
  /** The social login providers that the login page has: those of the fake provider. */
  readonly social_logins: readonly SocialProvider[]
  readonly sso_trust_level: (typeof SSO_TRUST_LEVELS)[number]
  readonly sso_changed_connection: (typeof CHANGED_CONNECTIONS)[number]
  /** The lifetime of a set-up link without `expires_in_seconds`. */
  readonly sso_setup_link_seconds: number
  readonly org_zero_max_users: (typeof ZERO_MAX_USERS)[number]
  /** After how many wrong passwords or codes in a row an account is locked. 0: never. */
  readonly lockout_attempts: number
  /** How long such a lock lasts. 0: until the user is unlocked or has a new password. */
  readonly lockout_seconds: number
  /** How long a browser that was remembered needs no second factor. 0: it always needs one. */
  readonly remember_device_days: number
  readonly login_steps: (typeof LOGIN_STEPS)[number]
  readonly org_isolation: (typeof ORG_ISOLATIONS)[number]
  readonly org_domain_autojoin: (typeof DOMAIN_AUTOJOINS)[number]
}

export const DEFAULT_LOGIN_SETTINGS: LoginSettings = {
  has_password_login: true,
  allow_public_signups: true,
  signup_domain_allowlist: [],
  signup_domain_blocklist: [],
  allow_users_to_signup_with_personal_email: true,
  provider_token_minutes: 60,
  provider_token_expired: 'not-found',
  social_logins: [],
  sso_trust_level: 'TrustForDomain',
  sso_changed_connection: 'keep-mode',
  sso_setup_link_seconds: 7 * 86_400,
  org_zero_max_users: 'no-limit',
  lockout_attempts: 10,
  lockout_seconds: 600,
  remember_device_days: 30,
  login_steps: 'required',
  org_isolation: 'exclusive',
  org_domain_autojoin: 'offer',
}

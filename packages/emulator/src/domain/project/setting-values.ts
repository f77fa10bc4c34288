import { DEFAULT_LOGIN_SETTINGS, type LoginSettings } from './login-settings.js'
import { DEFAULT_MCP_SETTINGS, type McpSettings } from './mcp-settings.js'
import { DEFAULT_ROLES, type RoleDefinitions, type RoleStructure } from './roles.js'
import { DEFAULT_SELF_SERVICE_SETTINGS, type SelfServiceSettings } from './self-service-settings.js'
import { DEFAULT_STEP_UP_SETTINGS, type StepUpSettings } from './step-up-settings.js'
import { DEFAULT_USER_PROPERTY_SETTINGS, type UserPropertySettings } from './user-property-settings.js'
import { DEFAULT_WEBHOOK_SETTINGS, type WebhookSettings } from './webhook-settings.js'

/**
 * What a refresh does to the refresh token. `reuse`: it stays the same. `rotate-with-grace`: each refresh returns a new
 * one, and the old one is accepted for `refresh_token_grace_seconds`. `strict`: the old one is refused at once, and its
 * reuse ends the session.
 */
export const REFRESH_TOKEN_MODES = ['reuse', 'rotate-with-grace', 'strict'] as const

export type RefreshTokenMode = (typeof REFRESH_TOKEN_MODES)[number]

/** When the time of `session_days` starts: at the last refresh, or at the login. */
export const AUTOLOGOUT_TYPES = ['AfterInactivity', 'AfterLogin'] as const

export type AutologoutType = (typeof AUTOLOGOUT_TYPES)[number]

/** The organizations in the profile route of a token for an active organization. */
export const USERINFO_ORGS = ['all', 'active'] as const

/** Settings of a project, with the names of the seed file. */
export interface Settings
  extends LoginSettings,
    McpSettings,
    SelfServiceSettings,
    StepUpSettings,
    UserPropertySettings,
    WebhookSettings {
  /** If false, every organization endpoint answers 426. */
  readonly has_orgs: boolean
  readonly has_usernames: boolean
  readonly has_names: boolean
  /** If false, a new user is logged in without a confirmed address. */
  readonly signup_confirms_email: boolean
  readonly can_create_access_tokens: boolean
  /** Whether access tokens contain `login_method`. */
  readonly include_login_method: boolean
  readonly access_token_minutes: number
  readonly session_days: number
  readonly user_autologout_type: AutologoutType
  readonly refresh_tokens: RefreshTokenMode
  readonly refresh_token_grace_seconds: number
  /** The lifetime of the code of `/propelauth/ssr/authorize`. */
  readonly ssr_code_seconds: number
  readonly userinfo_orgs: (typeof USERINFO_ORGS)[number]
  /** Whether the profile has `sub` beside `user_id`, as OpenID Connect requires. */
  readonly userinfo_sub: boolean
  /** The lifetime of the code of `/propelauth/oauth/authorize`. */
  readonly oauth_code_seconds: number
  /** If true, `/propelauth/oauth/authorize` refuses a request without `state`. */
  readonly oauth_state_required: boolean
  /** Whether `/propelauth/oauth/token` returns an ID token for the scope `openid`. */
  readonly oauth_id_token: boolean
  readonly role_structure: RoleStructure
  readonly roles: RoleDefinitions
  /** The role of the user who creates an organization. Null: the highest one. */
  readonly default_owner_role: string | null
  /** The role of a user who joins an organization without an invitation. Null: the lowest one. */
  readonly default_role: string | null
  readonly custom_role_mappings: Readonly<Record<string, RoleDefinitions>>
}

export const DEFAULT_SETTINGS: Settings = {
  has_orgs: true,
  has_usernames: true,
  has_names: true,
  signup_confirms_email: false,
  can_create_access_tokens: true,
  include_login_method: false,
  access_token_minutes: 30,
  session_days: 14,
  user_autologout_type: 'AfterInactivity',
  refresh_tokens: 'reuse',
  refresh_token_grace_seconds: 60,
  ssr_code_seconds: 60,
  userinfo_orgs: 'all',
  userinfo_sub: true,
  oauth_code_seconds: 60,
  oauth_state_required: false,
  oauth_id_token: true,
  ...DEFAULT_LOGIN_SETTINGS,
  ...DEFAULT_SELF_SERVICE_SETTINGS,
  ...DEFAULT_STEP_UP_SETTINGS,
  ...DEFAULT_USER_PROPERTY_SETTINGS,
  ...DEFAULT_MCP_SETTINGS,
  ...DEFAULT_WEBHOOK_SETTINGS,
  role_structure: 'single_role_in_hierarchy',
  roles: DEFAULT_ROLES,
  default_owner_role: null,
  default_role: null,
  custom_role_mappings: {},
}

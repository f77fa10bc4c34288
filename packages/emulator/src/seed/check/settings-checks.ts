import { AUTOLOGOUT_TYPES, REFRESH_TOKEN_MODES, USERINFO_ORGS } from '../../domain/project/setting-values.js'
import { STEP_UP_ERROR_STATUSES, STEP_UP_MISMATCHES } from '../../domain/project/step-up-settings.js'
import type { SeedSettings } from '../seed.js'
import { type Check, count, flag, oneOf, type Problem, record } from '../values/checks.js'
import { LOGIN_CHECKS } from './login-checks.js'
import { MCP_CHECKS } from './mcp-checks.js'
import { SELF_SERVICE_CHECKS } from './self-service-checks.js'
import { USER_PROPERTY_CHECKS } from './user-property-checks.js'
import { WEBHOOK_CHECKS } from './webhook-checks.js'

const CHECKS = {
  has_orgs: flag,
  has_usernames: flag,
  has_names: flag,
  signup_confirms_email: flag,
  can_create_access_tokens: flag,
  include_login_method: flag,
  access_token_minutes: count,
  session_days: count,
  user_autologout_type: oneOf(...AUTOLOGOUT_TYPES),
  refresh_tokens: oneOf(...REFRESH_TOKEN_MODES),
  refresh_token_grace_seconds: count,
  ssr_code_seconds: count,
  userinfo_orgs: oneOf(...USERINFO_ORGS),
  userinfo_sub: flag,
  oauth_code_seconds: count,
  oauth_state_required: flag,
  oauth_id_token: flag,
  step_up_enabled: flag,
  step_up_error_status: oneOf(...STEP_UP_ERROR_STATUSES),
  step_up_user_not_found_status: oneOf(...STEP_UP_ERROR_STATUSES),
  step_up_mismatch: oneOf(...STEP_UP_MISMATCHES),
  sms_code_seconds: count,
  totp_code_reuse: flag,
  ...LOGIN_CHECKS,
  ...MCP_CHECKS,
  ...SELF_SERVICE_CHECKS,
  ...USER_PROPERTY_CHECKS,
  ...WEBHOOK_CHECKS,
} as const satisfies Record<keyof SeedSettings, Check>

export const settings: Check = record(CHECKS)

export const SETTING_NAMES = Object.keys(CHECKS) as readonly (keyof SeedSettings)[]

/** The problems of settings outside a seed file. */
export const settingProblems = (value: unknown): readonly Problem[] => settings(value, [])

/** The allowed values of a setting, if they are listed. */
export function settingChoices(name: keyof SeedSettings): readonly unknown[] | undefined {
  const { enum: choices } = CHECKS[name].schema
  return Array.isArray(choices) ? choices : undefined
}

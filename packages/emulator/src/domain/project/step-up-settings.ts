/** The status of an error of step-up MFA, which official SDKs do not read: they go by its `error_code`. */
export const STEP_UP_ERROR_STATUSES = [400, 403, 404, 409, 422] as const

/** What a verification for another action or user does to a one-time grant. */
export const STEP_UP_MISMATCHES = ['keep', 'spend'] as const

type StepUpErrorStatus = (typeof STEP_UP_ERROR_STATUSES)[number]

/** Settings of step-up MFA, with the names of the seed file. */
export interface StepUpSettings {
  /** If false, step-up MFA answers `feature_gated`, as for a plan without it. */
  readonly step_up_enabled: boolean
  /** The status of every error of step-up MFA but `user_not_found`. */
  readonly step_up_error_status: StepUpErrorStatus
  readonly step_up_user_not_found_status: StepUpErrorStatus
  readonly step_up_mismatch: (typeof STEP_UP_MISMATCHES)[number]
  /** How long a code that was sent to a phone is accepted. */
  readonly sms_code_seconds: number
  /** Whether a code of an authenticator app is accepted more than once while it is current. */
  readonly totp_code_reuse: boolean
}

export const DEFAULT_STEP_UP_SETTINGS: StepUpSettings = {
  step_up_enabled: true,
  step_up_error_status: 400,
  step_up_user_not_found_status: 404,
  step_up_mismatch: 'keep',
  sms_code_seconds: 600,
  totp_code_reuse: false,
}

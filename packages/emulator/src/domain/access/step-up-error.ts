import type { Project } from '../project/project.js'
import { readSettings } from '../project/settings.js'

const MESSAGES = {
  feature_gated: 'Step-up MFA is not part of this plan',
  user_not_found: 'User not found',
  mfa_not_enabled: 'The user has not set up this second factor',
  incorrect_mfa_code: 'Incorrect code',
  invalid_request_fields: 'Invalid fields',
} as const

export type StepUpErrorCode = keyof typeof MESSAGES

/** A field in the form of step-up MFA: a code for programs, and a sentence. */
export type StepUpFields = Readonly<Record<string, { readonly code: string; readonly text: string }>>

/** An error of step-up MFA. Its form differs from that of other operations, and a setting has its status. */
export class StepUpError extends Error {
  readonly code: StepUpErrorCode
  readonly status: number
  readonly fields: StepUpFields

  constructor(project: Project, code: StepUpErrorCode, fields: StepUpFields = {}) {
    super(MESSAGES[code])
    this.name = 'StepUpError'
    this.code = code
    this.fields = fields
    const settings = readSettings(project)
    this.status = code === 'user_not_found' ? settings.step_up_user_not_found_status : settings.step_up_error_status
  }
}

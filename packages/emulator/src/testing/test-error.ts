/**
 * `app_login_failed`: the login route of the app did not end signed in. `email_timeout`: no such message arrived.
 * `gate_timeout`: too few requests wait at a gate. `missing_peer`: the test runner is not installed, or is too old.
 * `one_emulator`: a test file has one emulator of the scope `file`. `one_worker`: an emulator with a fixed port serves one
 * worker.
 * `persona_blocked`: the account is disabled or locked. `unknown_org`: the user is in no organization with this name.
 * `unknown_persona`: no user has this name.
 * `webhook_timeout`: no such webhook arrived.
 */
export type EmulatorTestErrorCode =
  | 'app_login_failed'
  | 'email_timeout'
  | 'gate_timeout'
  | 'missing_peer'
  | 'one_emulator'
  | 'one_worker'
  | 'persona_blocked'
  | 'unknown_org'
  | 'unknown_persona'
  | 'webhook_timeout'

/** A test cannot go on. The message says what there is instead of what was expected. */
export class EmulatorTestError extends Error {
  readonly code: EmulatorTestErrorCode

  constructor(code: EmulatorTestErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'EmulatorTestError'
    this.code = code
  }
}

import type { Project } from '../project/project.js'
import type { User } from '../users/user-lookup.js'
import { sendMail } from './mail.js'
import { recordMail } from './mail-events.js'

/** What was wrong too often. */
export type LockCause = 'account_locked' | 'mfa_account_locked'

/** Captures a message that says why the account is locked. A new password unlocks it. */
export function sendAccountLocked(project: Project, { email }: User, cause: LockCause): void {
  recordMail(project, cause, { email })
  const link = `${project.authUrl}/forgot_password`
  sendMail(project, { kind: cause, to: email, subject: 'Your account is locked', link })
}

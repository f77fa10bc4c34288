import { newHex } from '../../values/ids.js'
import type { Project } from '../project/project.js'
import { backupCodesOf, hasSecondFactor, removeSecondFactor, setBackupCodes } from '../users/second-factor.js'
import { matchTotp, newTotpSecret } from '../users/totp.js'
import { getUser, type User } from '../users/user-lookup.js'
import { setMfaSecret } from '../users/users.js'
import { ActionError, invalidRequest } from './action-error.js'

export type MfaStatus =
  | { readonly enabled: true; readonly backupCodes: readonly string[] }
  /** The secret for an authenticator app. `uri` has it in the form of QR codes. */
  | { readonly enabled: false; readonly secret: string; readonly uri: string }

/** Whether the user has a second factor. Without one, the secret for it stays the same until it is set up. */
export function mfaStatus(project: Project, user: User): MfaStatus {
  if (hasSecondFactor(user)) return { enabled: true, backupCodes: backupCodesOf(user) }
  const secret = project.db.transaction(() => pendingSecret(project, user.user_id))
  return { enabled: false, secret, uri: keyUri(project, user, secret) }
}

function pendingSecret(project: Project, userId: string): string {
  const known = getUser(project, userId).mfa_pending_secret
  if (known !== null) return known
  const secret = newTotpSecret()
  project.db.run('UPDATE users SET mfa_pending_secret = ? WHERE user_id = ?', secret, userId)
  return secret
}

/** The form that authenticator apps read from a QR code. */
function keyUri({ authUrl }: Project, { email }: User, secret: string): string {
  const issuer = new URL(authUrl).hostname
  return `otpauth://totp/${encodeURIComponent(`${issuer}:${email}`)}?${new URLSearchParams({ secret, issuer })}`
}

const BACKUP_CODES = 10

/**
 * Sets up the second factor, with the code that the app shows for the secret of `mfaStatus`.
 * @throws {ActionError} `action_already_complete`, `invalid_request_fields`
 */
export function enableMfa(project: Project, user: User, code: string): void {
  project.db.transaction(() => {
    const current = getUser(project, user.user_id)
    if (hasSecondFactor(current)) throw new ActionError('action_already_complete', 'The second factor is on already.')
    const secret = current.mfa_pending_secret
    const step = secret === null ? undefined : matchTotp(secret, code.replaceAll(' ', ''), project.clock.seconds())
    if (step === undefined) throw invalidRequest({ code: 'Incorrect code.' })
    setMfaSecret(project, user.user_id, secret)
    project.db.run('UPDATE users SET mfa_last_step = ? WHERE user_id = ?', step, user.user_id)
    const codes = Array.from({ length: BACKUP_CODES }, () => newHex(5))
    setBackupCodes(project, user.user_id, codes)
  })
}

/** @throws {ActionError} `action_already_complete` */
export function disableMfa(project: Project, user: User): void {
  if (!hasSecondFactor(user)) throw new ActionError('action_already_complete', 'The second factor is off already.')
  removeSecondFactor(project, user.user_id)
}

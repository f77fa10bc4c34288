import type { Project } from '../project/project.js'
import { readSettings } from '../project/settings.js'
import { phonesOf, setMfaPhones } from './mfa-phones.js'
import { matchTotp } from './totp.js'
import { findUser, type User } from './user-lookup.js'
import { setMfaSecret } from './users.js'

export const hasSecondFactor = (user: User): boolean => user.mfa_secret !== null || phonesOf(user).length > 0

/** Removes authenticator app and phones. @throws {ServiceError} `user_not_found` */
export function removeSecondFactor(project: Project, userId: string): void {
  project.db.transaction(() => {
    setMfaSecret(project, userId, null)
    setMfaPhones(project, userId, [])
  })
}

/** Verifies the user's current TOTP code. Each code is accepted once, unless the project says otherwise. */
export function redeemTotpCode(project: Project, userId: string, code: string): boolean {
  return project.db.transaction(() => {
    const user = findUser(project, userId)
    if (!user?.mfa_secret) return false
    const step = matchTotp(user.mfa_secret, code.replaceAll(' ', ''), project.clock.seconds())
    if (step === undefined || (step <= user.mfa_last_step && !readSettings(project).totp_code_reuse)) return false
    project.db.run('UPDATE users SET mfa_last_step = max(mfa_last_step, ?) WHERE user_id = ?', step, userId)
    return true
  })
}

export const backupCodesOf = (user: User): readonly string[] => JSON.parse(user.mfa_backup_codes) as string[]

export function setBackupCodes(project: Project, userId: string, codes: readonly string[]): void {
  project.db.run('UPDATE users SET mfa_backup_codes = ? WHERE user_id = ?', JSON.stringify(codes), userId)
}

/** Accepts a backup code once. */
export function redeemBackupCode(project: Project, userId: string, code: string): boolean {
  return project.db.transaction(() => {
    const user = findUser(project, userId)
    const codes = user ? backupCodesOf(user) : []
    const left = codes.filter((known) => known !== code.trim().toLowerCase())
    if (left.length === codes.length) return false
    setBackupCodes(project, userId, left)
    return true
  })
}

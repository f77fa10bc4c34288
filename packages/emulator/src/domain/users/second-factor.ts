import type { Project } from '../project/project.js'
import { matchTotp } from './totp.js'
import { findUser } from './user-lookup.js'

/** Verifies the user's current TOTP code. Each code is accepted once. */
export function redeemTotpCode(project: Project, userId: string, code: string): boolean {
  return project.db.transaction(() => {
    const user = findUser(project, userId)
    if (!user?.mfa_secret) return false
    const step = matchTotp(user.mfa_secret, code.replaceAll(' ', ''), project.clock.seconds())
    if (step === undefined || step <= user.mfa_last_step) return false
    project.db.run('UPDATE users SET mfa_last_step = ? WHERE user_id = ?', step, userId)
    return true
  })
}

import type { Project } from '../project.js'
import { matchTotp } from './totp.js'
import { findUser, type User } from './user-lookup.js'

/** Why somebody who has proved who they are may still not come in. */
export function loginObstacle(user: User): string | undefined {
  if (user.enabled === 0) return 'This account is disabled.'
  if (user.locked === 1) return 'This account is locked.'
  return undefined
}

/** Whether this is the user's current one-time code. Each code counts once. */
export function spendTotpCode(project: Project, userId: string, code: string): boolean {
  return project.db.transaction(() => {
    const user = findUser(project, userId)
    if (!user?.mfa_secret) return false
    const step = matchTotp(user.mfa_secret, code.replaceAll(' ', ''), project.clock.seconds())
    if (step === undefined || step <= user.mfa_last_step) return false
    project.db.run('UPDATE users SET mfa_last_step = ? WHERE user_id = ?', step, userId)
    return true
  })
}

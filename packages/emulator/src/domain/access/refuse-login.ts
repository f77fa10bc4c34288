import { type LockCause, sendAccountLocked } from '../mail/account-locked.js'
import type { Project } from '../project/project.js'
import { countFailedLogin } from '../users/failed-logins.js'
import { findUser } from '../users/user-lookup.js'

/** Counts a wrong password or a wrong code of a user. Returns whether the account is locked now. */
export function refuseLogin(project: Project, userId: string, cause: LockCause): boolean {
  return project.db.transaction(() => {
    const isNewlyLocked = countFailedLogin(project, userId)
    const user = findUser(project, userId)
    if (user && isNewlyLocked) sendAccountLocked(project, user, cause)
    return user?.locked === 1
  })
}

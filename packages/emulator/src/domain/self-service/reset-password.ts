import { endAllSessions } from '../access/sessions.js'
import type { Project } from '../project/project.js'
import { rejectInvalid } from '../project/service-error.js'
import { forgetDevices } from '../users/known-devices.js'
import { peekOneTimeToken, redeemOneTimeToken } from '../users/one-time-tokens.js'
import { checkReuse } from '../users/password-rotation.js'
import { findUser, getUser, type User } from '../users/user-lookup.js'
import { checkPassword } from '../users/user-rules.js'
import { confirmEmail, setPassword } from '../users/users.js'

/** The user of a link that is valid. */
export function findResetUser(project: Project, token: string): User | undefined {
  const reset = peekOneTimeToken(project, 'reset_password', token)
  return reset && findUser(project, reset.userId)
}

/**
 * Sets a new password by the link of a message, which works once. It proves that the address is the user's, ends all
 * sessions, and forgets the browsers that need no second factor. Returns undefined if the link is not valid any more.
 * @throws {ServiceError} `invalid_fields`; the link stays valid
 */
export async function resetPassword(project: Project, token: string, password: string): Promise<User | undefined> {
  const user = findResetUser(project, token)
  if (!user) return undefined
  rejectInvalid(checkPassword(password))
  rejectInvalid(await checkReuse(project, user, password))
  return project.db.transaction(() => {
    const reset = redeemOneTimeToken(project, 'reset_password', token)
    if (!reset) return undefined
    setPassword(project, reset.userId, password)
    confirmEmail(project, reset.userId)
    endAllSessions(project, reset.userId)
    forgetDevices(project, reset.userId)
    return getUser(project, reset.userId)
  })
}

import type { Project } from '../project/project.js'
import { PUBLIC_PASSWORD, verifyPassword } from '../users/passwords.js'
import { findUser, findUserByEmail, type User } from '../users/user-lookup.js'
import { refuseLogin } from './refuse-login.js'

/** Whether this is the password of the documentation, where it is not accepted. */
export const isRefusedPassword = (project: Project, password: string): boolean =>
  project.privatePasswords && password === PUBLIC_PASSWORD

/**
 * The user with this address and password. A wrong password counts, and of a locked account it is no other answer than the
 * right one. An unknown address takes as long. Reads the user again after the asynchronous check: the user may have been
 * disabled or deleted in the meantime.
 */
export async function findUserByPassword(
  project: Project,
  email: string,
  password: string,
): Promise<User | 'locked' | undefined> {
  if (isRefusedPassword(project, password)) return undefined
  const known = findUserByEmail(project, email)
  const matches = await verifyPassword(known?.password_hash, password)
  const user = known && findUser(project, known.user_id)
  if (!user) return undefined
  if (user.locked === 1) return 'locked'
  if (matches) return user
  return refuseLogin(project, user.user_id, 'account_locked') ? 'locked' : undefined
}

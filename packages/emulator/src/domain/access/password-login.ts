import type { Project } from '../project/project.js'
import { PUBLIC_PASSWORD, verifyPassword } from '../users/passwords.js'
import { findUser, findUserByEmail, type User } from '../users/user-lookup.js'

/** Whether this is the password of the documentation, where it is not accepted. */
export const isRefusedPassword = (project: Project, password: string): boolean =>
  project.privatePasswords && password === PUBLIC_PASSWORD

/**
 * The user with this address and password. An unknown address takes as long as a wrong password. Reads the user again
 * after the asynchronous check: the user may have been disabled or deleted in the meantime.
 */
export async function findUserByPassword(project: Project, email: string, password: string): Promise<User | undefined> {
  if (isRefusedPassword(project, password)) return undefined
  const user = findUserByEmail(project, email)
  const matches = await verifyPassword(user?.password_hash, password)
  return user && matches ? findUser(project, user.user_id) : undefined
}

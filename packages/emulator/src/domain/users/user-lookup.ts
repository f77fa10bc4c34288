import type { Project } from '../project/project.js'
import { userNotFound } from '../project/service-error.js'

/** A row of the users table. Flags are 0 or 1, lists and free-form fields are JSON text. */
export interface User {
  readonly seq: number
  readonly user_id: string
  readonly seed_key: string | null
  readonly email: string
  readonly email_confirmed: number
  readonly username: string | null
  readonly first_name: string | null
  readonly last_name: string | null
  readonly picture_url: string | null
  readonly properties: string | null
  readonly metadata: string | null
  readonly signup_query_parameters: string
  readonly password_hash: string | null
  readonly update_password_required: number
  /** Null: when the user was created. */
  readonly password_set_at: number | null
  /** Hashes of earlier passwords, newest first. */
  readonly password_history: string
  readonly mfa_secret: string | null
  readonly mfa_last_step: number
  /** Shown to the user, who has not confirmed it with a code yet. */
  readonly mfa_pending_secret: string | null
  readonly mfa_backup_codes: string
  readonly mfa_phones: string
  readonly locked: number
  /** When a lock after wrong passwords ends. Null for any other lock. */
  readonly locked_until: number | null
  /** Wrong passwords and codes since the last login. */
  readonly failed_logins: number
  readonly enabled: number
  readonly can_create_orgs: number
  readonly legacy_user_id: string | null
  readonly created_at: number
  readonly last_active_at: number
}

/** Lookups ignore case and surrounding white space. */
export const lookupKey = (text: string): string => text.trim().toLowerCase()

export const findUser = (project: Project, userId: string): User | undefined =>
  project.db.get<User>('SELECT * FROM users WHERE user_id = ?', userId)

export const findUserByEmail = (project: Project, email: string): User | undefined =>
  project.db.get<User>('SELECT * FROM users WHERE email_key = ?', lookupKey(email))

export const findUserByUsername = (project: Project, username: string): User | undefined =>
  project.db.get<User>('SELECT * FROM users WHERE username_key = ?', lookupKey(username))

/** @throws {ServiceError} `user_not_found` */
export function getUser(project: Project, userId: string): User {
  const user = findUser(project, userId)
  if (!user) throw userNotFound()
  return user
}

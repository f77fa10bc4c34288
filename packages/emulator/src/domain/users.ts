import { newUuid } from '../ids.js'
import type { JsonObject } from '../json.js'
import type { Project } from '../project.js'
import { hashPassword } from './passwords.js'
import { type FieldErrors, refuseInvalid, userNotFound } from './refusal.js'
import { readSettings } from './settings.js'

/** A user as stored. Flags are 0 or 1, open-ended fields are JSON text. */
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
  readonly mfa_secret: string | null
  readonly mfa_last_step: number
  readonly locked: number
  readonly enabled: number
  readonly can_create_orgs: number
  readonly legacy_user_id: string | null
  readonly created_at: number
  readonly last_active_at: number
}

/** What a user may be given at any time. An absent field stays as it is. */
export interface UserProfile {
  readonly username?: string | undefined
  readonly first_name?: string | undefined
  readonly last_name?: string | undefined
  readonly picture_url?: string | undefined
  readonly properties?: JsonObject | undefined
  readonly metadata?: JsonObject | undefined
  readonly update_password_required?: boolean | undefined
  readonly legacy_user_id?: string | undefined
  readonly can_create_orgs?: boolean | undefined
}

export interface NewUser extends UserProfile {
  readonly user_id?: string | undefined
  readonly seed_key?: string | undefined
  readonly email: string
  readonly email_confirmed?: boolean | undefined
  readonly password?: string | undefined
  /** A hash made by another system, already checked by the caller. */
  readonly password_hash?: string | undefined
  readonly mfa_secret?: string | undefined
  readonly enabled?: boolean | undefined
  readonly locked?: boolean | undefined
  readonly signup_query_parameters?: JsonObject | undefined
}

/** Capital letters do not make another user. */
export const lookupKey = (text: string): string => text.trim().toLowerCase()

export const findUser = (project: Project, userId: string): User | undefined =>
  project.db.get<User>('SELECT * FROM users WHERE user_id = ?', userId)

export const findUserByEmail = (project: Project, email: string): User | undefined =>
  project.db.get<User>('SELECT * FROM users WHERE email_key = ?', lookupKey(email))

export const findUserByUsername = (project: Project, username: string): User | undefined =>
  project.db.get<User>('SELECT * FROM users WHERE username_key = ?', lookupKey(username))

/** @throws {Refusal} `user_not_found` */
export function getUser(project: Project, userId: string): User {
  const user = findUser(project, userId)
  if (!user) throw userNotFound()
  return user
}

/** @throws {Refusal} `invalid_fields` */
export function createUser(project: Project, input: NewUser): User {
  return project.db.transaction(() => {
    const errors = {
      ...checkEmail(project, input.email),
      ...checkPassword(input.password),
      ...checkProfile(project, input),
    }
    refuseInvalid(errors)
    return insertUser(project, input)
  })
}

function insertUser(project: Project, input: NewUser): User {
  const userId = input.user_id ?? newUuid()
  const now = project.clock.seconds()
  project.db.run(
    `INSERT INTO users (user_id, seed_key, email, email_key, email_confirmed, password_hash, mfa_secret, enabled, locked,
       signup_query_parameters, created_at, last_active_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    userId,
    input.seed_key ?? null,
    input.email.trim(),
    lookupKey(input.email),
    flag(input.email_confirmed ?? false),
    input.password_hash ?? (input.password === undefined ? null : hashPassword(input.password)),
    input.mfa_secret ?? null,
    flag(input.enabled ?? true),
    flag(input.locked ?? false),
    JSON.stringify(input.signup_query_parameters ?? {}),
    now,
    now,
  )
  writeProfile(project, userId, input)
  return getUser(project, userId)
}

/** @throws {Refusal} `user_not_found`, `invalid_fields` */
export function updateProfile(project: Project, userId: string, profile: UserProfile): void {
  project.db.transaction(() => {
    getUser(project, userId)
    refuseInvalid(checkProfile(project, profile, userId))
    writeProfile(project, userId, profile)
  })
}

function writeProfile(project: Project, userId: string, profile: UserProfile): void {
  const text = (column: string, value: string | undefined): void => set(project, userId, column, value)
  const json = (column: string, value: JsonObject | undefined): void =>
    set(project, userId, column, value === undefined ? undefined : JSON.stringify(value))
  const bool = (column: string, value: boolean | undefined): void =>
    set(project, userId, column, value === undefined ? undefined : flag(value))
  text('username', profile.username)
  text('username_key', profile.username === undefined ? undefined : lookupKey(profile.username))
  text('first_name', profile.first_name)
  text('last_name', profile.last_name)
  text('picture_url', profile.picture_url)
  text('legacy_user_id', profile.legacy_user_id)
  json('properties', profile.properties)
  json('metadata', profile.metadata)
  bool('update_password_required', profile.update_password_required)
  bool('can_create_orgs', profile.can_create_orgs)
}

// The column is a literal of this file, never input.
function set(project: Project, userId: string, column: string, value: string | number | undefined): void {
  if (value !== undefined) project.db.run(`UPDATE users SET ${column} = ? WHERE user_id = ?`, value, userId)
}

/** @throws {Refusal} `user_not_found`, `invalid_fields` */
export function setPassword(project: Project, userId: string, password: string, askToUpdate = false): void {
  refuseInvalid(checkPassword(password))
  setPasswordHash(project, userId, hashPassword(password))
  updateProfile(project, userId, { update_password_required: askToUpdate })
}

/** @throws {Refusal} `user_not_found` */
export function setPasswordHash(project: Project, userId: string, hash: string | null): void {
  const changed = project.db.run('UPDATE users SET password_hash = ? WHERE user_id = ?', hash, userId)
  if (changed === 0) throw userNotFound()
}

/** Gives the user another address. @throws {Refusal} `user_not_found`, `invalid_fields` */
export function setEmail(project: Project, userId: string, email: string, confirmed: boolean, field = 'email'): void {
  project.db.transaction(() => {
    checkEmailChange(project, userId, email, field)
    const sql = 'UPDATE users SET email = ?, email_key = ?, email_confirmed = ? WHERE user_id = ?'
    project.db.run(sql, email.trim(), lookupKey(email), flag(confirmed), userId)
  })
}

/** The user, if the address may become theirs. @throws {Refusal} `user_not_found`, `invalid_fields` */
export function checkEmailChange(project: Project, userId: string, email: string, field = 'email'): User {
  const user = getUser(project, userId)
  if (lookupKey(email) !== lookupKey(user.email)) refuseInvalid(checkEmail(project, email, field))
  return user
}

/** @throws {Refusal} `user_not_found` */
export function disableMfa(project: Project, userId: string): void {
  const changed = project.db.run('UPDATE users SET mfa_secret = NULL WHERE user_id = ?', userId)
  if (changed === 0) throw userNotFound()
}

export function confirmEmail(project: Project, userId: string): void {
  project.db.run('UPDATE users SET email_confirmed = 1 WHERE user_id = ?', userId)
}

export function setUserLocked(project: Project, userId: string, locked: boolean): void {
  project.db.run('UPDATE users SET locked = ? WHERE user_id = ?', flag(locked), userId)
}

export function touchUser(project: Project, userId: string): void {
  project.db.run('UPDATE users SET last_active_at = ? WHERE user_id = ?', project.clock.seconds(), userId)
}

/** @throws {Refusal} `user_not_found` */
export function deleteUser(project: Project, userId: string): void {
  project.db.transaction(() => {
    getUser(project, userId)
    // A personal API key dies with its user; one of an organization stays, without a person.
    project.db.run('DELETE FROM api_keys WHERE user_id = ? AND org_id IS NULL', userId)
    project.db.run('UPDATE api_keys SET user_id = NULL WHERE user_id = ?', userId)
    project.db.run('DELETE FROM users WHERE user_id = ?', userId)
  })
}

/** A disabled user is logged out everywhere and cannot log in. @throws {Refusal} `user_not_found` */
export function setUserEnabled(project: Project, userId: string, enabled: boolean): void {
  project.db.transaction(() => {
    getUser(project, userId)
    project.db.run('UPDATE users SET enabled = ? WHERE user_id = ?', flag(enabled), userId)
    if (!enabled) project.db.run('DELETE FROM sessions WHERE user_id = ?', userId)
  })
}

const flag = (value: boolean): number => (value ? 1 : 0)

export const isEmail = (text: string): boolean => text.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim())

/** @param field what the caller's request names the address */
export function checkEmail(project: Project, email: string, field = 'email'): FieldErrors {
  const text = email.trim()
  if (text.length > 254 || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text))
    return { [field]: ['Must be a valid email address.'] }
  if (findUserByEmail(project, text)) return { [field]: ['A user with this email address already exists.'] }
  return {}
}

function checkPassword(password: string | undefined): FieldErrors {
  if (password === undefined) return {}
  if (password.length < 8) return { password: ['Must be at least 8 characters long.'] }
  if (password.length > 1000) return { password: ['Must be at most 1000 characters long.'] }
  return {}
}

function checkProfile(project: Project, profile: UserProfile, userId?: string): FieldErrors {
  const settings = readSettings(project)
  const errors: Record<string, string[]> = {}
  for (const field of ['first_name', 'last_name'] as const) {
    const value = profile[field]
    if (value === undefined) continue
    if (!settings.has_names) errors[field] = ['Names are not enabled in the user schema.']
    else if (value.length > 255) errors[field] = ['Must be at most 255 characters long.']
  }
  if (profile.username !== undefined) {
    const problem = usernameProblem(project, settings.has_usernames, profile.username, userId)
    if (problem) errors.username = [problem]
  }
  return errors
}

function usernameProblem(project: Project, enabled: boolean, username: string, userId?: string): string | undefined {
  if (!enabled) return 'Usernames are not enabled in the user schema.'
  if (username.trim() === '' || username.length > 255) return 'Must be between 1 and 255 characters long.'
  const holder = findUserByUsername(project, username)
  return holder && holder.user_id !== userId ? 'This username is already in use.' : undefined
}

import { newUuid } from '../../values/ids.js'
import type { JsonObject } from '../../values/json.js'
import type { Project } from '../project/project.js'
import { rejectInvalid, userNotFound } from '../project/service-error.js'
import { recordEvent } from '../webhooks/record-event.js'
import { unlockByPassword } from './failed-logins.js'
import { forgetDevices } from './known-devices.js'
import { archiveOrgKeys } from './org-api-keys.js'
import { keepOldPassword } from './password-rotation.js'
import { hashPassword } from './passwords.js'
import { getUser, lookupKey, type User } from './user-lookup.js'
import { checkEmail, checkPassword, checkProfile, type UserProfile } from './user-rules.js'

export interface NewUser extends UserProfile {
  readonly user_id?: string | undefined
  /** No other user keeps it. */
  readonly seed_key?: string | undefined
  readonly email: string
  readonly email_confirmed?: boolean | undefined
  readonly password?: string | undefined
  /** A hash from another system. The caller has checked its format. */
  readonly password_hash?: string | undefined
  readonly mfa_secret?: string | undefined
  readonly enabled?: boolean | undefined
  readonly locked?: boolean | undefined
  readonly signup_query_parameters?: JsonObject | undefined
}

/** @throws {ServiceError} `invalid_fields` */
export function createUser(project: Project, input: NewUser): User {
  return project.db.transaction(() => {
    const problems = [checkEmail(project, input.email), checkPassword(input.password), checkProfile(project, input)]
    rejectInvalid(Object.assign({}, ...problems))
    const user = insertUser(project, input)
    recordEvent(project, 'user.created', eventFields(user))
    return user
  })
}

function insertUser(project: Project, input: NewUser): User {
  const userId = input.user_id ?? newUuid()
  const now = project.clock.seconds()
  if (input.seed_key !== undefined) freeSeedKey(project, input.seed_key)
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

const recordUpdate = (project: Project, userId: string): void =>
  recordEvent(project, 'user.updated', () => eventFields(getUser(project, userId)))

const eventFields = (user: User) => ({
  user_id: user.user_id,
  email: user.email,
  email_confirmed: user.email_confirmed === 1,
  first_name: user.first_name,
  last_name: user.last_name,
  picture_url: user.picture_url,
  username: user.username,
})

/** @throws {ServiceError} `user_not_found`, `invalid_fields` */
export function updateProfile(project: Project, userId: string, profile: UserProfile): void {
  project.db.transaction(() => {
    getUser(project, userId)
    rejectInvalid(checkProfile(project, profile, userId))
    writeProfile(project, userId, profile)
    recordUpdate(project, userId)
  })
}

function writeProfile(project: Project, userId: string, profile: UserProfile): void {
  const { username, properties, metadata, update_password_required, can_create_orgs } = profile
  const columns = {
    username,
    username_key: username === undefined ? undefined : lookupKey(username),
    first_name: profile.first_name,
    last_name: profile.last_name,
    picture_url: profile.picture_url,
    legacy_user_id: profile.legacy_user_id,
    properties: properties && JSON.stringify(properties),
    metadata: metadata && JSON.stringify(metadata),
    update_password_required: update_password_required === undefined ? undefined : flag(update_password_required),
    can_create_orgs: can_create_orgs === undefined ? undefined : flag(can_create_orgs),
  }
  const given = Object.entries(columns).flatMap(([column, value]) => (value === undefined ? [] : [{ column, value }]))
  if (given.length === 0) return
  // The columns are literals of this function, not input.
  const sql = `UPDATE users SET ${given.map(({ column }) => `${column} = ?`).join(', ')} WHERE user_id = ?`
  project.db.run(sql, ...given.map(({ value }) => value), userId)
}

/** @throws {ServiceError} `user_not_found`, `invalid_fields` */
export function setPassword(project: Project, userId: string, password: string, askToUpdate = false): void {
  rejectInvalid(checkPassword(password))
  project.db.transaction(() => {
    setPasswordHash(project, userId, hashPassword(password))
    writeProfile(project, userId, { update_password_required: askToUpdate })
    unlockByPassword(project, userId)
  })
}

/** @throws {ServiceError} `user_not_found` */
export function setPasswordHash(project: Project, userId: string, hash: string | null): void {
  project.db.transaction(() => {
    keepOldPassword(project, getUser(project, userId))
    const sql = 'UPDATE users SET password_hash = ?, password_set_at = ? WHERE user_id = ?'
    project.db.run(sql, hash, project.clock.seconds(), userId)
  })
}

/** Changes the user's email address. @throws {ServiceError} `user_not_found`, `invalid_fields` */
export function setEmail(project: Project, userId: string, email: string, confirmed: boolean, field = 'email'): void {
  project.db.transaction(() => {
    checkEmailChange(project, userId, email, field)
    const sql = 'UPDATE users SET email = ?, email_key = ?, email_confirmed = ? WHERE user_id = ?'
    project.db.run(sql, email.trim(), lookupKey(email), flag(confirmed), userId)
    recordUpdate(project, userId)
  })
}

/** Checks a change of the email address. Returns the user. @throws {ServiceError} `user_not_found`, `invalid_fields` */
export function checkEmailChange(project: Project, userId: string, email: string, field = 'email'): User {
  const user = getUser(project, userId)
  if (lookupKey(email) !== lookupKey(user.email)) rejectInvalid(checkEmail(project, email, field))
  return user
}

/** Sets or removes the secret of the authenticator app, without backup codes. @throws {ServiceError} `user_not_found` */
export function setMfaSecret(project: Project, userId: string, secret: string | null): void {
  const sql = "UPDATE users SET mfa_secret = ?, mfa_pending_secret = NULL, mfa_backup_codes = '[]' WHERE user_id = ?"
  const changed = project.db.run(sql, secret, userId)
  if (changed === 0) throw userNotFound()
  forgetDevices(project, userId)
}

export function confirmEmail(project: Project, userId: string): void {
  project.db.transaction(() => {
    const sql = 'UPDATE users SET email_confirmed = 1 WHERE user_id = ? AND email_confirmed = 0'
    if (project.db.run(sql, userId) > 0) recordUpdate(project, userId)
  })
}

/** Locks the user until a further call unlocks it. */
export function setUserLocked(project: Project, userId: string, locked: boolean): void {
  const sql = 'UPDATE users SET locked = ?, locked_until = NULL, failed_logins = 0 WHERE user_id = ?'
  project.db.run(sql, flag(locked), userId)
}

/** Assigns the seed key to this user alone. */
export function setUserSeedKey(project: Project, userId: string, key: string): void {
  freeSeedKey(project, key)
  project.db.run('UPDATE users SET seed_key = ? WHERE user_id = ?', key, userId)
}

const freeSeedKey = (project: Project, key: string): number =>
  project.db.run('UPDATE users SET seed_key = NULL WHERE seed_key = ?', key)

/** @throws {ServiceError} `user_not_found` */
export function deleteUser(project: Project, userId: string): void {
  project.db.transaction(() => {
    getUser(project, userId)
    // A personal API key is deleted with its user. A key of an organization stays and loses its user.
    project.db.run('DELETE FROM api_keys WHERE user_id = ? AND org_id IS NULL', userId)
    archiveOrgKeys(project, userId)
    project.db.run('UPDATE api_keys SET user_id = NULL WHERE user_id = ?', userId)
    project.db.run(
      'INSERT INTO membership_changes (org_id, change, changed_at) SELECT org_id, -1, ? FROM memberships WHERE user_id = ?',
      project.clock.seconds(),
      userId,
    )
    project.db.run('DELETE FROM users WHERE user_id = ?', userId)
    recordEvent(project, 'user.deleted', { user_id: userId })
  })
}

/** Disabling a user ends all sessions. @throws {ServiceError} `user_not_found` */
export function setUserEnabled(project: Project, userId: string, enabled: boolean): void {
  project.db.transaction(() => {
    getUser(project, userId)
    const sql = 'UPDATE users SET enabled = :enabled WHERE user_id = :user_id AND enabled <> :enabled'
    const changed = project.db.run(sql, { enabled: flag(enabled), user_id: userId })
    if (!enabled) project.db.run('DELETE FROM sessions WHERE user_id = ?', userId)
    if (changed > 0) recordEvent(project, enabled ? 'user.enabled' : 'user.disabled', { user_id: userId })
  })
}

const flag = (value: boolean): number => (value ? 1 : 0)

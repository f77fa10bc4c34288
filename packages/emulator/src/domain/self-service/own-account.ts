import type { JsonObject } from '../../values/json.js'
import { refuseLogin } from '../access/refuse-login.js'
import { sendConfirmation } from '../mail/mail.js'
import { hasDomainOf, orgsOf } from '../orgs/memberships.js'
import type { Project } from '../project/project.js'
import { rejectInvalid } from '../project/service-error.js'
import { readSettings } from '../project/settings.js'
import { checkReuse, mustChangePassword } from '../users/password-rotation.js'
import { verifyPassword } from '../users/passwords.js'
import { changedProperties, propertyOf } from '../users/property-rules.js'
import { findUser, type User } from '../users/user-lookup.js'
import { isEmail } from '../users/user-rules.js'
import { checkEmailChange, deleteUser, setPassword, updateProfile } from '../users/users.js'
import { ActionError, forbidden, invalidRequest, rejectProblems } from './action-error.js'
import { ownPropertyProblems, presentProperties } from './own-properties.js'

export interface OwnProfile {
  readonly username?: string | undefined
  readonly first_name?: string | undefined
  readonly last_name?: string | undefined
  /** Merged with the present ones. Null removes one. */
  readonly properties?: JsonObject | undefined
}

/**
 * @throws {ActionError} `invalid_request_fields` with the names of properties that the user may not set
 * @throws {ServiceError} `invalid_fields`
 */
export function updateOwnProfile(project: Project, user: User, { properties = {}, ...profile }: OwnProfile): void {
  const present = presentProperties(user)
  rejectProblems(ownPropertyProblems(readSettings(project), properties, { present, createdAt: user.created_at }))
  const merged = Object.entries({ ...present, ...properties }).filter(([name]) => propertyOf(properties, name) !== null)
  const isChanged = changedProperties(properties, present).length > 0
  updateProfile(project, user.user_id, {
    ...profile,
    ...(isChanged ? { properties: Object.fromEntries(merged) } : {}),
  })
}

export interface PasswordChange {
  /** Required of a user with a password, unless the password has to be changed. */
  readonly current?: string | undefined
  readonly next: string
}

/**
 * @throws {ActionError} `incorrect_password`, `account_locked`
 * @throws {ServiceError} `invalid_fields`, also for a password that was used before, if an organization forbids it
 */
export async function changeOwnPassword(
  project: Project,
  user: User,
  { current, next }: PasswordChange,
): Promise<void> {
  if (!mustChangePassword(project, user)) await requirePassword(project, user, current)
  rejectInvalid(await checkReuse(project, user, next))
  setPassword(project, user.user_id, next)
}

export interface EmailChange {
  readonly email: string
  /** Required of a user with a password. */
  readonly password?: string | undefined
}

/**
 * Sends a confirmation to the new address, which becomes that of the user by its link. Returns the link.
 * @throws {ActionError} `action_disabled`, `incorrect_password`, `account_locked`, `action_forbidden` if an organization of
 * the user does not allow the new domain, `invalid_request_fields`
 * @throws {ServiceError} `invalid_fields`
 */
export async function changeOwnEmail(project: Project, user: User, { email, password }: EmailChange): Promise<string> {
  if (!readSettings(project).users_can_change_email)
    throw new ActionError('action_disabled', 'Users may not change their email address.')
  if (!isEmail(email)) throw invalidRequest({ new_email: 'Must be a valid email address.' })
  await requirePassword(project, user, password)
  checkEmailChange(project, user.user_id, email, 'new_email')
  const strict = orgsOf(project, user.user_id).find((org) => org.domain_restrict === 1 && !hasDomainOf(org, email))
  if (strict) throw forbidden(`Members of ${strict.name} need an address in its domain.`)
  return sendConfirmation(project, user, { email: email.trim() })
}

/** @throws {ActionError} `action_disabled` */
export function deleteOwnAccount(project: Project, user: User): void {
  if (!readSettings(project).users_can_delete_own_account)
    throw new ActionError('action_disabled', 'Users may not delete their account.')
  if (findUser(project, user.user_id)) deleteUser(project, user.user_id)
}

async function requirePassword(project: Project, user: User, password: string | undefined): Promise<void> {
  if (user.password_hash === null) return
  const matches = await verifyPassword(user.password_hash, password ?? '')
  if (user.locked === 1 || (!matches && refuseLogin(project, user.user_id, 'account_locked')))
    throw new ActionError('account_locked', 'This account is locked.')
  if (!matches) throw new ActionError('incorrect_password', 'Incorrect password.')
}

import { endAllSessions } from '../../domain/access/sessions.js'
import { createMagicLink } from '../../domain/mail/magic-links.js'
import { sendConfirmation } from '../../domain/mail/mail.js'
import { allowedReturnUrl } from '../../domain/project/return-target.js'
import { ServiceError } from '../../domain/project/service-error.js'
import { isImportableHash } from '../../domain/users/imported-hashes.js'
import { phonesOf } from '../../domain/users/mfa-phones.js'
import { removeSecondFactor } from '../../domain/users/second-factor.js'
import { isTotpSecret } from '../../domain/users/totp.js'
import { findUser, getUser } from '../../domain/users/user-lookup.js'
import { checkEmailChange, createUser, setEmail, setPassword, setPasswordHash } from '../../domain/users/users.js'
import { bodyFields, type Fields } from '../fields.js'
import { type Handler, NO_CONTENT, pathId } from './handler.js'
import { readProfile } from './users.js'

export const updateUserEmail: Handler<'updateUserEmail'> = (project, request) => {
  const fields = bodyFields(request.body)
  const email = fields.requiredText('new_email')
  const confirm = fields.requiredFlag('require_email_confirmation')
  fields.check()
  const userId = pathId(request, 'user_id')
  if (!confirm) setEmail(project, userId, email, true, 'new_email')
  else sendConfirmation(project, checkEmailChange(project, userId, email, 'new_email'), { email })
  return {}
}

export const updateUserPassword: Handler<'updateUserPassword'> = (project, request) => {
  const fields = bodyFields(request.body)
  const password = fields.requiredText('password')
  const askToUpdate = fields.flag('ask_user_to_update_password_on_login')
  fields.check()
  setPassword(project, pathId(request, 'user_id'), password, askToUpdate)
  return {}
}

export const clearUserPassword: Handler<'clearUserPassword'> = (project, request) => {
  setPasswordHash(project, pathId(request, 'user_id'), null)
  return {}
}

export const disableUser2fa: Handler<'disableUser2fa'> = (project, request) => {
  removeSecondFactor(project, pathId(request, 'user_id'))
  return {}
}

export const fetchUserMfaMethods: Handler<'fetchUserMfaMethods'> = (project, request) => {
  const user = getUser(project, pathId(request, 'user_id'))
  if (user.mfa_secret !== null) return { mfa_setup: { type: 'Totp' } }
  const phones = phonesOf(user).map(({ mfa_phone_id, number }) => ({
    mfa_phone_id,
    mfa_phone_number_suffix: number.slice(-4),
  }))
  return { mfa_setup: phones.length === 0 ? null : { type: 'Phone', phone_numbers: phones } }
}

export const resendEmailConfirmation: Handler<'resendEmailConfirmation'> = (project, request) => {
  const fields = bodyFields(request.body)
  const userId = fields.requiredId('user_id')
  fields.check()
  const user = getUser(project, userId)
  if (user.email_confirmed === 1) throw new ServiceError('bad_request', 'The email address is already confirmed')
  sendConfirmation(project, user)
  return NO_CONTENT
}

export const logoutAllUserSessions: Handler<'logoutAllUserSessions'> = (project, request) => {
  endAllSessions(project, pathId(request, 'user_id'))
  return NO_CONTENT
}

export const migrateUserFromExternalSource: Handler<'migrateUserFromExternalSource'> = (project, request) => {
  const fields = bodyFields(request.body)
  const input = {
    ...readProfile(fields),
    email: fields.requiredText('email'),
    email_confirmed: fields.requiredFlag('email_confirmed'),
    legacy_user_id: fields.text('existing_user_id'),
    password_hash: readHash(fields, 'existing_password_hash'),
    mfa_secret: readTotpSecret(fields, 'existing_mfa_base32_encoded_secret'),
    enabled: fields.flag('enabled'),
  }
  fields.check()
  return { user_id: createUser(project, input).user_id }
}

export const migrateUserPassword: Handler<'migrateUserPassword'> = (project, request) => {
  const fields = bodyFields(request.body)
  const userId = fields.requiredId('user_id')
  const hash = readHash(fields, 'password_hash')
  if (hash === undefined) fields.fail('password_hash', 'Must be a bcrypt, argon2 or PBKDF2 hash.')
  if (!findUser(project, userId)) fields.fail('user_id', 'User not found.')
  fields.check()
  setPasswordHash(project, userId, hash ?? null)
  return {}
}

function readHash(fields: Fields, name: string): string | undefined {
  const hash = fields.text(name)
  if (hash !== undefined && !isImportableHash(hash)) fields.fail(name, 'Must be a bcrypt, argon2 or PBKDF2 hash.')
  return hash
}

function readTotpSecret(fields: Fields, name: string): string | undefined {
  const secret = fields.text(name)
  if (secret !== undefined && !isTotpSecret(secret))
    fields.fail(name, 'Must be a base32 secret of at least 16 characters.')
  return secret
}

const MAX_HOURS = 24 * 366

export const createMagicLinkHandler: Handler<'createMagicLink'> = (project, request) => {
  const fields = bodyFields(request.body)
  const wished = fields.text('redirect_to_url')
  const redirectToUrl = wished === undefined ? undefined : allowedReturnUrl(project, wished)?.href
  if (wished !== undefined && redirectToUrl === undefined)
    fields.fail('redirect_to_url', 'Must be a URL of an allowed app.')
  const options = {
    email: fields.requiredText('email'),
    redirectToUrl,
    expiresInHours: fields.integer('expires_in_hours', { min: 1, max: MAX_HOURS }),
    createNewUser: fields.flag('create_new_user_if_one_doesnt_exist'),
    expireAfterFirstUse: fields.flag('expire_after_first_use'),
    requiresInterstitial: fields.flag('requires_interstitial'),
    signupQueryParameters: fields.object('user_signup_query_parameters'),
  }
  fields.check()
  return { url: createMagicLink(project, options) }
}

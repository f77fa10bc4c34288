import { checkSignup } from '../orgs/signup-rules.js'
import type { Project } from '../project/project.js'
import { rejectInvalid } from '../project/service-error.js'
import { readSettings } from '../project/settings.js'
import { hasNames } from '../project/user-properties.js'
import { findUserByEmail, getUser, type User } from '../users/user-lookup.js'
import { confirmEmail, createUser } from '../users/users.js'
import { type NewProviderToken, saveProviderToken } from './provider-tokens.js'

/** A user as a social login provider describes it. */
export interface SocialProfile {
  readonly email: string
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
}

/**
 * The user with the address that the provider has confirmed. A new user is created if the project allows sign-ups. The
 * tokens of the provider are stored.
 * @throws {ServiceError} `invalid_fields`
 */
export function socialUser(project: Project, profile: SocialProfile, token: NewProviderToken): User {
  return project.db.transaction(() => {
    const user = findUserByEmail(project, profile.email) ?? newUser(project, profile)
    confirmEmail(project, user.user_id)
    saveProviderToken(project, user.user_id, token)
    return getUser(project, user.user_id)
  })
}

function newUser(project: Project, { email, firstName, lastName }: SocialProfile): User {
  rejectInvalid(checkSignup(project, email))
  const names = hasNames(readSettings(project)) ? { first_name: firstName, last_name: lastName } : {}
  return createUser(project, { email, email_confirmed: true, ...names })
}

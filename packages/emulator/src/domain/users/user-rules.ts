import { type JsonObject, parseObject } from '../../values/json.js'
import type { Project } from '../project/project.js'
import type { FieldErrors } from '../project/service-error.js'
import { readSettings } from '../project/settings.js'
import { hasNames, usernameLabel } from '../project/user-properties.js'
import { propertyProblems } from './property-rules.js'
import { findUser, findUserByEmail, findUserByUsername } from './user-lookup.js'

/** The fields of a user that can be changed. An absent field stays as it is. */
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

export const isEmail = (text: string): boolean => text.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim())

/** The domain of an address, in lower case. */
export const domainOf = (email: string): string =>
  email
    .slice(email.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase()

/** @param field the name of the address in the caller's request */
export function checkEmail(project: Project, email: string, field = 'email'): FieldErrors {
  if (!isEmail(email)) return { [field]: ['Must be a valid email address.'] }
  if (findUserByEmail(project, email)) return { [field]: ['A user with this email address already exists.'] }
  return {}
}

export function checkPassword(password: string | undefined): FieldErrors {
  if (password === undefined) return {}
  if (password.length < 8) return { password: ['Must be at least 8 characters long.'] }
  if (password.length > 1000) return { password: ['Must be at most 1000 characters long.'] }
  return {}
}

export function checkProfile(project: Project, profile: UserProfile, userId?: string): FieldErrors {
  const settings = readSettings(project)
  const errors: Record<string, string[]> = {}
  for (const field of ['first_name', 'last_name'] as const) {
    const value = profile[field]
    if (value === undefined) continue
    if (!hasNames(settings) && project.enforcesLimits) errors[field] = ['Names are not enabled in the user schema.']
    else if (value.length > 255) errors[field] = ['Must be at most 255 characters long.']
  }
  if (profile.username !== undefined) {
    const problem = usernameProblem(
      project,
      usernameLabel(settings) !== undefined || !project.enforcesLimits,
      profile.username,
      userId,
    )
    if (problem) errors.username = [problem]
  }
  return { ...errors, ...(project.enforcesLimits ? schemaErrors(project, profile, userId) : {}) }
}

/** What the user schema of the project does not have. */
function schemaErrors(project: Project, profile: UserProfile, userId: string | undefined): FieldErrors {
  const settings = readSettings(project)
  const { user_properties: schema, user_property_checks: checks } = settings
  if (schema === null || checks === 'off') return {}
  const { properties, metadata, picture_url: picture } = profile
  const stored = properties && userId !== undefined ? findUser(project, userId)?.properties : null
  const problems = properties ? propertyProblems(settings, properties, stored ? parseObject(stored) : {}) : {}
  const lines = Object.entries(problems).map(([name, problem]) => `${name}: ${problem}`)
  return {
    ...(lines.length === 0 ? {} : { properties: lines }),
    ...(metadata && !schema.metadata_property ? { metadata: ['Metadata is not enabled in the user schema.'] } : {}),
    ...(picture !== undefined && !schema.picture_url_property
      ? { picture_url: ['Pictures are not enabled in the user schema.'] }
      : {}),
  }
}

function usernameProblem(project: Project, enabled: boolean, username: string, userId?: string): string | undefined {
  if (!enabled) return 'Usernames are not enabled in the user schema.'
  if (username.trim() === '' || username.length > 255) return 'Must be between 1 and 255 characters long.'
  const holder = findUserByUsername(project, username)
  return holder && holder.user_id !== userId ? 'This username is already in use.' : undefined
}

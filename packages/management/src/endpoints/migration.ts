import { endpoint } from '../endpoint/endpoint.js'
import type { Domain, Shape, Wire } from '../shapes/shape.js'
import { accepted, anyObject, flag, named, object, optional, text, uuid } from '../shapes/shape.js'
import { createdUser } from './created-user.js'

const migrateUserShape = object({
  email: text,
  emailConfirmed: flag,
  existingUserId: optional(text),
  existingPasswordHash: optional(text),
  existingMfaBase32EncodedSecret: optional(text),
  askUserToUpdatePasswordOnLogin: named('update_password_required', optional(flag)),
  enabled: optional(flag),
  firstName: optional(text),
  lastName: optional(text),
  username: optional(text),
  pictureUrl: optional(text),
  properties: optional(anyObject),
})
/** `existingUserId` becomes the `legacyUserId`; password hashes may be bcrypt or argon2. */
export interface MigrateUserFromExternalSourceRequest extends Domain<typeof migrateUserShape> {}
export interface MigrateUserFromExternalSourceRequestWire extends Wire<typeof migrateUserShape> {}
const migrateUserRequest: Shape<MigrateUserFromExternalSourceRequest, MigrateUserFromExternalSourceRequestWire> =
  migrateUserShape

/** Migrate a user from another system, with password hash and MFA secret. */
export const migrateUserFromExternalSource = endpoint({
  name: 'migrateUserFromExternalSource',
  route: 'POST /api/backend/v1/migrate_user/',
  body: migrateUserRequest,
  args: (request: MigrateUserFromExternalSourceRequest) => request,
  result: createdUser,
})

const migratePasswordShape = object({ userId: uuid, passwordHash: text })
export interface MigrateUserPasswordRequest extends Domain<typeof migratePasswordShape> {}
export interface MigrateUserPasswordRequestWire extends Wire<typeof migratePasswordShape> {}
const migrateUserPasswordRequest: Shape<MigrateUserPasswordRequest, MigrateUserPasswordRequestWire> =
  migratePasswordShape

/** Set a user's password by a hash of another system; false if there is no such user. */
export const migrateUserPassword = endpoint({
  name: 'migrateUserPassword',
  route: 'POST /api/backend/v1/migrate_user/password',
  body: migrateUserPasswordRequest,
  args: (request: MigrateUserPasswordRequest) => request,
  result: accepted,
  on: { 404: false },
})

import { endpoint } from '../endpoint/endpoint.js'
import { accepted, object, uuid } from '../shapes/shape.js'

const byUserId = object({ userId: uuid })

/** Remove a user's password; false if there is no such user. */
export const clearUserPassword = endpoint({
  name: 'clearUserPassword',
  route: 'PUT /api/backend/v1/user/{user_id}/clear_password',
  params: byUserId,
  args: (userId: string) => ({ userId }),
  result: accepted,
  on: { 404: false },
})

/** Delete a user; false if there is no such user. */
export const deleteUser = endpoint({
  name: 'deleteUser',
  route: 'DELETE /api/backend/v1/user/{user_id}',
  params: byUserId,
  args: (userId: string) => ({ userId }),
  result: accepted,
  on: { 404: false },
})

/** Disable a user and end their sessions; false if there is no such user. */
export const disableUser = endpoint({
  name: 'disableUser',
  route: 'POST /api/backend/v1/user/{user_id}/disable',
  params: byUserId,
  args: (userId: string) => ({ userId }),
  result: accepted,
  on: { 404: false },
})

/** Enable a disabled user; false if there is no such user. */
export const enableUser = endpoint({
  name: 'enableUser',
  route: 'POST /api/backend/v1/user/{user_id}/enable',
  params: byUserId,
  args: (userId: string) => ({ userId }),
  result: accepted,
  on: { 404: false },
})

/** Remove a user's second factor; false if there is no such user. */
export const disableUser2fa = endpoint({
  name: 'disableUser2fa',
  route: 'POST /api/backend/v1/user/{user_id}/disable_2fa',
  params: byUserId,
  args: (userId: string) => ({ userId }),
  result: accepted,
  on: { 404: false },
})

/** Resend the e-mail that confirms an address; false if there is no such user. */
export const resendEmailConfirmation = endpoint({
  name: 'resendEmailConfirmation',
  route: 'POST /api/backend/v1/resend_email_confirmation',
  body: byUserId,
  args: (userId: string) => ({ userId }),
  result: accepted,
  on: { 404: false },
})

/** End all sessions of a user; access tokens stay valid until they expire. */
export const logoutAllUserSessions = endpoint({
  name: 'logoutAllUserSessions',
  route: 'POST /api/backend/v1/user/{user_id}/logout_all_sessions',
  params: byUserId,
  args: (userId: string) => ({ userId }),
  result: accepted,
  on: { 404: false },
})

/** Allow a user to create organizations; false if there is no such user. */
export const enableUserCanCreateOrgs = endpoint({
  name: 'enableUserCanCreateOrgs',
  route: 'PUT /api/backend/v1/user/{user_id}/can_create_orgs/enable',
  params: byUserId,
  args: (userId: string) => ({ userId }),
  result: accepted,
  on: { 404: false },
})

/** Forbid a user to create organizations; false if there is no such user. */
export const disableUserCanCreateOrgs = endpoint({
  name: 'disableUserCanCreateOrgs',
  route: 'PUT /api/backend/v1/user/{user_id}/can_create_orgs/disable',
  params: byUserId,
  args: (userId: string) => ({ userId }),
  result: accepted,
  on: { 404: false },
})

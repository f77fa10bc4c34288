import { endpoint } from '../endpoint.js'
import { accepted, object, uuid } from '../shape.js'

const byUserId = object({ userId: uuid })

const actionOnUser = {
  params: byUserId,
  args: (userId: string) => ({ userId }),
  malformed: false,
  result: accepted,
  on: { 404: false },
} as const

export const clearUserPassword = endpoint({
  name: 'clearUserPassword',
  summary: "Remove a user's password; false if there is no such user.",
  route: 'PUT /api/backend/v1/user/{user_id}/clear_password',
  ...actionOnUser,
})

export const deleteUser = endpoint({
  name: 'deleteUser',
  summary: 'Delete a user; false if there is no such user.',
  route: 'DELETE /api/backend/v1/user/{user_id}',
  ...actionOnUser,
})

export const disableUser = endpoint({
  name: 'disableUser',
  summary: 'Log a user out and keep them out; false if there is no such user.',
  route: 'POST /api/backend/v1/user/{user_id}/disable',
  ...actionOnUser,
})

export const enableUser = endpoint({
  name: 'enableUser',
  summary: 'Let a disabled user log in again; false if there is no such user.',
  route: 'POST /api/backend/v1/user/{user_id}/enable',
  ...actionOnUser,
})

export const disableUser2fa = endpoint({
  name: 'disableUser2fa',
  summary: "Remove a user's second factor; false if there is no such user.",
  route: 'POST /api/backend/v1/user/{user_id}/disable_2fa',
  ...actionOnUser,
})

export const resendEmailConfirmation = endpoint({
  name: 'resendEmailConfirmation',
  summary: 'Send the e-mail that confirms an address once more; false if there is no such user.',
  route: 'POST /api/backend/v1/resend_email_confirmation',
  body: byUserId,
  args: (userId: string) => ({ userId }),
  malformed: false,
  result: accepted,
  on: { 404: false },
})

export const logoutAllUserSessions = endpoint({
  name: 'logoutAllUserSessions',
  summary: 'End all sessions of a user; access tokens already issued live on until they expire.',
  route: 'POST /api/backend/v1/user/{user_id}/logout_all_sessions',
  ...actionOnUser,
})

export const enableUserCanCreateOrgs = endpoint({
  name: 'enableUserCanCreateOrgs',
  summary: 'Let a user create organizations; false if there is no such user.',
  route: 'PUT /api/backend/v1/user/{user_id}/can_create_orgs/enable',
  ...actionOnUser,
})

export const disableUserCanCreateOrgs = endpoint({
  name: 'disableUserCanCreateOrgs',
  summary: 'Keep a user from creating organizations; false if there is no such user.',
  route: 'PUT /api/backend/v1/user/{user_id}/can_create_orgs/disable',
  ...actionOnUser,
})

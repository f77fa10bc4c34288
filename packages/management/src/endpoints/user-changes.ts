import { endpoint } from '../endpoint/endpoint.js'
import type { Domain, Shape, Wire } from '../shapes/shape.js'
import { accepted, anyObject, flag, object, optional, text, uuid } from '../shapes/shape.js'
import { createdUser } from './created-user.js'

const byUserId = object({ userId: uuid })

const createUserShape = object({
  email: text,
  emailConfirmed: optional(flag),
  sendEmailToConfirmEmailAddress: optional(flag),
  password: optional(text),
  askUserToUpdatePasswordOnLogin: optional(flag),
  ignoreDomainRestrictions: optional(flag),
  username: optional(text),
  firstName: optional(text),
  lastName: optional(text),
  properties: optional(anyObject),
})
export interface CreateUserRequest extends Domain<typeof createUserShape> {}
export interface CreateUserRequestWire extends Wire<typeof createUserShape> {}
const createUserRequest: Shape<CreateUserRequest, CreateUserRequestWire> = createUserShape

/** Create a user. */
export const createUser = endpoint({
  name: 'createUser',
  route: 'POST /api/backend/v1/user/',
  body: createUserRequest,
  args: (request: CreateUserRequest) => request,
  result: createdUser,
})

const updateUserMetadataShape = object({
  username: optional(text),
  firstName: optional(text),
  lastName: optional(text),
  pictureUrl: optional(text),
  metadata: optional(anyObject),
  properties: optional(anyObject),
  updatePasswordRequired: optional(flag),
  legacyUserId: optional(text),
})
/** Only what is given changes. */
export interface UpdateUserMetadataRequest extends Domain<typeof updateUserMetadataShape> {}
export interface UpdateUserMetadataRequestWire extends Wire<typeof updateUserMetadataShape> {}
const updateUserMetadataRequest: Shape<UpdateUserMetadataRequest, UpdateUserMetadataRequestWire> =
  updateUserMetadataShape

/** Change a user's names, picture, properties or metadata; false if there is no such user. */
export const updateUserMetadata = endpoint({
  name: 'updateUserMetadata',
  route: 'PUT /api/backend/v1/user/{user_id}',
  params: byUserId,
  body: updateUserMetadataRequest,
  args: (userId: string, update: UpdateUserMetadataRequest) => ({ ...update, userId }),
  result: accepted,
  on: { 404: false },
})

const updateUserEmailShape = object({ newEmail: text, requireEmailConfirmation: flag })
/** With `requireEmailConfirmation` the change takes effect when the user has confirmed the new address. */
export interface UpdateUserEmailRequest extends Domain<typeof updateUserEmailShape> {}
export interface UpdateUserEmailRequestWire extends Wire<typeof updateUserEmailShape> {}
const updateUserEmailRequest: Shape<UpdateUserEmailRequest, UpdateUserEmailRequestWire> = updateUserEmailShape

/** Change a user's e-mail address; false if there is no such user. */
export const updateUserEmail = endpoint({
  name: 'updateUserEmail',
  route: 'PUT /api/backend/v1/user/{user_id}/email',
  params: byUserId,
  body: updateUserEmailRequest,
  args: (userId: string, update: UpdateUserEmailRequest) => ({ ...update, userId }),
  result: accepted,
  on: { 404: false },
})

const updateUserPasswordShape = object({ password: text, askUserToUpdatePasswordOnLogin: optional(flag) })
export interface UpdateUserPasswordRequest extends Domain<typeof updateUserPasswordShape> {}
export interface UpdateUserPasswordRequestWire extends Wire<typeof updateUserPasswordShape> {}
const updateUserPasswordRequest: Shape<UpdateUserPasswordRequest, UpdateUserPasswordRequestWire> =
  updateUserPasswordShape

/** Set a user's password; false if there is no such user. */
export const updateUserPassword = endpoint({
  name: 'updateUserPassword',
  route: 'PUT /api/backend/v1/user/{user_id}/password',
  params: byUserId,
  body: updateUserPasswordRequest,
  args: (userId: string, update: UpdateUserPasswordRequest) => ({ ...update, userId }),
  result: accepted,
  on: { 404: false },
})

import { endpoint } from '../endpoint/endpoint.js'
import { flag, list, object, optional, text, texts, uuid } from '../shapes/shape.js'
import { inBatches } from './batch.js'
import { userMetadata } from './user-metadata.js'

const withOrgs = object({ includeOrgs: optional(flag) })

/** Fetch a user by id. */
export const fetchUserMetadataByUserId = endpoint({
  name: 'fetchUserMetadataByUserId',
  route: 'GET /api/backend/v1/user/{user_id}',
  params: object({ userId: uuid }),
  query: withOrgs,
  args: (userId: string, includeOrgs?: boolean) => ({ userId, includeOrgs: includeOrgs ?? false }),
  result: userMetadata,
  on: { 404: null },
})

/** Fetch a user by e-mail address. */
export const fetchUserMetadataByEmail = endpoint({
  name: 'fetchUserMetadataByEmail',
  route: 'GET /api/backend/v1/user/email',
  query: object({ email: text, includeOrgs: optional(flag) }),
  args: (email: string, includeOrgs?: boolean) => ({ email, includeOrgs: includeOrgs ?? false }),
  result: userMetadata,
  on: { 404: null },
})

/** Fetch a user by username. */
export const fetchUserMetadataByUsername = endpoint({
  name: 'fetchUserMetadataByUsername',
  route: 'GET /api/backend/v1/user/username',
  query: object({ username: text, includeOrgs: optional(flag) }),
  args: (username: string, includeOrgs?: boolean) => ({ username, includeOrgs: includeOrgs ?? false }),
  result: userMetadata,
  on: { 404: null },
})

/** Fetch many users by id; unknown ids are left out. */
export const fetchBatchUserMetadataByUserIds = endpoint({
  name: 'fetchBatchUserMetadataByUserIds',
  route: 'POST /api/backend/v1/user/user_ids',
  query: withOrgs,
  body: object({ userIds: texts }),
  args: (userIds: readonly string[], includeOrgs?: boolean) => ({
    userIds,
    includeOrgs: includeOrgs || undefined,
  }),
  result: list(userMetadata),
  run: inBatches('userIds', 'userId'),
})

/** Fetch many users by e-mail address; unknown addresses are left out. */
export const fetchBatchUserMetadataByEmails = endpoint({
  name: 'fetchBatchUserMetadataByEmails',
  route: 'POST /api/backend/v1/user/emails',
  query: withOrgs,
  body: object({ emails: texts }),
  args: (emails: readonly string[], includeOrgs?: boolean) => ({
    emails,
    includeOrgs: includeOrgs || undefined,
  }),
  result: list(userMetadata),
  run: inBatches('emails', 'email'),
})

/** Fetch many users by username; unknown names are left out. */
export const fetchBatchUserMetadataByUsernames = endpoint({
  name: 'fetchBatchUserMetadataByUsernames',
  route: 'POST /api/backend/v1/user/usernames',
  query: withOrgs,
  body: object({ usernames: texts }),
  args: (usernames: readonly string[], includeOrgs?: boolean) => ({
    usernames,
    includeOrgs: includeOrgs || undefined,
  }),
  result: list(userMetadata),
  run: inBatches('usernames', 'username'),
})

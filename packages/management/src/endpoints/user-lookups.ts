import { endpoint } from '../endpoint.js'
import { flag, list, object, optional, text, texts, uuid } from '../shape.js'
import { keyedBy, splitValues } from './batch.js'
import { userMetadata } from './user-metadata.js'

const withOrgs = object({ includeOrgs: optional(flag) })

export const fetchUserMetadataByUserId = endpoint({
  name: 'fetchUserMetadataByUserId',
  summary: 'Fetch a user by id.',
  route: 'GET /api/backend/v1/user/{user_id}',
  params: object({ userId: uuid }),
  query: withOrgs,
  args: (userId: string, includeOrgs?: boolean) => ({ userId, includeOrgs: includeOrgs ?? false }),
  malformed: null,
  result: userMetadata,
  on: { 404: null },
})

export const fetchUserMetadataByEmail = endpoint({
  name: 'fetchUserMetadataByEmail',
  summary: 'Fetch a user by e-mail address.',
  route: 'GET /api/backend/v1/user/email',
  query: object({ email: text, includeOrgs: optional(flag) }),
  args: (email: string, includeOrgs?: boolean) => ({ email, includeOrgs: includeOrgs ?? false }),
  result: userMetadata,
  on: { 404: null },
})

export const fetchUserMetadataByUsername = endpoint({
  name: 'fetchUserMetadataByUsername',
  summary: 'Fetch a user by username.',
  route: 'GET /api/backend/v1/user/username',
  query: object({ username: text, includeOrgs: optional(flag) }),
  args: (username: string, includeOrgs?: boolean) => ({ username, includeOrgs: includeOrgs ?? false }),
  result: userMetadata,
  on: { 404: null },
})

export const fetchBatchUserMetadataByUserIds = endpoint({
  name: 'fetchBatchUserMetadataByUserIds',
  summary: 'Fetch many users by id; unknown ids are left out.',
  route: 'POST /api/backend/v1/user/user_ids',
  query: withOrgs,
  body: object({ userIds: texts }),
  args: (userIds: readonly string[], includeOrgs?: boolean) => ({
    userIds,
    includeOrgs: includeOrgs || undefined,
  }),
  result: list(userMetadata),
  split: splitValues('userIds'),
  finish: keyedBy('userId'),
})

export const fetchBatchUserMetadataByEmails = endpoint({
  name: 'fetchBatchUserMetadataByEmails',
  summary: 'Fetch many users by e-mail address; unknown addresses are left out.',
  route: 'POST /api/backend/v1/user/emails',
  query: withOrgs,
  body: object({ emails: texts }),
  args: (emails: readonly string[], includeOrgs?: boolean) => ({
    emails,
    includeOrgs: includeOrgs || undefined,
  }),
  result: list(userMetadata),
  split: splitValues('emails'),
  finish: keyedBy('email'),
})

export const fetchBatchUserMetadataByUsernames = endpoint({
  name: 'fetchBatchUserMetadataByUsernames',
  summary: 'Fetch many users by username; unknown names are left out.',
  route: 'POST /api/backend/v1/user/usernames',
  query: withOrgs,
  body: object({ usernames: texts }),
  args: (usernames: readonly string[], includeOrgs?: boolean) => ({
    usernames,
    includeOrgs: includeOrgs || undefined,
  }),
  result: list(userMetadata),
  split: splitValues('usernames'),
  finish: keyedBy('username'),
})

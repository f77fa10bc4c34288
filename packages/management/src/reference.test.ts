// Exchanges transcribed from the FastAPI reference of PropelAuth: every example of an answer in it, as printed there.
import { expect, test } from 'vitest'
import { clientAnswering, json } from '../test/answering.js'

const user = {
  user_id: 'e9d3520f-836e-403c-82c2-09843517e1ce',
  email: 'user@example.com',
  email_confirmed: true,
  has_password: true,
  username: 'example',
  first_name: 'first',
  last_name: 'last',
  picture_url: 'https://...',
  locked: false,
  enabled: true,
  mfa_enabled: false,
  created_at: 1645131680,
  last_active_at: 1650654711,
  org_id_to_org_info: {
    '2ef0e1fc-234f-4dc0-a50c-35adb1bbb7e4': {
      org_id: '2ef0e1fc-234f-4dc0-a50c-35adb1bbb7e4',
      org_name: 'ExampleOrganization',
      user_role: 'Owner',
    },
  },
  legacy_user_id: '507f191e810c19729de860ea',
}

const decodedUser = {
  userId: 'e9d3520f-836e-403c-82c2-09843517e1ce',
  email: 'user@example.com',
  emailConfirmed: true,
  hasPassword: true,
  username: 'example',
  firstName: 'first',
  lastName: 'last',
  pictureUrl: 'https://...',
  locked: false,
  enabled: true,
  mfaEnabled: false,
  createdAt: 1645131680,
  lastActiveAt: 1650654711,
  orgIdToOrgInfo: {
    '2ef0e1fc-234f-4dc0-a50c-35adb1bbb7e4': {
      orgId: '2ef0e1fc-234f-4dc0-a50c-35adb1bbb7e4',
      orgName: 'ExampleOrganization',
      userAssignedRole: 'Owner',
    },
  },
  legacyUserId: '507f191e810c19729de860ea',
}

const ids = [
  '1be238f3-5908-4c51-b3bf-e53dd763047e',
  'beb00acf-6e48-435d-8388-3758607ec01b',
  '941c99e5-3530-4475-bd0f-bbc5d06603c3',
]

test('fetch user metadata by id, e-mail address and username', async () => {
  const { client, asked } = clientAnswering(json(user))
  expect(await client.fetchUserMetadataByUserId(user.user_id, true)).toEqual(decodedUser)
  expect(await client.fetchUserMetadataByEmail('user@example.com')).toEqual(decodedUser)
  expect(await client.fetchUserMetadataByUsername('example')).toEqual(decodedUser)
  expect(asked.map(({ url, init }) => `${init.method} ${url.pathname}${url.search}`)).toEqual([
    `GET /api/backend/v1/user/${user.user_id}?include_orgs=true`,
    'GET /api/backend/v1/user/email?email=user%40example.com&include_orgs=false',
    'GET /api/backend/v1/user/username?username=example&include_orgs=false',
  ])
})

test('batch fetch: users by what they were asked for with, those without a match are not returned', async () => {
  const { client, asked } = clientAnswering(json([user]))
  expect(await client.fetchBatchUserMetadataByUserIds(ids)).toEqual({ [user.user_id]: decodedUser })
  expect(await client.fetchBatchUserMetadataByEmails(['a@example.com', 'b@example.com'], true)).toEqual({
    'user@example.com': decodedUser,
  })
  expect(await client.fetchBatchUserMetadataByUsernames(['usera', 'userb', 'userc'], true)).toEqual({
    example: decodedUser,
  })
  expect(asked.map(({ json: body }) => body)).toEqual([
    { user_ids: ids },
    { emails: ['a@example.com', 'b@example.com'] },
    { usernames: ['usera', 'userb', 'userc'] },
  ])
})

test('search for users', async () => {
  const { client } = clientAnswering(
    json({ total_users: 103, current_page: 0, page_size: 10, has_more_results: true, users: [user] }),
  )
  expect(await client.fetchUsersByQuery({ pageSize: 10, pageNumber: 0, orderBy: 'CREATED_AT_ASC' })).toEqual({
    totalUsers: 103,
    currentPage: 0,
    pageSize: 10,
    hasMoreResults: true,
    users: [decodedUser],
  })
})

test('fetch users in organization', async () => {
  const { client } = clientAnswering(
    json({ total_users: 43, current_page: 0, page_size: 10, has_more_results: true, users: [user] }),
  )
  expect(await client.fetchUsersInOrg({ orgId: ids[0] ?? '' })).toEqual({
    totalUsers: 43,
    currentPage: 0,
    pageSize: 10,
    hasMoreResults: true,
    users: [decodedUser],
  })
})

test('create user, migrate user', async () => {
  const { client, asked } = clientAnswering(json({ user_id: 'b5f667fb-e51a-49c6-a396-711e62948689' }))
  const created = { userId: 'b5f667fb-e51a-49c6-a396-711e62948689' }
  expect(await client.createUser({ email: 'user@example.com', sendEmailToConfirmEmailAddress: true })).toEqual(created)
  const migrated = { email: 'user@example.com', emailConfirmed: true, existingUserId: '507f191e810c19729de860ea' }
  expect(await client.migrateUserFromExternalSource(migrated)).toEqual(created)
  expect(asked.map(({ json: body }) => body)).toEqual([
    { email: 'user@example.com', send_email_to_confirm_email_address: true },
    { email: 'user@example.com', email_confirmed: true, existing_user_id: '507f191e810c19729de860ea' },
  ])
})

test('create magic link', async () => {
  const { client } = clientAnswering(json({ url: 'https://auth.yourdomain.com/...' }))
  expect(await client.createMagicLink({ email: 'user@example.com' })).toEqual({
    url: 'https://auth.yourdomain.com/...',
  })
})

test('update, delete, disable and enable: true if it was successful, false if the user was not found', async () => {
  for (const [status, expected] of [[200, true] as const, [404, false] as const]) {
    const { client } = clientAnswering(json({}, { status }))
    const [id = ''] = ids
    expect(await client.updateUserEmail(id, { newEmail: 'a@b.test', requireEmailConfirmation: true })).toBe(expected)
    expect(await client.updateUserMetadata(id, { username: 'a' })).toBe(expected)
    expect(await client.deleteUser(id)).toBe(expected)
    expect(await client.disableUser(id)).toBe(expected)
    expect(await client.enableUser(id)).toBe(expected)
  }
})

test('organizations: fetch one, fetch all, create, add a user', async () => {
  const wire = { org_id: 'd488996d-8ccc-4101-b5f2-131f5f09ddb6', name: 'OneOfYourCustomers' }
  const org = { orgId: 'd488996d-8ccc-4101-b5f2-131f5f09ddb6', name: 'OneOfYourCustomers' }
  expect(await clientAnswering(json(wire)).client.fetchOrg(org.orgId)).toEqual(org)
  const page = { total_orgs: 21, current_page: 0, page_size: 10, has_more_results: true, orgs: [wire] }
  expect(await clientAnswering(json(page)).client.fetchOrgByQuery({ orderBy: 'CREATED_AT_ASC' })).toEqual({
    totalOrgs: 21,
    currentPage: 0,
    pageSize: 10,
    hasMoreResults: true,
    orgs: [org],
  })
  const created = clientAnswering(json({ org_id: org.orgId }))
  expect(await created.client.createOrg({ name: 'OneOfYourCustomers' })).toEqual({ orgId: org.orgId })
  const added = clientAnswering(json({}))
  expect(await added.client.addUserToOrg({ userId: ids[0] ?? '', orgId: org.orgId, role: 'Admin' })).toBe(true)
})

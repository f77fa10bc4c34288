import { contract, type Operation } from '@propelauth-edge/management/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backend, read, testEmulator } from '../../../test/fixture.js'
import { PERSONA_ORGS, PERSONAS } from '../../index.js'

const { acme } = PERSONA_ORGS
const { owner, admin, member, multiOrg, noOrg } = PERSONAS
const unknownId = '00000000-0000-4000-8000-000000000000'

describe('the FastAPI reference, response by response', () => {
  let now = Date.parse('2026-01-01T00:00:00.900Z')
  const emulator = testEmulator({ now: () => now })
  afterAll(() => emulator.close())

  test('fetch_user_metadata_by_user_id', async () => {
    const { body } = await backend(emulator, 'GET', `user/${owner.userId}?include_orgs=true`)
    expect(body).toEqual({
      user_id: owner.userId,
      email: owner.email,
      email_confirmed: true,
      has_password: true,
      username: null,
      first_name: 'Olivia',
      last_name: 'Owner',
      picture_url: null,
      properties: {},
      metadata: null,
      locked: false,
      enabled: true,
      mfa_enabled: false,
      can_create_orgs: true,
      update_password_required: false,
      created_at: 1767225600,
      last_active_at: 1767225600,
      org_id_to_org_info: {
        [acme.orgId]: expect.objectContaining({ org_id: acme.orgId, org_name: 'Acme', user_role: 'Owner' }),
      },
    })
    expect((await backend(emulator, 'GET', `user/${owner.userId}`)).body).not.toHaveProperty('org_id_to_org_info')
  })

  test('fetch_users_by_query', async () => {
    const { body } = await backend(emulator, 'GET', 'user/query?page_size=2&page_number=1&order_by=EMAIL')
    expect(body).toEqual({
      total_users: 5,
      current_page: 1,
      page_size: 2,
      has_more_results: true,
      users: expect.any(Array),
    })
    expect(body.users.map((user: { email: string }) => user.email)).toEqual([multiOrg.email, noOrg.email])
  })

  test('email_or_username finds port in support@propelauth.com', async () => {
    await backend(emulator, 'POST', 'user/', { email: 'support@propelauth.com' })
    for (const part of ['port', 'PORT', '@propel']) {
      const { body } = await backend(emulator, 'GET', `user/query?email_or_username=${encodeURIComponent(part)}`)
      expect(body.total_users).toBe(1)
    }
  })

  test('fetch_users_in_org', async () => {
    const { body } = await backend(emulator, 'GET', `user/org/${acme.orgId}?page_size=3&include_orgs=true`)
    expect(body).toMatchObject({ total_users: 4, current_page: 0, page_size: 3, has_more_results: true })
    expect(body.users[0]).toMatchObject({ user_id: owner.userId, role_in_org: 'Owner', additional_roles_in_org: [] })
    expect(body.users[0].org_id_to_org_info[acme.orgId]).toMatchObject({ user_role: 'Owner' })
  })

  test('create_user, create_org and add_user_to_org', async () => {
    const user = await backend(emulator, 'POST', 'user/', { email: 'u@x.test' })
    expect([user.status, user.body]).toEqual([200, { user_id: expect.any(String) }])
    const org = await backend(emulator, 'POST', 'org/', { name: 'OneOfYourCustomers' })
    expect([org.status, org.body]).toEqual([200, { org_id: expect.any(String), name: 'OneOfYourCustomers' }])
    const ids = { user_id: user.body.user_id, org_id: org.body.org_id }
    const added = await backend(emulator, 'POST', 'org/add_user', { ...ids, role: 'Admin' })
    expect([added.status, added.body]).toEqual([200, {}])
    const again = await backend(emulator, 'POST', 'org/add_user', { ...ids, role: 'Admin' })
    expect([again.status, Object.keys(again.body)]).toEqual([400, ['user_id']])
  })

  test('fetch_org and fetch_org_by_query, by either verb', async () => {
    expect((await backend(emulator, 'GET', `org/${acme.orgId}`)).body).toMatchObject({
      org_id: acme.orgId,
      name: 'Acme',
    })
    const get = await backend(emulator, 'GET', 'org/query?page_size=1&order_by=NAME')
    const post = await backend(emulator, 'POST', 'org/query', { page_size: 1, order_by: 'NAME' })
    expect(get.body).toEqual(post.body)
    expect(get.body).toMatchObject({ current_page: 0, page_size: 1, has_more_results: true })
    expect(get.body.orgs[0]).toMatchObject({ org_id: acme.orgId, name: 'Acme' })
  })

  test('update, disable, enable and delete answer {} or 404', async () => {
    const calls: readonly (readonly [string, string, unknown?])[] = [
      ['PUT', 'user/ID', { first_name: 'x' }],
      ['PUT', 'user/ID/email', { new_email: 'other@x.test', require_email_confirmation: false }],
      ['POST', 'user/ID/disable'],
      ['POST', 'user/ID/enable'],
      ['DELETE', 'user/ID'],
    ]
    for (const [method, path, body] of calls) {
      expect((await backend(emulator, method, path.replace('ID', unknownId), body)).status, path).toBe(404)
      const { status, body: answer } = await backend(emulator, method, path.replace('ID', member.userId), body)
      expect([status, answer], path).toEqual([200, {}])
    }
    expect((await backend(emulator, 'GET', `user/${member.userId}`)).status).toBe(404)
    expect((await backend(emulator, 'GET', `user/org/${acme.orgId}`)).body.total_users).toBe(3)
  })

  test('users are ordered by time, then by creation', async () => {
    now += 60_000
    await backend(emulator, 'POST', 'user/', { email: 'late@x.test' })
    const emails = async (order: string): Promise<string[]> =>
      (await backend(emulator, 'GET', `user/query?order_by=${order}&page_size=100`)).body.users.map(
        (user: { email: string }) => user.email,
      )
    const ascending = await emails('CREATED_AT_ASC')
    expect(ascending.slice(0, 2)).toEqual([owner.email, admin.email])
    expect(ascending.at(-1)).toBe('late@x.test')
    expect(await emails('CREATED_AT_DESC')).toEqual(ascending.toReversed())
    expect((await emails('LAST_ACTIVE_AT_DESC'))[0]).toBe('late@x.test')
  })

  test('paging through 1,000 users returns each once', async () => {
    await using many = testEmulator({ seed: {} })
    for (let i = 0; i < 1000; i += 1) await backend(many, 'POST', 'user/', { email: `u${i}@x.test` })
    const seen = new Set<string>()
    for (let page = 0; ; page += 1) {
      const { body } = await backend(many, 'GET', `user/query?page_size=100&page_number=${page}`)
      for (const user of body.users) seen.add(user.user_id)
      if (!body.has_more_results) break
    }
    expect(seen.size).toBe(1000)
  })
})

describe('every operation of the contract', () => {
  const emulator = testEmulator()
  afterAll(() => emulator.close())

  const sendTo = (operation: Operation, headers: Record<string, string>) => {
    const { method, path } = contract[operation]
    const url = emulator.authUrl + path.replaceAll(/{(\w+)}/g, unknownId)
    return emulator.fetch(url, { method, headers, ...(method === 'GET' ? {} : { body: '{}' }) })
  }

  test.each(Object.keys(contract) as Operation[])('%s needs the API key, and is emulated', async (operation) => {
    expect((await sendTo(operation, {})).status).toBe(401)
    const { status, headers } = await read(await sendTo(operation, { Authorization: `Bearer ${emulator.apiKey}` }))
    expect(status).toBeLessThan(500)
    expect(headers.get('X-PropelAuth-Emulator-Unsupported')).toBeNull()
  })
})

describe('invalid requests', () => {
  const emulator = testEmulator()
  afterAll(() => emulator.close())
  beforeAll(() => backend(emulator, 'PUT', `user/${admin.userId}`, { username: 'adam' }))

  const cases: readonly (readonly [string, string, unknown, string])[] = [
    ['POST', 'user/', {}, 'email'],
    ['POST', 'user/', { email: 'no address' }, 'email'],
    ['POST', 'user/', { email: 7 }, 'email'],
    ['POST', 'user/', { email: owner.email.toUpperCase() }, 'email'],
    ['POST', 'user/', { email: 'a@x.test', password: 'short' }, 'password'],
    ['POST', 'user/', { email: 'a@x.test', username: 'ADAM' }, 'username'],
    ['POST', 'user/', { email: 'a@x.test', email_confirmed: 'yes' }, 'email_confirmed'],
    ['POST', 'user/', { email: 'a@x.test', properties: [] }, 'properties'],
    ['POST', 'user/', '{', 'body'],
    ['POST', 'user/', '[]', 'body'],
    ['POST', 'user/', undefined, 'body'],
    ['POST', 'user/', `{"email":"a@x.test","properties":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`, 'body'],
    ['PUT', `user/${owner.userId}`, { username: 'adam' }, 'username'],
    ['PUT', `user/${owner.userId}`, { metadata: 'x' }, 'metadata'],
    ['PUT', `user/${owner.userId}/email`, { new_email: admin.email, require_email_confirmation: true }, 'new_email'],
    ['PUT', `user/${owner.userId}/email`, { new_email: 'a@x.test' }, 'require_email_confirmation'],
    ['PUT', `user/${owner.userId}/password`, { password: 'short' }, 'password'],
    ['GET', 'user/email', undefined, 'email'],
    ['GET', 'user/query?page_size=0', undefined, 'page_size'],
    ['GET', 'user/query?page_size=101', undefined, 'page_size'],
    ['GET', 'user/query?page_size=ten', undefined, 'page_size'],
    ['GET', 'user/query?page_number=-1', undefined, 'page_number'],
    ['GET', 'user/query?order_by=AGE', undefined, 'order_by'],
    ['POST', 'user/user_ids', {}, 'user_ids'],
    ['POST', 'user/emails', { emails: 'a@x.test' }, 'emails'],
    ['POST', 'org/', {}, 'name'],
    ['POST', 'org/', { name: ' ' }, 'name'],
    ['POST', 'org/', { name: 'x', domain: 'not a domain' }, 'domain'],
    ['POST', 'org/', { name: 'x', max_users: 0 }, 'max_users'],
    ['POST', 'org/', { name: 'x', custom_role_mapping_name: 'Pro' }, 'custom_role_mapping_name'],
    ['POST', 'org/query', { page_size: 1000 }, 'page_size'],
    ['POST', 'org/query', { page_size: '10' }, 'page_size'],
    ['POST', 'org/add_user', { user_id: 'x', org_id: acme.orgId, role: 'Member' }, 'user_id'],
    ['POST', 'org/add_user', { user_id: noOrg.userId, org_id: acme.orgId, role: 'Emperor' }, 'role'],
    ['POST', 'org/add_user', { user_id: noOrg.userId, org_id: acme.orgId, role: '__proto__' }, 'role'],
    [
      'POST',
      'org/add_user',
      { user_id: noOrg.userId, org_id: acme.orgId, role: 'Member', additional_roles: ['Admin'] },
      'additional_roles',
    ],
    ['POST', 'access_token', { user_id: owner.userId }, 'duration_in_minutes'],
    ['POST', 'access_token', { user_id: owner.userId, duration_in_minutes: 0 }, 'duration_in_minutes'],
    ['POST', 'access_token', { user_id: owner.userId, duration_in_minutes: 1.5 }, 'duration_in_minutes'],
    [
      'POST',
      'access_token',
      { user_id: noOrg.userId, duration_in_minutes: 5, active_org_id: acme.orgId },
      'active_org_id',
    ],
    ['POST', 'magic_link', { email: 'no address' }, 'email'],
    ['POST', 'magic_link', { email: owner.email, expires_in_hours: 0 }, 'expires_in_hours'],
    ['POST', 'magic_link', { email: owner.email, redirect_to_url: 'https://evil.example' }, 'redirect_to_url'],
    ['POST', 'migrate_user/', { email: 'a@x.test' }, 'email_confirmed'],
    [
      'POST',
      'migrate_user/',
      { email: 'a@x.test', email_confirmed: true, existing_mfa_base32_encoded_secret: '0189' },
      'existing_mfa_base32_encoded_secret',
    ],
    ['POST', 'migrate_user/password', { user_id: unknownId, password_hash: 'x' }, 'password_hash'],
    ['POST', 'invite_user', { org_id: acme.orgId, email: owner.email, role: 'Member' }, 'email'],
    ['POST', 'end_user_api_keys', { user_id: unknownId }, 'user_id'],
    ['POST', 'end_user_api_keys', { org_id: unknownId }, 'org_id'],
    ['POST', 'end_user_api_keys', { user_id: noOrg.userId, org_id: acme.orgId }, 'user_id'],
    ['POST', 'end_user_api_keys', { expires_at_seconds: 1 }, 'expires_at_seconds'],
    ['POST', 'end_user_api_keys', { expires_at_seconds: 253_402_300_800 }, 'expires_at_seconds'],
    ['POST', 'end_user_api_keys/validate', { api_key_token: 'made up' }, 'api_key_token'],
    ['GET', 'end_user_api_keys/usage', undefined, 'date'],
    ['GET', 'end_user_api_keys/usage?date=today', undefined, 'date'],
  ]

  test.each(cases)('%s %s with %.80s is 400 with the name of the field', async (method, path, body, field) => {
    const answer = await backend(emulator, method, path, body)
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ [field]: [expect.any(String)] })
    expect(emulator.counts()).toEqual({ users: 5, orgs: 2 })
  })

  test('an explicit null counts as absent', async () => {
    const user = {
      email: 'nulls@x.test',
      password: null,
      username: null,
      first_name: null,
      properties: null,
      email_confirmed: null,
    }
    const { status, body } = await backend(emulator, 'POST', 'user/', user)
    expect(status).toBe(200)
    await backend(emulator, 'PUT', `org/${acme.orgId}`, { name: null, max_users: null, autojoin_by_domain: null })
    expect((await backend(emulator, 'GET', `org/${acme.orgId}`)).body.name).toBe('Acme')
    await backend(emulator, 'DELETE', `user/${body.user_id}`)
  })

  test.each([
    ['nonsense', 404],
    // A path above `user/`, where no operation is.
    ['..', 501],
    ['%2e%2e', 501],
    [unknownId.slice(1), 404],
    [`${unknownId}x`, 404],
    ['__proto__', 404],
  ])('an id like %j is not found: %i', async (id, status) => {
    expect((await backend(emulator, 'GET', `user/${id}`)).status).toBe(status)
    expect((await backend(emulator, 'POST', `user/${encodeURIComponent(id)}x/disable`)).status).toBe(404)
  })
})

describe('project settings', () => {
  test('with has_orgs: false, organization endpoints answer 426', async () => {
    await using plain = testEmulator({
      seed: { settings: { has_orgs: false }, users: [{ key: 'a', email: 'a@x.test' }] },
    })
    for (const [method, path, body] of [
      ['GET', `org/${acme.orgId}`],
      ['POST', 'org/query', {}],
      ['POST', 'org/', { name: 'x' }],
      ['GET', `user/org/${acme.orgId}`],
      ['GET', 'custom_role_mappings'],
      ['GET', 'pending_org_invites'],
    ] as const) {
      expect((await backend(plain, method, path, body)).status, path).toBe(426)
    }
    expect((await backend(plain, 'GET', 'user/query')).status).toBe(200)
  })

  test('names and usernames are rejected if the user schema has none', async () => {
    await using plain = testEmulator({ seed: { settings: { has_usernames: false, has_names: false } } })
    const { status, body } = await backend(plain, 'POST', 'user/', {
      email: 'a@x.test',
      username: 'a',
      first_name: 'A',
      last_name: 'B',
    })
    expect([status, Object.keys(body)]).toEqual([400, ['first_name', 'last_name', 'username']])
  })

  test('access tokens can be switched off', async () => {
    await using plain = testEmulator({ seed: { settings: { can_create_access_tokens: false } } })
    expect((await backend(plain, 'POST', 'access_token', { user_id: unknownId, duration_in_minutes: 5 })).status).toBe(
      404,
    )
  })

  test('an organization can require an email address of its domains', async () => {
    await using emulator = testEmulator()
    const { body } = await backend(emulator, 'POST', 'org/', {
      name: 'Strict',
      domain: 'acme.test',
      members_must_have_matching_domain: true,
    })
    const add = (user_id: string) =>
      backend(emulator, 'POST', 'org/add_user', { user_id, org_id: body.org_id, role: 'Member' })
    expect((await add(noOrg.userId)).status).toBe(400)
    expect((await add(owner.userId)).status).toBe(200)
    await backend(emulator, 'PUT', `org/${body.org_id}`, { extra_domains: ['example.test'] })
    expect((await add(noOrg.userId)).status).toBe(200)
  })
})

describe('the lifetime of end-user API keys', () => {
  test('an expired key is invalid and archived until its expiry is removed', async () => {
    let now = Date.parse('2026-01-01T00:00:00Z')
    await using emulator = testEmulator({ now: () => now })
    const expires_at_seconds = now / 1000 + 60
    const { body: key } = await backend(emulator, 'POST', 'end_user_api_keys', {
      user_id: owner.userId,
      expires_at_seconds,
    })
    const validate = async () =>
      (await backend(emulator, 'POST', 'end_user_api_keys/validate', { api_key_token: key.api_key_token })).status
    const listed = async (list: string) =>
      (await backend(emulator, 'GET', `end_user_api_keys${list}?user_email=${owner.email}`)).body.total_api_keys
    expect([await validate(), await listed(''), await listed('/archived')]).toEqual([200, 1, 0])
    now += 60_000
    expect([await validate(), await listed(''), await listed('/archived')]).toEqual([400, 0, 1])
    await backend(emulator, 'PATCH', `end_user_api_keys/${key.api_key_id}`, { set_to_never_expire: true })
    expect([await validate(), await listed('')]).toEqual([200, 1])
    expect((await backend(emulator, 'GET', 'end_user_api_keys?user_email=unknown@x.test')).body.total_api_keys).toBe(0)
  })

  test('deleting a user deletes personal keys and keeps those of an organization', async () => {
    await using emulator = testEmulator()
    const create = async (owners: object) => (await backend(emulator, 'POST', 'end_user_api_keys', owners)).body
    const validate = (token: string) =>
      backend(emulator, 'POST', 'end_user_api_keys/validate', { api_key_token: token })
    const personal = await create({ user_id: member.userId })
    const shared = await create({ user_id: member.userId, org_id: acme.orgId })
    await backend(emulator, 'POST', `user/${member.userId}/disable`)
    expect((await validate(personal.api_key_token)).status).toBe(400)
    await backend(emulator, 'DELETE', `user/${member.userId}`)
    expect((await validate(personal.api_key_token)).status).toBe(400)
    expect((await validate(shared.api_key_token)).body).toMatchObject({
      user: null,
      user_in_org: null,
      org: { org_name: 'Acme' },
    })
    await backend(emulator, 'DELETE', `org/${acme.orgId}`)
    expect((await validate(shared.api_key_token)).status).toBe(400)
  })
})

import { decodeJwt } from 'jose'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { backend, callControl, testEmulator } from '../../../test/fixture.js'
import { PERSONA_ORGS, PERSONAS } from '../../index.js'

// What the SDKs for Python, Go and Rust need beyond that for Node. Both verbs of org/query are in wire.node.test.ts, both
// addresses of the verifier key in discovery.node.test.ts.
const { acme, globex } = PERSONA_ORGS
const { owner, member, noOrg } = PERSONAS
const emulator = testEmulator()
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const send = (method: string, path: string, body?: string) =>
  emulator.fetch(`${emulator.authUrl}/api/backend/v1/${path}`, {
    method,
    headers: { Authorization: `Bearer ${emulator.apiKey}` },
    ...(body === undefined ? {} : { body }),
  })

test('Python and Rust: the issuer is https with a host and a port, where the project has such a one', async () => {
  const issuer = 'https://auth.example.com:8443'
  await using other = testEmulator({ issuer })
  const { accessToken } = await other.mintToken({ user: 'owner' })
  expect(decodeJwt(accessToken).iss).toBe(issuer)
  const { body } = await backend(other, 'POST', 'access_token', { user_id: owner.userId, duration_in_minutes: 5 })
  expect(decodeJwt(body.access_token).iss).toBe(issuer)
})

test('Rust: the right to create organizations is set by POST, as it is by PUT', async () => {
  const canCreate = async () => (await backend(emulator, 'GET', `user/${member.userId}`)).body.can_create_orgs
  for (const method of ['POST', 'PUT'])
    for (const [verb, expected] of [
      ['enable', true],
      ['disable', false],
    ] as const) {
      expect((await send(method, `user/${member.userId}/can_create_orgs/${verb}`)).status).toBe(200)
      expect(await canCreate(), `${method} ${verb}`).toBe(expected)
    }
})

describe('Python: an id is a UUID of version 4 in its canonical form', () => {
  const canonical = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
  const create = async (path: string, body: object) => (await backend(emulator, 'POST', path, body)).body
  const group = { org: 'acme', name: 'Staff', members: [] }

  test.each([
    ['a user of the seed', async () => owner.userId],
    ['an organization of the seed', async () => acme.orgId],
    ['a new user', async () => (await create('user/', { email: 'new@x.test' })).user_id],
    [
      'a migrated user',
      async () => (await create('migrate_user/', { email: 'a@x.test', email_confirmed: true })).user_id,
    ],
    ['a new organization', async () => (await create('org/', { name: 'New' })).org_id],
    ['a group', async () => (await callControl(emulator, 'POST', 'scim_groups', group)).body.id],
    ['an employee', async () => (await callControl(emulator, 'POST', 'employees', { email: 'e@x.test' })).body.id],
  ])('that of %s', async (_, id) => {
    expect(await id()).toMatch(canonical)
  })

  test('those that a seed derives from its keys', async () => {
    const keys = Array.from({ length: 50 }, (_, index) => `key ${index}`)
    const seed = {
      users: keys.map((key, index) => ({ key, email: `u${index}@x.test` })),
      orgs: keys.map((key) => ({ key, name: key })),
    }
    await using seeded = testEmulator({ seed })
    const { users } = (await backend(seeded, 'GET', 'user/query?page_size=100')).body
    const { orgs } = (await backend(seeded, 'POST', 'org/query', { page_size: 100 })).body
    const ids: string[] = [...users, ...orgs].map(({ user_id, org_id }) => user_id ?? org_id)
    expect(ids).toHaveLength(100)
    expect(ids.filter((id) => !canonical.test(id))).toEqual([])
  })
})

test('Python and Node: the id of an API key is hexadecimal, also that of an imported one', async () => {
  const { body: created } = await backend(emulator, 'POST', 'end_user_api_keys', { user_id: owner.userId })
  const imported = { imported_api_key: 'legacy', user_id: owner.userId }
  const { body } = await backend(emulator, 'POST', 'end_user_api_keys/import', imported)
  for (const { api_key_id: id } of [created, body]) expect(id).toMatch(/^[0-9a-f]{32}$/)
})

describe('Go: a change answers 200 or 204, and nothing else', () => {
  const membership = { org_id: acme.orgId, user_id: member.userId }
  const calls: readonly (readonly [method: string, path: string, body?: object])[] = [
    ['PUT', `user/${member.userId}`, { first_name: 'Mia' }],
    ['PUT', `user/${member.userId}/email`, { new_email: 'new@x.test', require_email_confirmation: false }],
    ['PUT', `user/${member.userId}/password`, { password: 'long enough' }],
    ['PUT', `user/${member.userId}/clear_password`],
    ['POST', `user/${member.userId}/disable`],
    ['POST', `user/${member.userId}/enable`],
    ['POST', `user/${member.userId}/disable_2fa`],
    ['PUT', `user/${member.userId}/can_create_orgs/enable`],
    ['PUT', `user/${member.userId}/can_create_orgs/disable`],
    ['DELETE', `user/${member.userId}`],
    ['POST', 'invite_user', { org_id: acme.orgId, email: 'guest@x.test', role: 'Member' }],
    ['POST', 'invite_user_by_id', { org_id: acme.orgId, user_id: noOrg.userId, role: 'Member' }],
    ['PUT', `org/${acme.orgId}`, { name: 'Acme 2' }],
    ['DELETE', `org/${globex.orgId}`],
    ['POST', 'org/add_user', { org_id: acme.orgId, user_id: noOrg.userId, role: 'Member', additional_roles: [] }],
    ['POST', 'org/change_role', { ...membership, role: 'Admin', additional_roles: [] }],
    ['POST', 'org/remove_user', membership],
    ['POST', `org/${acme.orgId}/allow_saml`],
    ['POST', `org/${acme.orgId}/disallow_saml`],
  ]

  const changes = calls.map(([method, path, body]) => ({ method, path, body }))

  test.each(changes)('$method $path is {}', async ({ method, path, body }) => {
    const answer = await send(method, path, body && JSON.stringify(body))
    expect([answer.status, await answer.text()]).toEqual([200, '{}'])
  })

  test.each(changes.filter(({ body }) => body === undefined))(
    '$method $path takes the body {}, too',
    async (change) => {
      expect((await send(change.method, change.path, '{}')).status).toBe(200)
    },
  )

  test('the end of all sessions, and another confirmation, have no body', async () => {
    const { body: user } = await backend(emulator, 'POST', 'user/', { email: 'new@x.test' })
    for (const [path, body] of [
      [`user/${member.userId}/logout_all_sessions`],
      ['resend_email_confirmation', JSON.stringify(user)],
    ] as const) {
      const answer = await send('POST', path, body)
      expect([answer.status, await answer.text()], path).toEqual([204, ''])
    }
  })
})

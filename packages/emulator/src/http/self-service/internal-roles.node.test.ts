import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { backend, callControl, testEmulator } from '../../../test/fixture.js'
import { appPage, visited } from '../../../test/frontend-client.js'
import { problemsOf } from '../../../test/problems-of.js'
import type { Seed } from '../../index.js'

const password = 'long enough'
const seed: Seed = {
  roles: {
    definitions: {
      Owner: {
        can_view_other_members: true,
        can_invite: true,
        can_change_roles: true,
        can_remove_users: true,
      },
      Support: { is_internal: true, can_view_other_members: true },
      Legacy: { disabled: true },
      Member: { can_view_other_members: true },
    },
  },
  users: ['ada', 'bob', 'sue'].map((key) => ({ key, email: `${key}@x.test`, password })),
  orgs: [
    {
      key: 'acme',
      name: 'Acme',
      members: { ada: 'Owner', bob: 'Member', sue: 'Support' },
      invites: [
        { email: 'eve@x.test', role: 'Member' },
        { email: 'tom@x.test', role: 'Support' },
      ],
    },
  ],
}
let emulator = testEmulator()
let orgId = ''
beforeEach(async () => {
  emulator = testEmulator({ seed })
  orgId = (await callControl(emulator, 'GET', 'orgs/acme')).body.org_id
})
afterEach(async () => {
  vi.unstubAllGlobals()
  await emulator.close()
})

const idOf = async (key: string): Promise<string> => (await callControl(emulator, 'GET', `users/${key}`)).body.user_id

/** The official client of a member who is signed in. */
async function asMember(key: string) {
  const { api, visitor } = appPage(emulator)
  await api.emailPasswordLogin({ email: `${key}@x.test`, password })
  const membersOf = async () => {
    const answer = await api.fetchOrgMembers(orgId)
    return answer.ok ? answer.data.users : []
  }
  return { api, visitor, membersOf }
}

describe('an internal role', () => {
  test('and its members are not shown to other members', async () => {
    const { api, visitor, membersOf } = await asMember('ada')
    const members = await membersOf()
    expect(members.map(({ email }) => email)).toEqual(['ada@x.test', 'bob@x.test'])
    expect(members.map(({ possible_roles }) => possible_roles)).toEqual([['Owner'], ['Owner', 'Member']])
    const invites = await api.fetchPendingOrgInvites(orgId)
    expect(invites.ok && invites.data.pending_invites.map(({ email }) => email)).toEqual(['eve@x.test'])
    const { body } = await visitor.get(`/org?id=${orgId}`)
    expect(body).not.toMatch(/sue@x\.test|tom@x\.test|Support|Legacy/)
  })

  test('cannot be given, and its members cannot be managed', async () => {
    const { api } = await asMember('ada')
    const user_id = await idOf('bob')
    const member = { org_id: orgId, user_id, additional_roles: [] }
    expect(await visited(api.updateUserRoleInOrg({ ...member, role: 'Support' }))).toBe('noUpdateRolePermission')
    const invite = { org_id: orgId, email: 'new@x.test', additional_roles: [] }
    expect(await visited(api.inviteUserToOrg({ ...invite, role: 'Support' }))).toBe('noInvitePermission')
    const hidden = { org_id: orgId, user_id: await idOf('sue') }
    expect(await visited(api.removeUserFromOrg(hidden))).toBe('userNotFoundInOrg')
    expect(await visited(api.updateUserRoleInOrg({ ...member, ...hidden, role: 'Member' }))).toBe('userNotFoundInOrg')
  })

  test('is seen by those who have it in their own entry alone', async () => {
    const { membersOf } = await asMember('sue')
    const emails = (await membersOf()).map(({ email }) => email)
    expect(emails).toEqual(['ada@x.test', 'bob@x.test', 'sue@x.test'])
  })

  test('is given by the backend API, and is in tokens like every role', async () => {
    const change = { org_id: orgId, user_id: await idOf('bob'), role: 'Support' }
    expect((await backend(emulator, 'POST', 'org/change_role', change)).status).toBe(200)
    const { claims } = await emulator.mintToken({ user: 'bob', org: 'acme' })
    expect(claims.org_member_info).toMatchObject({ user_role: 'Support' })
  })
})

describe('a disabled role', () => {
  test('cannot be given, by the backend API neither', async () => {
    const change = { org_id: orgId, user_id: await idOf('bob'), role: 'Legacy' }
    expect((await backend(emulator, 'POST', 'org/change_role', change)).body).toEqual({
      role: ['There is no role "Legacy". Roles: Owner, Support, Member.'],
    })
  })

  test('can be the role of no member in a seed, and no default', () => {
    const orgs = [{ key: 'o', name: 'O', members: { ada: 'Legacy' } }]
    const roles = { ...seed.roles, default_role: 'Legacy' }
    expect(problemsOf(() => testEmulator({ seed: { ...seed, roles, orgs } }))).toEqual([
      'roles.default_role: the role "Legacy" is disabled',
      'orgs[0].members.ada: the role "Legacy" is disabled',
    ])
  })

  test('cannot become one while members have it', async () => {
    const definitions = { ...seed.roles?.definitions, Member: { disabled: true } }
    expect((await callControl(emulator, 'POST', 'roles', { definitions })).body).toEqual({
      roles: ['Members or invitations have "Member". Give them another role first.'],
    })
  })

  test('is an ordinary one in another role mapping', async () => {
    const custom_role_mappings = { Old: { Chief: {}, Legacy: {} } }
    const org = { key: 'o', name: 'O', custom_role_mapping_name: 'Old', members: { ada: 'Legacy' } }
    await using other = testEmulator({ seed: { ...seed, custom_role_mappings, orgs: [org] } })
    const { claims } = await other.mintToken({ user: 'ada', org: 'o' })
    expect(claims.org_member_info).toMatchObject({ user_role: 'Legacy' })
  })
})

test('neither is the role of a creator or of a user who joins, if the seed names none', async () => {
  const definitions = { Root: { is_internal: true }, Boss: {}, Clerk: {}, Temp: { disabled: true } }
  await using other = testEmulator({ seed: { ...seed, roles: { definitions }, orgs: [] } })
  const org = await callControl(other, 'POST', 'orgs', { name: 'O', key: 'o', owner: 'ada' })
  await callControl(other, 'POST', 'users', { email: 'new@x.test', org: 'o' })
  const { body } = await callControl(other, 'GET', `orgs/${org.body.org_id}`)
  expect(body.members.map(({ role }: { role: string }) => role)).toEqual(['Boss', 'Clerk'])
})

test('a set of roles that no member could have is refused', () => {
  const definitions = { Root: { is_internal: true }, Temp: { disabled: true } }
  expect(
    problemsOf(() => testEmulator({ seed: { roles: { definitions }, custom_role_mappings: { Pro: {} } } })),
  ).toEqual([
    'roles.definitions: needs a role that is neither internal nor disabled',
    'custom_role_mappings.Pro: needs a role that is neither internal nor disabled',
  ])
})

import { afterEach, beforeEach, expect, test } from 'vitest'
import { backend, callControl, testEmulator } from '../../../test/fixture.js'
import type { Seed } from '../../index.js'

const seed: Seed = {
  roles: { definitions: { Owner: {}, Admin: {}, Member: {} } },
  custom_role_mappings: { Pro: { Owner: {}, Clerk: {} } },
  users: ['ada', 'bob'].map((key) => ({ key, email: `${key}@x.test` })),
  orgs: [
    {
      key: 'acme',
      name: 'Acme',
      members: { ada: 'Owner', bob: 'Admin' },
      invites: [{ email: 'eve@x.test', role: 'Admin' }],
    },
  ],
}
let emulator = testEmulator()
let orgId = ''
beforeEach(async () => {
  emulator = testEmulator({ seed })
  orgId = (await callControl(emulator, 'GET', 'orgs/acme')).body.org_id
})
afterEach(() => emulator.close())

/** The roles of ada, bob and the invitation. */
async function roles(): Promise<readonly string[]> {
  const { members = {}, invites = [] } = emulator.exportSeed().orgs?.[0] ?? {}
  return [...Object.values(members).flat(), ...invites.map(({ role }) => role)]
}

test('a role that another role mapping does not have becomes the default role', async () => {
  await backend(emulator, 'PUT', `org/${orgId}`, { custom_role_mapping_name: 'Pro' })
  expect(await roles()).toEqual(['Owner', 'Clerk', 'Clerk'])
})

test('so does one that a further seed does not have any more', async () => {
  const further = { roles: { definitions: { Owner: {}, Guest: {}, Root: { is_internal: true } } } }
  expect((await callControl(emulator, 'POST', 'seed', { seed: further })).status).toBe(200)
  expect(await roles()).toEqual(['Owner', 'Guest', 'Guest'])
})

test('a further seed without the roles that are the defaults is refused', async () => {
  await callControl(emulator, 'POST', 'roles', { default_role: 'Member' })
  const further = { roles: { definitions: { Owner: {}, Guest: {} } } }
  expect((await callControl(emulator, 'POST', 'seed', { seed: further })).body).toEqual({
    seed: ['roles.default_role: unknown name "Member"; known: Owner, Guest'],
  })
  expect(await roles()).toEqual(['Owner', 'Admin', 'Admin'])
})

test.each([
  [{ custom_role_mappings: {} }, 'Organizations have the role mapping "Pro". Give them another one first.'],
  [{ structure: 'single_role_in_hierarchy' }, 'Members or invitations have several roles. Give them one role first.'],
])('roles cannot be changed to %j while it takes something away', async (change, problem) => {
  const orgs = [{ key: 'acme', name: 'Acme', custom_role_mapping_name: 'Pro', members: { ada: ['Owner', 'Clerk'] } }]
  emulator.reset({ seed: { ...seed, roles: { ...seed.roles, structure: 'multi_role' }, orgs } })
  expect((await callControl(emulator, 'POST', 'roles', change)).body.roles).toContain(problem)
})

test('scopes can name only roles that there are', async () => {
  const mcp_scopes = [{ name: 'a', org: true, roles: ['Ownr'] }]
  expect((await callControl(emulator, 'POST', 'settings', { mcp_scopes })).body).toEqual({
    mcp_scopes: ['unknown name "Ownr"; did you mean Owner?.'],
  })
})

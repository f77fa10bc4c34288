import { folderOfTest } from 'test-kit/temporary-folder'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { backend, browser, read, testEmulator } from '../../../test/fixture.js'
import { createEmulator, type Emulator, PERSONA_PASSWORD, PERSONAS } from '../../index.js'

const emulator = testEmulator()
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const apply = async (seed: unknown, to: Emulator = emulator, headers: Record<string, string> = {}) => {
  const init = { method: 'POST', headers, body: JSON.stringify({ seed }) }
  return read(await to.fetch(`${to.authUrl}/_emulator/seed`, init))
}
const ada = { key: 'ada', email: 'ada@x.test' }

test('a further seed adds its entries, and a second time it changes nothing', async () => {
  const seed = { users: [ada], orgs: [{ key: 'initech', name: 'Initech', members: { ada: 'Owner' } }] }
  expect((await apply(seed)).status).toBe(200)
  expect(emulator.counts()).toEqual({ users: 6, orgs: 3 })
  const state = JSON.stringify(emulator.exportSeed())
  await apply(seed)
  expect(JSON.stringify(emulator.exportSeed())).toBe(state)
})

test('it brings back what was deleted, and changes what exists', async () => {
  await apply({ users: [ada] })
  const { body } = await backend(emulator, 'GET', 'user/email?email=ada@x.test')
  await backend(emulator, 'DELETE', `user/${body.user_id}`)
  await apply({ users: [ada] })
  await apply({ users: [{ ...ada, first_name: 'Ada' }] })
  expect((await backend(emulator, 'GET', 'user/email?email=ada@x.test')).body.first_name).toBe('Ada')
})

test('settings and roles that it does not name stay', async () => {
  emulator.changeSettings({ session_days: 3 })
  await apply({ settings: { access_token_minutes: 5 }, custom_role_mappings: { Pro: { Chief: {} } } })
  await apply({ users: [ada], custom_role_mappings: { Basic: { Member: {} } } })
  expect(emulator.settings()).toMatchObject({ session_days: 3, access_token_minutes: 5 })
  expect(emulator.exportSeed().custom_role_mappings).toEqual({
    Pro: { Chief: { permissions: [] } },
    Basic: { Member: { permissions: [] } },
  })
  expect((await emulator.mintToken({ user: 'owner', org: 'acme' })).claims.org_member_info).toMatchObject({
    user_role: 'Owner',
  })
})

test('its events are not sent to webhooks', async () => {
  emulator.webhooks.addEndpoint({ url: 'http://localhost:1/' })
  await apply({ users: [ada] })
  expect(emulator.webhooks.deliveries()).toEqual([])
})

test.each([
  [
    { users: [{ key: 'a', emial: 'a@x.test' }] },
    ['users[0]: needs "email"', 'users[0].emial: unknown name "emial"; did you mean email?'],
  ],
  [{ users: [ada, { key: 'b', email: PERSONAS.owner.email }] }, [expect.stringContaining('user b: email')]],
])('%j changes nothing, and its problems are named', async (seed, problems) => {
  const before = JSON.stringify(emulator.exportSeed())
  const { status, body } = await apply(seed)
  expect([status, body.seed]).toEqual([400, problems])
  expect(JSON.stringify(emulator.exportSeed())).toBe(before)
})

test('a body without a seed is refused', async () => {
  expect((await apply(undefined)).body).toEqual({ seed: ['This field is required.'] })
})

test('a restart with the seed of the start keeps the further entries, and what was deleted stays deleted', async () => {
  const data = folderOfTest()
  const first = createEmulator({ data })
  await apply({ users: [ada] }, first)
  await backend(first, 'DELETE', `user/${PERSONAS.member.userId}`)
  await first.close()
  await using second = createEmulator({ data })
  expect(second.exportSeed().users?.map(({ key }) => key)).toEqual(['owner', 'admin', 'noOrg', 'multiOrg', 'ada'])
})

test('personas that it brings back have the random password where other machines can connect', async () => {
  await using open = testEmulator({ protectControl: true })
  const key = { Authorization: `Bearer ${open.apiKey}` }
  await backend(open, 'DELETE', `user/${PERSONAS.owner.userId}`)
  const { userId: id, email } = PERSONAS.owner
  await apply({ users: [{ key: 'owner', id, email, password: PERSONA_PASSWORD }] }, open, key)
  const { status } = await browser(open).submit('/login', { email, password: open.personaPassword })
  expect(status).toBe(303)
})

test('it may have megabytes, and so may the seed of a reset', async () => {
  const users = Array.from({ length: 2_000 }, (_, i) => ({
    key: `user-${i}`,
    email: `user-${i}@x.test`,
    metadata: { note: 'x'.repeat(600) },
  }))
  expect((await apply({ users })).status).toBe(200)
  expect(emulator.counts().users).toBe(2_005)
  const body = JSON.stringify({ seed: { users } })
  expect((await emulator.fetch(`${emulator.authUrl}/_emulator/reset`, { method: 'POST', body })).status).toBe(200)
  expect(emulator.counts().users).toBe(2_000)
  const large = await emulator.fetch(`${emulator.authUrl}/_emulator/token`, {
    method: 'POST',
    headers: { 'Content-Length': String(body.length) },
    body,
  })
  expect(large.status).toBe(413)
})

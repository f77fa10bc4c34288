import { temporaryFolder } from 'test-kit/temporary-folder'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Started, startCli } from '../../../test/process.js'
import { runMain } from '../../../test/run-main.js'

const cwd = temporaryFolder()
let started: Started
beforeAll(async () => {
  started = await startCli(['--port', '0', '--data', ':memory:'], { cwd })
})
afterAll(() => started.stop())
beforeEach(async () => {
  await fetch(`${started.ready.authUrl}/_emulator/reset`, { method: 'POST' })
})

const run = (...args: string[]) => runMain(['roles', ...args, '--url', started.ready.authUrl], { cwd })
const definitions = async () => JSON.parse((await run('--json')).stdout).definitions

test('lists the roles, highest first', async () => {
  const { code, stdout } = await run()
  expect([code, stdout.split('\n')[0]]).toEqual([
    0,
    'single_role_in_hierarchy; owner the highest role, default the lowest role',
  ])
  expect(stdout).toMatch(/\nOwner +- +manages itself and those below +propelauth::can_invite, /)
})

test('adds, changes and removes a role', async () => {
  expect((await run('add', 'Guest', '--internal', '--permission', 'a', '--permission', 'b')).code).toBe(0)
  expect((await definitions()).Guest).toEqual({ permissions: ['a', 'b'], is_internal: true })
  expect((await run('set', 'Guest', '--no-internal', '--disabled')).stdout).toMatch(/\nGuest +disabled /)
  expect((await definitions()).Guest).toEqual({ permissions: ['a', 'b'], disabled: true })
  await run('set', 'Guest', '--permission=')
  expect((await definitions()).Guest).toEqual({ permissions: [], disabled: true })
  await run('remove', 'Guest')
  expect(Object.keys(await definitions())).toEqual(['Owner', 'Admin', 'Member'])
})

test('says who manages whom, and which roles are the defaults', async () => {
  const { stdout } = await run('default', '--structure', 'multi_role', '--owner', 'Admin', '--member', 'Admin')
  expect(stdout).toContain('multi_role; owner Admin, default Admin\n')
  expect((await run('set', 'Admin', '--manages', 'Member', '--manages', 'Admin')).stdout).toContain(
    'manages Member, Admin',
  )
  expect((await run('set', 'Admin', '--manages=')).stdout).toContain('manages none')
  expect((await run('set', 'Admin', '--manages-all')).stdout).not.toContain('manages none')
  expect((await run('default', '--owner=', '--member', '')).stdout).toContain('owner the highest role, default the')
})

test.each([
  [['set'], 2, 'the role is missing'],
  [['add', 'Owner'], 2, 'there is a role "Owner" already'],
  [['remove', 'Onwer'], 2, 'did you mean Owner?'],
  [['lst'], 2, 'did you mean list?'],
  [['default', 'x'], 2, 'unexpected argument "x"'],
  [['set', 'Onwer', '--disabled'], 1, 'did you mean Owner?'],
  [['remove', 'Member'], 1, 'Members or invitations have "Member"'],
  [['default', '--member', 'Nope'], 1, 'roles.default_role: unknown name "Nope"'],
])('%j ends with %i', async (args, expected, message) => {
  const { code, stdout, stderr } = await run(...args)
  expect([code, stdout, stderr]).toEqual([expected, '', expect.stringContaining(message)])
})

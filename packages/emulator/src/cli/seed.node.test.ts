import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { folderOfTest } from 'test-kit/temporary-folder'
import { afterAll, expect, test } from 'vitest'
import { runCli, startCli } from '../../test/process.js'

const program = await startCli(['--data', ':memory:', '--port', '0'])
afterAll(() => program.stop())

const run = (...args: string[]) => runCli(['seed', ...args, '--auth-url', program.ready.authUrl])

function fileOf(text: string): string {
  const file = join(folderOfTest(), 'seed.yaml')
  writeFileSync(file, text)
  return file
}

test('an export is imported with the same text', async () => {
  const first = await run('export')
  expect(JSON.parse(first.stdout).users).toHaveLength(5)
  const other = fileOf('users: [{ key: ada, email: ada@x.test }]\n')
  expect(await run('import', other)).toMatchObject({ code: 0, stdout: `${other}: 1 users, 0 organizations\n` })
  expect(JSON.parse((await run('export')).stdout).users).toHaveLength(1)
  expect(await run('import', fileOf(first.stdout))).toMatchObject({ code: 0 })
  expect((await run('export')).stdout).toBe(first.stdout)
})

test('a wrong file is exit code 2, with line and column', async () => {
  const file = fileOf('users: [{ key: ada, emial: a@x.test }]\n')
  for (const action of ['check', 'import']) {
    const { code, stderr } = await run(action, file)
    expect([code, stderr]).toEqual([2, expect.stringContaining(`${file}:1:28: users[0].emial`)])
  }
  const applied = fileOf('users: [{ key: ada, email: a@x.test, password: short }]\n')
  expect(await run('check', applied)).toMatchObject({ code: 0 })
  expect(await run('import', applied)).toMatchObject({ code: 2, stderr: expect.stringContaining('password') })
})

test.each([
  [['export', 'x'], /unexpected argument/],
  [['import'], /needs a file/],
  [['check', 'missing.yaml'], /there is no seed file missing\.yaml/],
  [['destroy'], /export, import, check/],
  [['export', '--auth-url', 'x'], /--auth-url must be/],
])('seed %j is a usage error', async (args, message) => {
  const { code, stderr } = await runCli(['seed', ...args])
  expect([code, stderr]).toEqual([2, expect.stringMatching(message)])
})

test('without an emulator, the error says so', async () => {
  const { code, stderr } = await runCli(['seed', 'export', '--auth-url', 'http://localhost:1'])
  expect([code, stderr]).toEqual([1, expect.stringContaining('there is no emulator at http://localhost:1')])
})

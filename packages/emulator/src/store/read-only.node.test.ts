import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { folderOfTest } from 'test-kit/temporary-folder'
import { beforeEach, describe, expect, test } from 'vitest'
import { canMount, ownMounts } from '../../test/own-mounts.js'
import { CLI, type Runner, runCli, startCli } from '../../test/process.js'

let data = ''
let args: readonly string[] = []
beforeEach(() => {
  data = folderOfTest()
  args = ['--data', data, '--port', '0']
})

/** Runs the command line, which must fail. Returns its one line. */
async function failure(runner: Runner, ...own: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli([...args, ...own], {}, runner)
  expect([code, stdout]).toEqual([1, ''])
  return stderr
}

const readOnly = (path: string): string => `mount --bind ${path} ${path} && mount -o remount,bind,ro ${path}`

const OTHER_PLACE = 'Choose another data directory (--data), or keep nothing with :memory:'

describe.skipIf(!canMount)('a read-only file system (needs Linux, and root or user namespaces)', () => {
  // A killed process leaves the side files of SQLite.
  test.each(['SIGTERM', 'SIGKILL'] as const)('after %s: the start says so and changes nothing', async (signal) => {
    await (await startCli(args)).stop(signal)
    const files = readdirSync(data)
    await using mounts = await ownMounts(readOnly(data))
    expect(await failure(mounts.runner)).toBe(
      `propelauth-emulator: ${data} is on a read-only file system. ${OTHER_PLACE}\n`,
    )
    expect(readdirSync(data)).toEqual(files)
  })

  test('a directory that cannot be created', async () => {
    await using mounts = await ownMounts(readOnly(data))
    const below = join(data, 'below')
    expect(await failure(mounts.runner, '--data', below)).toBe(
      `propelauth-emulator: ${below} is on a read-only file system. ${OTHER_PLACE}\n`,
    )
  })

  test('a database that alone is read-only', async () => {
    await (await startCli(args)).stop()
    const file = join(data, 'emulator.sqlite')
    await using mounts = await ownMounts(readOnly(file))
    expect(await failure(mounts.runner)).toBe(
      `propelauth-emulator: ${file} is on a read-only file system. ${OTHER_PLACE}\n`,
    )
  })
})

const NOBODY = 65_534
const isRoot = process.getuid?.() === 0

/** Permissions do not bind root, which runs the command line as another user. */
const asUser: Runner = isRoot ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : []

function canRunAsUser(): boolean {
  const [command = '', ...rest] = [...asUser, process.execPath, CLI, '--version']
  return process.platform !== 'win32' && spawnSync(command, rest).status === 0
}

describe.skipIf(!canRunAsUser())('permissions (root needs setpriv, and a checkout that others can read)', () => {
  const MODES = 'cannot be read and written by this user. Change the owner or the mode (chown, chmod)'

  test('a database that this user may not write, and one that it may not read', async () => {
    if (isRoot) chownSync(data, NOBODY, NOBODY)
    await (await startCli(args, {}, asUser)).stop()
    const file = join(data, 'emulator.sqlite')
    for (const mode of [0o400, 0o200]) {
      chmodSync(file, mode)
      expect(await failure(asUser)).toContain(`${file} ${MODES}`)
    }
    chmodSync(file, 0o600)
    await (await startCli(args, {}, asUser)).stop()
  })

  test('a directory that this user may not write', async () => {
    if (isRoot) chownSync(data, NOBODY, NOBODY)
    await (await startCli(args, {}, asUser)).stop()
    chmodSync(data, 0o500)
    expect(await failure(asUser)).toContain(`${data} ${MODES}`)
    chmodSync(data, 0o700)
  })
})

import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { folderOfTest } from 'test-kit/temporary-folder'
import { describe, expect, test, vi } from 'vitest'
import { canMount, ownMounts } from '../../test/own-mounts.js'
import { type Ready, runCli, type Started, startCli } from '../../test/process.js'
import { startReceiver } from '../../test/receiver.js'

interface Answer {
  readonly status: number
  readonly body: { readonly user_id?: string; readonly error_code?: string; readonly user_facing_error?: string }
}

async function call({ authUrl, apiKey }: Ready, method: string, path: string, body?: object): Promise<Answer> {
  const headers = { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' }
  const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
  const response = await fetch(`${authUrl}/api/backend/v1/${path}`, init)
  return { status: response.status, body: await response.json() }
}

/** Creates users until one is refused. */
async function createUntilRefused(
  ready: Ready,
): Promise<{ readonly ids: readonly string[]; readonly refusal: Answer }> {
  const ids: string[] = []
  for (;;) {
    const answer = await call(ready, 'POST', 'user/', { email: `${crypto.randomUUID()}@x.test` })
    if (answer.status !== 200) return { ids, refusal: answer }
    ids.push(answer.body.user_id ?? '')
  }
}

/** The users of these ids that a copy of the directory has, without the emulator. */
function stored(data: string, ids: readonly string[]): number {
  const copy = folderOfTest()
  cpSync(data, copy, { recursive: true })
  const sqlite = new DatabaseSync(join(copy, 'emulator.sqlite'))
  try {
    expect(sqlite.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
    const count = sqlite.prepare('SELECT count(*) AS n FROM users WHERE user_id IN (SELECT value FROM json_each(?))')
    return Number(count.get(JSON.stringify(ids))?.n)
  } finally {
    sqlite.close()
  }
}

describe.skipIf(!canMount)('a full disk (needs Linux, and root or user namespaces)', () => {
  /** A disk of 4 MiB. */
  async function smallDisk() {
    const folder = folderOfTest()
    const data = join(folder, 'data')
    const mounts = await ownMounts(`mount -t tmpfs -o size=4m,mode=700 tmpfs ${folder}`)
    const ballast = mounts.path(join(folder, 'ballast'))
    return {
      ...mounts,
      data,
      args: ['--data', data, '--port', '0'],
      fill(): void {
        for (const bytes of [65_536, 4096, 1]) expect(() => appendUntilItFails(ballast, bytes)).toThrow('ENOSPC')
      },
      free: (): void => rmSync(ballast),
    }
  }

  async function failedStart({ args, runner }: Awaited<ReturnType<typeof smallDisk>>): Promise<string> {
    const { code, stderr } = await runCli(args, {}, runner)
    expect(code).toBe(1)
    return stderr
  }

  function appendUntilItFails(file: string, bytes: number): void {
    for (;;) appendFileSync(file, Buffer.alloc(bytes))
  }

  test('changes are refused with what to do, lookups go on, and changes go on once there is space', async () => {
    await using disk = await smallDisk()
    await using emulator = await startCli(disk.args, {}, disk.runner)
    const { body: before } = await call(emulator.ready, 'POST', 'user/', { email: 'ada@x.test' })
    disk.fill()
    const { ids, refusal } = await createUntilRefused(emulator.ready)
    expect(refusal.status).toBe(507)
    expect(refusal.body).toEqual({
      error_code: 'storage_failed',
      user_facing_error: `${join(disk.data, 'emulator.sqlite')} cannot be written: the disk is full. Free some space, or choose another data directory (--data)`,
    })
    // This one is not in a transaction.
    const change = { method: 'POST', body: JSON.stringify({ has_names: false }) }
    expect((await fetch(`${emulator.ready.authUrl}/_emulator/settings`, change)).status).toBe(507)
    expect((await call(emulator.ready, 'GET', `user/${before.user_id}`)).status).toBe(200)
    disk.free()
    const after = await call(emulator.ready, 'POST', 'user/', { email: 'eve@x.test' })
    expect(after.status).toBe(200)
    const all = [before.user_id ?? '', ...ids, after.body.user_id ?? '']
    expect(stored(disk.path(disk.data), all)).toBe(all.length)
  })

  test('a kill -9 loses nothing acknowledged; a start says that the disk is full, until there is space', async () => {
    await using disk = await smallDisk()
    const victim = await startCli(disk.args, {}, disk.runner)
    disk.fill()
    const { ids } = await createUntilRefused(victim.ready)
    await victim.stop('SIGKILL')
    expect(await failedStart(disk)).toContain('cannot be written: the disk is full. Free some space')
    disk.free()
    await using survivor = await startCli(disk.args, {}, disk.runner)
    expect((await call(survivor.ready, 'POST', 'user/', { email: 'eve@x.test' })).status).toBe(200)
    expect(stored(disk.path(disk.data), ids)).toBe(ids.length)
  })

  test('a first start leaves nothing half written', async () => {
    await using disk = await smallDisk()
    disk.fill()
    expect(await failedStart(disk)).toContain('.gitignore cannot be written: the disk is full. Free some space')
    expect(readdirSync(disk.path(disk.data))).toEqual([])
    disk.free()
    await using emulator = await startCli(disk.args, {}, disk.runner)
    expect((await call(emulator.ready, 'POST', 'user/', { email: 'ada@x.test' })).status).toBe(200)
    expect(readFileSync(disk.path(join(disk.data, '.gitignore')), 'utf8')).toBe('*\n')
  })

  test('a first start leaves no part of the credentials', async () => {
    await using disk = await smallDisk()
    mkdirSync(disk.path(disk.data))
    writeFileSync(disk.path(join(disk.data, '.gitignore')), '*\n')
    disk.fill()
    expect(await failedStart(disk)).toContain('credentials.json cannot be written: the disk is full. Free some space')
    expect(readdirSync(disk.path(disk.data))).toEqual(['.gitignore'])
  })
})

const hasPrlimit = process.platform === 'linux' && spawnSync('prlimit', ['--version']).status === 0

test.skipIf(!hasPrlimit)('a used-up quota refuses changes only, until it is raised (needs prlimit)', async () => {
  const data = folderOfTest()
  await using emulator = await startCli(['--data', data, '--port', '0'])
  const { body } = await call(emulator.ready, 'POST', 'user/', { email: 'ada@x.test' })
  limitFiles(emulator, sizeOfLog(data))
  const { ids, refusal } = await createUntilRefused(emulator.ready)
  expect(refusal).toMatchObject({ status: 507, body: { user_facing_error: expect.stringContaining(data) } })
  expect((await call(emulator.ready, 'GET', `user/${body.user_id}`)).status).toBe(200)
  limitFiles(emulator, 'unlimited')
  expect((await call(emulator.ready, 'POST', 'user/', { email: 'eve@x.test' })).status).toBe(200)
  expect(stored(data, ids)).toBe(ids.length)
})

test.skipIf(!hasPrlimit)('where other machines can connect, only the log names the data directory', async () => {
  const data = folderOfTest()
  await using emulator = await startCli(['--data', data, '--port', '0', '--host', '0.0.0.0'])
  limitFiles(emulator, sizeOfLog(data))
  const { refusal } = await createUntilRefused(emulator.ready)
  expect(refusal).toEqual({
    status: 507,
    body: {
      error_code: 'storage_failed',
      user_facing_error: expect.stringMatching(/^The data directory cannot be .* \(--data\)$/),
    },
  })
  expect(JSON.stringify(refusal)).not.toContain(data)
  const form = { method: 'POST', body: new URLSearchParams({ email: 'owner@acme.test' }) }
  const page = await fetch(`${emulator.ready.authUrl}/login/link`, form)
  expect([page.status, (await page.text()).includes(data)]).toEqual([507, false])
  expect(emulator.output().stderr).toContain(join(data, 'emulator.sqlite'))
})

test.skipIf(!hasPrlimit)('the outcome of a webhook waits until it can be stored, and is not sent again', async () => {
  const data = folderOfTest()
  await using receiver = await startReceiver()
  await using emulator = await startCli(['--data', data, '--port', '0', '--webhook', receiver.url])
  receiver.answer((_, response) => {
    limitFiles(emulator, sizeOfLog(data))
    response.writeHead(204).end()
  })
  await call(emulator.ready, 'POST', 'user/', { email: 'ada@x.test' })
  const patience = { timeout: 10_000, interval: 50 }
  await vi.waitFor(() => expect(emulator.output().stderr).toContain('emulator.sqlite cannot be'), patience)
  limitFiles(emulator, 'unlimited')
  await vi.waitFor(async () => {
    const { deliveries } = await (await fetch(`${emulator.ready.authUrl}/_emulator/webhooks`)).json()
    expect(deliveries).toMatchObject([{ status: 'succeeded', attempts: 1 }])
  }, patience)
  expect(receiver.received).toHaveLength(1)
})

const sizeOfLog = (data: string): string => String(statSync(join(data, 'emulator.sqlite-wal')).size)

/** The largest size of files that the process may write, as `ulimit -f`. */
function limitFiles({ child }: Started, size: string): void {
  const { status, stderr } = spawnSync('prlimit', [`--pid=${child.pid}`, `--fsize=${size}:unlimited`])
  expect([status, String(stderr)]).toEqual([0, ''])
}

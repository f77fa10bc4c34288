import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { startProgram } from 'test-kit/program'
import { folderOfTest } from 'test-kit/temporary-folder'
import { beforeEach, describe, expect, test } from 'vitest'
import { runCli, startCli } from '../../../test/process.js'
import { runMain } from '../../../test/run-main.js'

let cwd = ''
beforeEach(() => {
  cwd = folderOfTest()
})

const locatorFile = () => join(cwd, '.propelauth', 'emulator.json')
const readLocator = () => JSON.parse(readFileSync(locatorFile(), 'utf8'))
const start = (...args: string[]) => startCli(['--port', '0', ...args], { cwd })

describe('the file in the data directory', () => {
  test('names the running emulator, only for its owner, and is removed at its end', async () => {
    const started = await start()
    const { authUrl, port } = started.ready
    expect(readLocator()).toEqual({
      pid: started.child.pid,
      hostname: hostname(),
      port,
      authUrl,
      url: authUrl,
      started: expect.stringMatching(/^\d{4}-.*Z$/),
    })
    expect(statSync(locatorFile()).mode & 0o777).toBe(0o600)
    await started.stop('SIGTERM')
    expect(existsSync(locatorFile())).toBe(false)
  })

  test('has an address of this machine, whatever the auth URL is', async () => {
    await using started = await start('--auth-url', 'https://demo.ngrok.app')
    expect(readLocator()).toMatchObject({
      authUrl: 'https://demo.ngrok.app',
      url: `http://localhost:${started.ready.port}`,
    })
    expect((await runMain(['status'], { cwd })).code).toBe(0)
  })

  test('stays that of the first emulator while it runs', async () => {
    await using first = await start()
    const second = await start()
    expect(second.output().stderr).toContain(
      `process ${first.child.pid} at ${first.ready.authUrl} uses .propelauth, too`,
    )
    await second.stop('SIGTERM')
    expect(readLocator().pid).toBe(first.child.pid)
  })

  test('of a killed emulator is replaced by the next start', async () => {
    const killed = await start()
    await killed.stop('SIGKILL')
    const stale = readLocator()
    const found = await runMain(['status'], { cwd })
    expect([found.code, found.stderr]).toEqual([1, expect.stringContaining(`names process ${stale.pid} at`)])
    await using next = await start()
    expect(readLocator().pid).toBe(next.child.pid)
    expect(next.output().stderr).toBe('')
  })
})

describe('stop', () => {
  test('ends the emulator and waits for its end', async () => {
    const started = await start()
    const { code, stdout } = await runCli(['stop'], { cwd })
    expect([code, stdout]).toEqual([0, `stopped process ${started.child.pid} at ${started.ready.authUrl}\n`])
    await expect(fetch(`${started.ready.authUrl}/readyz`)).rejects.toThrow()
    expect(await started.stop()).toBe(0)
    const again = await runMain(['stop'], { cwd })
    expect([again.code, again.stderr]).toEqual([
      1,
      expect.stringContaining('no emulator runs with the data directory .propelauth'),
    ])
  })

  test('of an emulator that needs its key', async () => {
    const started = await start('--allow-host', 'emulator.test')
    expect((await runMain(['stop'], { cwd })).code).toBe(0)
    expect(await started.stop()).toBe(0)
  })

  test('ends nothing if the process of the file has ended', async () => {
    const killed = await start()
    await killed.stop('SIGKILL')
    const { code, stderr } = await runMain(['stop'], { cwd })
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/emulator\.json is stale: process \d+ has ended\. Nothing was stopped/),
    ])
  })

  test('ends no other program that has the process id, whether an emulator answers or not', async () => {
    await using program = await startProgram(process.execPath, ['-e', 'console.log(1); setInterval(() => 0, 1000)'])
    const isAlive = () => process.kill(program.child.pid ?? 0, 0)
    await using emulator = await start()
    const genuine = readLocator()
    for (const url of [genuine.url, 'http://localhost:1']) {
      writeFileSync(locatorFile(), JSON.stringify({ ...genuine, pid: program.child.pid, url }))
      const { code, stderr } = await runMain(['stop'], { cwd })
      expect([code, stderr]).toEqual([1, expect.stringContaining('is stale')])
      expect(isAlive()).toBe(true)
    }
    expect((await fetch(`${emulator.ready.authUrl}/readyz`)).status).toBe(200)
  })

  test('ends no process of another machine', async () => {
    await using _ = await start()
    writeFileSync(locatorFile(), JSON.stringify({ ...readLocator(), hostname: 'container-7' }))
    const { code, stderr } = await runMain(['stop'], { cwd })
    expect([code, stderr]).toEqual([1, expect.stringContaining('on the machine container-7: stop it there')])
  })

  test.each([
    [['--data', ':memory:'], 'stop needs a data directory'],
    [['--timeout', 'soon'], '--timeout must be a time such as'],
    [['--timeout', '-1s'], '--timeout must not be negative'],
    [['now'], 'unexpected argument "now"'],
  ])('%j is a usage error', async (args, message) => {
    const { code, stderr } = await runMain(['stop', ...args], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
  })
})

test('status says where it runs, what it holds and how far its clock is ahead', async () => {
  await using started = await start()
  await fetch(`${started.ready.authUrl}/_emulator/clock`, { method: 'POST', body: '{"advance":60}' })
  const { code, stdout } = await runMain(['status'], { cwd })
  expect(code).toBe(0)
  expect(stdout).toContain(`Running     ${started.ready.authUrl}, process ${started.child.pid}, since `)
  expect(stdout).toContain(`Data        ${join(cwd, '.propelauth')}: 5 users, 2 organizations`)
  expect(stdout).toContain('Clock       60 seconds ahead')
})

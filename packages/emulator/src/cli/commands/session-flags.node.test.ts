import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { folderOfTest } from 'test-kit/temporary-folder'
import { expect, test } from 'vitest'
import { startCli } from '../../../test/process.js'
import { runMain } from '../../../test/run-main.js'

const memory = ['--data', ':memory:', '--port', '0']

const settingsOf = async (authUrl: string) => {
  const body = (await (await fetch(`${authUrl}/_emulator/settings`)).json()) as { settings: object }
  return body.settings
}

test('--refresh-tokens takes precedence over the seed file', async () => {
  const cwd = folderOfTest()
  writeFileSync(join(cwd, 'propelauth.seed.yaml'), 'settings: { refresh_tokens: strict, session_days: 3 }\n')
  await using seeded = await startCli(memory, { cwd })
  expect(await settingsOf(seeded.ready.authUrl)).toMatchObject({ refresh_tokens: 'strict', session_days: 3 })
  await using chosen = await startCli([...memory, '--refresh-tokens', 'rotate-with-grace'], { cwd })
  expect(await settingsOf(chosen.ready.authUrl)).toMatchObject({ refresh_tokens: 'rotate-with-grace', session_days: 3 })
})

test('--logout-url is where a logout leads', async () => {
  const app = 'http://localhost:3000'
  const flags = ['--app-url', app, '--logout-url', `${app}/bye`]
  await using started = await startCli([...memory, ...flags], { cwd: folderOfTest() })
  const url = `${started.ready.authUrl}/api/v1/logout`
  const response = await fetch(url, { method: 'POST', headers: { Origin: app } })
  expect(await response.json()).toEqual({ redirect_to: `${app}/bye` })
})

test.each([
  [['--refresh-tokens', 'rotate'], '--refresh-tokens must be reuse or rotate-with-grace or strict, not rotate'],
  [['--refresh-token', 'strict'], 'did you mean --refresh-tokens?'],
  [['--logout-url', '/bye'], '--logout-url must be an http(s) URL, not /bye'],
  [
    ['--app-url', 'http://localhost:3000', '--logout-url', 'http://localhost:3001/bye'],
    '--logout-url http://localhost:3001/bye is not on one of the apps',
  ],
  [['--logout-url', 'https://app.example.com'], 'is not on one of the apps'],
])('%j is rejected with a hint', async (args, hint) => {
  const { code, stdout, stderr } = await runMain(args, { cwd: folderOfTest() })
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(hint)
})

// The fixtures of `@propelauth-edge/emulator/playwright` in Playwright's own runner, with the sessions of an app.
import { hasChromium } from 'test-kit/chromium'
import { describe, expect, test } from 'vitest'
import { findPort } from '../services.ts'
import { runPlaywright as run } from '../test-runners/playwright/run-playwright.ts'

const ports = async () => ({
  EMULATOR_PORT: String(await findPort(4970)),
  APP_PORT: String(await findPort(3590)),
})

describe.runIf(hasChromium())('the fixtures of Playwright', { timeout: 300_000 }, () => {
  test('an emulator and an app for each of two workers', async () => {
    const { stats, specs, errors } = await run('app-per-worker')
    expect(errors).toEqual({})
    expect(stats).toMatchObject({ expected: 17, unexpected: 0, flaky: 0, skipped: 0 })
    const annotations = specs.flatMap(({ tests }) => tests.flatMap((one) => one.annotations))
    const emulators = annotations.filter(({ type }) => type === 'emulator').map(({ description }) => description)
    expect(new Set(emulators).size).toBe(2)
  })

  test('one app that Playwright starts, with the emulator at a fixed port', async () => {
    const { stats, errors } = await run('web-server', await ports())
    expect(Object.keys(errors)).toEqual(['the app accepts the emulator of a new worker'])
    expect(stats).toMatchObject({ expected: 1, flaky: 1, unexpected: 0 })
  })

  test('a mistake is an error that says what there is', async () => {
    const { errors } = await run('errors')
    expect(errors).toEqual({
      'lists the users':
        'EmulatorTestError: No user has the id, email address or key "admn". Users: owner, admin, member, noOrg, multiOrg',
      'says why': 'EmulatorTestError: ada@x.test: This account is locked.',
      'a message that does not arrive':
        'EmulatorTestError: No message to a@x.test arrived within 10 ms. No messages arrived.',
      'asks for it': 'EmulatorTestError: appLogin is "/api/auth/login", which needs baseURL',
    })
  })

  test('in production no emulator starts', async () => {
    const { errors } = await run('errors', { NODE_ENV: 'production' }, '--grep', 'lists the users')
    expect(errors['lists the users']).toContain('ProductionError: NODE_ENV is production')
  })

  test('a fixed port is for one worker', async () => {
    const env = await ports()
    const { errors } = await run('web-server', env, '--workers=2', '--fully-parallel', '--retries=0')
    const message = `The emulator has the fixed port ${env.EMULATOR_PORT}, so it serves one worker: set workers: 1`
    expect(Object.values(errors).join()).toContain(message)
  })
})

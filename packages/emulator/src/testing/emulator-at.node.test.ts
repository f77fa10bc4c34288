import { importSPKI, jwtVerify } from 'jose'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { appSecrets, fetchEnvironment } from '../environment.js'
import { emulatorAt } from './emulator-at.js'
import { startInProcess, startOnPort } from './start-emulator.js'

/** The keys of a run are in a variable. Each test is a run. */
const newRun = () => vi.stubEnv('PROPELAUTH_EMULATOR_TEST_KEYS', undefined)
beforeEach(() => void newRun())
afterEach(() => vi.unstubAllEnvs())

test('the environment of the app fits the emulator that starts later', async () => {
  const { emulatorOptions, env } = emulatorAt(4555)
  expect(env).toMatchObject({ PROPELAUTH_AUTH_URL: 'http://localhost:4555', VITE_AUTH_URL: 'http://localhost:4555' })
  await using server = await startOnPort({ ...emulatorOptions, port: 0 })
  const { emulator } = server
  expect(env).toMatchObject({
    PROPELAUTH_API_KEY: emulator.apiKey,
    PROPELAUTH_VERIFIER_KEY: emulator.verifierKey,
    PROPELAUTH_MCP_CLIENT_SECRET: emulator.introspection.clientSecret,
  })
  const { accessToken } = await emulator.mintToken({ user: 'admin' })
  await jwtVerify(accessToken, await importSPKI(env.PROPELAUTH_VERIFIER_KEY ?? '', 'RS256'))
})

const url = 'http://localhost:3000/webhooks'
const secret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'
const seed = { webhooks: [{ url: `${url}/seed` }, { key: 'second', url, secret }] }

test.each([
  ['the default options', {}],
  ['an endpoint of the option', { webhooks: [{ url }] }],
  ['endpoints of the seed', { seed }],
  ['endpoints of both', { seed, webhooks: [{ url }] }],
  ['a secret of the option', { webhooks: [{ url, secret }] }],
  ['an address and a secret of MCP', { authUrl: 'http://auth.localhost:4555/x', mcpClientSecret: 'm'.repeat(32) }],
])('the environment is that of the emulator with %s', async (_, options) => {
  const { emulatorOptions, env } = emulatorAt(4555, options)
  await using emulator = startInProcess({ authUrl: 'http://localhost:4555', ...emulatorOptions })
  expect(env).toEqual(fetchEnvironment(appSecrets(emulator)))
})

test('an endpoint of option and seed has the secret of the seed, unless the option has one', async () => {
  const { emulatorOptions, env } = emulatorAt(4555, { seed, webhooks: [{ key: 'second', url }] })
  await using emulator = startInProcess(emulatorOptions)
  expect([env.PROPELAUTH_WEBHOOK_SECRET, appSecrets(emulator).webhookSecret]).toEqual([secret, secret])
})

test('the processes of a run have the same keys', () => {
  const first = emulatorAt(4555)
  expect(emulatorAt(4555)).toEqual(first)
  newRun()
  expect(emulatorAt(4555).env.PROPELAUTH_API_KEY).not.toBe(first.env.PROPELAUTH_API_KEY)
})

test.each([0, -1, 65_536, 44.6, Number.NaN])('%d is not a port', (port) => {
  expect(() => emulatorAt(port)).toThrow(new TypeError(`${port} is not a port from 1 to 65535`))
})

test('an address that is not http is refused', () => {
  expect(() => emulatorAt(4555, { authUrl: 'localhost:4555' })).toThrow(
    'authUrl: "localhost:4555" is not an http(s) URL',
  )
})

test('with NODE_ENV=production it is refused', () => {
  vi.stubEnv('NODE_ENV', 'production')
  expect(() => emulatorAt(4555)).toThrow(expect.objectContaining({ name: 'ProductionError' }))
})

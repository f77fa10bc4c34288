import { importSPKI, jwtVerify } from 'jose'
import { afterEach, expect, test, vi } from 'vitest'
import { emulatorAt } from './emulator-at.js'
import { startOnPort } from './start-emulator.js'

afterEach(() => vi.unstubAllEnvs())

test('the environment of the app fits the emulator that starts later', async () => {
  vi.stubEnv('PROPELAUTH_EMULATOR_TEST_KEYS', undefined)
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

test('the environment has the secret of a webhook endpoint', async () => {
  vi.stubEnv('PROPELAUTH_EMULATOR_TEST_KEYS', undefined)
  const { emulatorOptions, env } = emulatorAt(4555, { webhooks: [{ url: 'http://localhost:3000/webhooks' }] })
  await using server = await startOnPort({ ...emulatorOptions, port: 0 })
  expect(env.PROPELAUTH_WEBHOOK_SECRET).toMatch(/^whsec_/)
  expect(server.emulator.webhooks.endpoints().map(({ secret }) => secret)).toEqual([env.PROPELAUTH_WEBHOOK_SECRET])
})

test('the processes of a run have the same keys', () => {
  vi.stubEnv('PROPELAUTH_EMULATOR_TEST_KEYS', undefined)
  const first = emulatorAt(4555)
  expect(emulatorAt(4555)).toEqual(first)
  vi.stubEnv('PROPELAUTH_EMULATOR_TEST_KEYS', undefined)
  expect(emulatorAt(4555).env.PROPELAUTH_API_KEY).not.toBe(first.env.PROPELAUTH_API_KEY)
})

test.each([0, -1, 65_536, 44.6, Number.NaN])('%d is not a port', (port) => {
  expect(() => emulatorAt(port)).toThrow(new TypeError(`${port} is not a port from 1 to 65535`))
})

test('with NODE_ENV=production it is refused', () => {
  vi.stubEnv('NODE_ENV', 'production')
  expect(() => emulatorAt(4555)).toThrow(expect.objectContaining({ name: 'ProductionError' }))
})

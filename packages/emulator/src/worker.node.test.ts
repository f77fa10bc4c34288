import { beforeEach, expect, test, vi } from 'vitest'
import { PERSONA_PASSWORD } from './index.js'
import { readWorkerOptions } from './worker/worker-options.js'
import worker from './worker.js'

const authUrl = 'https://emulator.example.workers.dev'
const apiKey = 'emu_a-control-key-of-at-least-32-characters'
const variables = { PROPELAUTH_EMULATOR_AUTH_URL: authUrl, PROPELAUTH_EMULATOR_API_KEY: apiKey }

const log = vi.spyOn(console, 'error').mockReturnValue()
beforeEach(() => log.mockClear())

/** The answer of a Worker with these variables, and the names of the objects that it asks. */
async function answer(env: Readonly<Record<string, string>>) {
  const asked: string[] = []
  const fetch = async () => new Response('from the object')
  const getByName = (name: string) => {
    asked.push(name)
    return { fetch }
  }
  const response = await worker.fetch(new Request(authUrl), { ...env, EMULATOR: { getByName } } as never)
  return { asked, status: response.status, body: await response.text() }
}

test('one object answers all requests', async () => {
  expect(await answer(variables)).toEqual({ asked: ['project'], status: 200, body: 'from the object' })
})

test('the variables are those of the command line', () => {
  const further = {
    PROPELAUTH_EMULATOR_APP_URL: 'https://a.example, https://b.example',
    PROPELAUTH_EMULATOR_REFRESH_TOKENS: 'strict',
  }
  expect(readWorkerOptions({ ...variables, ...further })).toMatchObject({
    authUrl,
    apiKey,
    appUrls: ['https://a.example', 'https://b.example'],
    refreshTokens: 'strict',
  })
})

const EXAMPLE_KEY = 'emulator-key-of-the-example-team-emulator'

test.each([
  ['no control key', { PROPELAUTH_EMULATOR_API_KEY: '' }, 'PROPELAUTH_EMULATOR_API_KEY is not set'],
  ['a short control key', { PROPELAUTH_EMULATOR_API_KEY: PERSONA_PASSWORD }, 'must have at least 32 characters'],
  ['a key of the real service', { PROPELAUTH_EMULATOR_API_KEY: 'a1'.repeat(48) }, 'looks like an API key'],
  ['the key of the example', { PROPELAUTH_EMULATOR_API_KEY: EXAMPLE_KEY }, 'is the public key of an example'],
  ['no address', { PROPELAUTH_EMULATOR_AUTH_URL: '' }, 'PROPELAUTH_EMULATOR_AUTH_URL is not set'],
  ['an address that is none', { PROPELAUTH_EMULATOR_AUTH_URL: 'emulator' }, 'must be an http(s) URL'],
  [
    'a variable about a machine',
    { PROPELAUTH_EMULATOR_DATA: '.propelauth' },
    'PROPELAUTH_EMULATOR_DATA is for a machine',
  ],
  ['production', { NODE_ENV: 'production' }, 'NODE_ENV is production'],
])('with %s, no object is asked, and only the log says why', async (_, change, problem) => {
  expect(await answer({ ...variables, ...change })).toEqual({
    asked: [],
    status: 503,
    body: 'The PropelAuth emulator is not configured. The log of the Worker has the reason.\n',
  })
  expect(log).toHaveBeenCalledWith(expect.stringContaining(problem))
})

test('the key of the example counts on this machine', () => {
  const local = { PROPELAUTH_EMULATOR_AUTH_URL: 'http://localhost:8787', PROPELAUTH_EMULATOR_API_KEY: EXAMPLE_KEY }
  expect(readWorkerOptions(local).apiKey).toBe(EXAMPLE_KEY)
})

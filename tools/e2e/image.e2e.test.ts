// The container image of the emulator: the steps of its Dockerfile, run without containers on the packed package.
import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { freePort } from 'test-kit/listen'
import { type Program, startProgram } from 'test-kit/program'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildImage, inside } from '../image/build.ts'
import { readDockerfile } from '../image/dockerfile.ts'
import { root } from '../services.ts'

const home = join(root, 'packages/emulator')
const context = temporaryFolder()
execFileSync('pnpm', ['pack', '--pack-destination', context], { cwd: home, stdio: 'pipe' })
const image = buildImage(readDockerfile(readFileSync(join(home, 'Dockerfile'), 'utf8')), context, temporaryFolder())
const built = files()

/** All files but those of the volumes. */
function files(): readonly string[] {
  const volumes = image.volumes.map((volume) => volume.slice(1))
  return readdirSync(image.root, { recursive: true, encoding: 'utf8' })
    .filter((file) => !volumes.some((volume) => file.startsWith(`${volume}/`)))
    .toSorted()
}

const authUrl = `http://localhost:${await freePort()}`
const variables = Object.fromEntries(
  Object.entries(image.variables).map(([name, value]) => [name, inside(image, value)]),
)
/** As `docker run --env`. Nothing of this machine is in the environment but Node. */
const env = {
  ...variables,
  PATH: dirname(process.execPath),
  PROPELAUTH_EMULATOR_PORT: new URL(authUrl).port,
  PROPELAUTH_EMULATOR_JSON: 'true',
}

const run = ([program = '', ...args]: readonly string[], further: Readonly<Record<string, string>> = {}) =>
  startProgram(program, args, { cwd: join(image.root, image.directory), env: { ...env, ...further } })

test('starts from a Node that the emulator supports', () => {
  const { engines } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
  expect(engines.node).toBe('>=22.13')
  expect(Number(/^node:(\d+)-slim$/.exec(image.base)?.[1])).toBeGreaterThanOrEqual(24)
})

test('runs as a user without rights, with its data in a volume that is private', () => {
  expect([image.user, image.volumes]).toEqual(['node', [image.variables.PROPELAUTH_EMULATOR_DATA]])
  expect(statSync(variables.PROPELAUTH_EMULATOR_DATA ?? '').mode & 0o777).toBe(0o700)
})

test('says at which port it listens', () => expect(image.ports).toEqual([image.variables.PROPELAUTH_EMULATOR_PORT]))

describe('a container', () => {
  let container: Program
  let ready: { readonly apiKey: string; readonly authUrl: string }

  beforeEach(async () => {
    container = await run(image.command)
    ready = JSON.parse(container.line)
  })
  afterEach(() => container[Symbol.asyncDispose]())

  const mint = (headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${authUrl}/_emulator/token`, { method: 'POST', headers, body: JSON.stringify({ user: 'owner' }) })

  test('is healthy', () => {
    const [program = '', ...args] = image.healthCheck
    expect(spawnSync(program, args, { env }).status).toBe(0)
    expect(spawnSync(program, args, { env: { ...env, PROPELAUTH_EMULATOR_PORT: '1' } }).status).toBe(1)
  })

  test('signs tokens for the holder of the control key alone', async () => {
    expect((await mint()).status).toBe(401)
    const { accessToken } = await (await mint({ Authorization: `Bearer ${ready.apiKey}` })).json()
    const keys = createRemoteJWKSet(new URL(`${authUrl}/.well-known/jwks.json`))
    expect((await jwtVerify(accessToken, keys, { issuer: authUrl })).payload.email).toBe('owner@acme.test')
  })

  test('stops at once, and the next one with the same volume has the same keys', async () => {
    expect(await container.stop('SIGTERM')).toBe(0)
    container = await run(image.command)
    expect(JSON.parse(container.line)).toMatchObject({ authUrl: ready.authUrl, apiKey: ready.apiKey })
  })

  test('writes to its volume alone', () => expect(files()).toEqual(built))
})

test('has the packages inside that seed files and imported passwords need', async () => {
  const seed = join(context, 'seed.yaml')
  // A published hash of crypt_blowfish.
  const hash = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'
  writeFileSync(seed, `users:\n  - { key: ada, email: ada@x.test, password_hash: '${hash}' }\n`)
  await using container = await run(image.command, {
    PROPELAUTH_EMULATOR_SEED: seed,
    PROPELAUTH_EMULATOR_DATA: ':memory:',
  })
  expect(JSON.parse(container.line).authUrl).toBe(authUrl)
  const logIn = (password: string) =>
    fetch(`${authUrl}/login`, {
      method: 'POST',
      headers: { Origin: authUrl },
      body: new URLSearchParams({ email: 'ada@x.test', password }),
      redirect: 'manual',
    })
  expect([(await logIn('U*U')).status, (await logIn('U*V')).status]).toEqual([303, 401])
})

// `@propelauth-edge/emulator/vitest` in a project of its own, as npm installs it, with the oldest and the newest Vitest.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { typeErrors } from 'test-kit/type-errors'
import { beforeAll, describe, expect, test } from 'vitest'
import { root } from '../services.ts'

const own = '@propelauth-edge/'

/** Our packages are copies, so that they find the Vitest of the project. All others are links. */
function install(home: string, name: string, project: string) {
  const source = realpathSync(join(home, 'node_modules', name))
  const target = join(project, 'node_modules', name)
  mkdirSync(dirname(target), { recursive: true })
  if (!name.startsWith(own)) return symlinkSync(source, target)
  for (const part of ['dist', 'package.json']) cpSync(join(source, part), join(target, part), { recursive: true })
  const { dependencies = {} } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'))
  for (const next of Object.keys(dependencies)) install(source, next, project)
}

const tests = `
import { createRequire } from 'node:module'
import { createPropelAuth } from '@propelauth-edge/core'
import { createTest, expect, test } from '@propelauth-edge/emulator/vitest'
import { describe } from 'vitest'

test('a member is in no other organization', async ({ emulator, mint, clock }) => {
  const propelAuth = createPropelAuth({ authUrl: emulator.authUrl, fetch: emulator.fetch, now: clock.now })
  const user = await propelAuth.validateToken(await mint('member'))
  expect(user.getOrgs().map((org) => org.orgName)).toEqual(['Acme'])
  clock.advance({ minutes: 31 })
  await expect(propelAuth.validateToken(await mint('member', { expiresIn: -60 }))).rejects.toMatchObject({
    code: 'token_expired',
  })
  expect((await propelAuth.validateToken(await mint('owner'))).email).toBe('owner@acme.test')
})

for (const name of ['one', 'another'])
  test.concurrent(name + ' test has an emulator of its own', async ({ emulator, faults, expect }) => {
    faults.add({ group: 'keys', fault: 'server-error' })
    expect(emulator.counts().users).toBe(5)
    await emulator.fetch(emulator.authUrl + '/.well-known/jwks.json')
    expect(emulator.requests()).toHaveLength(1)
  })

const [major, minor] = createRequire(import.meta.url)('vitest/package.json').version.split('.').map(Number)

if (major > 3 || (major === 3 && minor >= 2)) {
  const ofFile = createTest({}, { scope: 'file' })
  const seen = new Set()
  for (const name of ['one', 'another'])
    ofFile(name + ' test has the emulator of the file', ({ emulator }) => {
      expect(seen.add(emulator).size).toBe(1)
    })
} else
  test.each(['a', 'another'])('%s test cannot have an emulator of the file', () => {
    expect(() => createTest({}, { scope: 'file' })).toThrow('needs vitest 3.2 or newer')
  })

describe('a seed', () => {
  const seeded = createTest({ seed: { users: [{ key: 'ada', email: 'ada@x.test' }] } })

  seeded('replaces the default users', async ({ mint, inbox }) => {
    expect(inbox.messages()).toEqual([])
    await expect(mint('admin')).rejects.toThrow('Users: ada')
  })
})
`

const tsconfig = {
  compilerOptions: {
    ...{ target: 'ES2022', lib: ['ES2022', 'DOM'], types: ['node'], module: 'NodeNext', moduleResolution: 'NodeNext' },
    ...{ strict: true, skipLibCheck: true, noEmit: true },
  },
  files: ['app.test.ts'],
}

/** What the JSON reporter of every version writes. */
interface Report {
  readonly numPassedTests: number
  readonly testResults: readonly { readonly assertionResults: readonly { readonly failureMessages: string[] }[] }[]
}

const project = temporaryFolder()

beforeAll(() => {
  install(join(root, 'adapters/next'), '@propelauth-edge/emulator', project)
  install(join(root, 'adapters/next'), '@propelauth-edge/core', project)
  install(root, '@types/node', project)
  writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module' }))
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(tsconfig))
  writeFileSync(join(project, 'app.test.ts'), tests)
})

/** As in a terminal: this Vitest sets variables for its own processes, and pnpm sets `NODE_PATH`. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_PATH$)/.test(name)))

const runNode = (...args: string[]) => spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8', env })

describe.each(['tools/test-runners/node_modules/vitest-oldest', 'node_modules/vitest'])('with %s', (installed) => {
  const vitest = join(project, 'node_modules/vitest')

  beforeAll(() => {
    rmSync(vitest, { force: true })
    symlinkSync(realpathSync(join(root, installed)), vitest)
  })

  test('the fixtures work', () => {
    runNode(join(vitest, 'vitest.mjs'), 'run', '--reporter=json', '--outputFile=report.json')
    const { testResults, ...report }: Report = JSON.parse(readFileSync(join(project, 'report.json'), 'utf8'))
    const assertions = testResults.flatMap(({ assertionResults }) => assertionResults)
    expect(assertions.flatMap(({ failureMessages }) => failureMessages)).toEqual([])
    expect(report).toMatchObject({ numPassedTests: 6, success: true })
  })

  test('the types fit', () => expect(typeErrors(join(project, 'tsconfig.json'))).toEqual([]))
})

test.each([
  ['vitest', 'vitest'],
  ['playwright', '@playwright/test'],
])('without its test runner, the subpath %s says what to install', (subpath, peer) => {
  rmSync(join(project, 'node_modules/vitest'), { force: true })
  const script = `import('@propelauth-edge/emulator/${subpath}').catch(({ name, code, message }) => console.log(name, code, message))`
  expect(runNode('--input-type=module', '--eval', script).stdout).toBe(
    `EmulatorTestError missing_peer ${peer} is not installed. Install it in the package that has the tests: npm install --save-dev ${peer}\n`,
  )
})

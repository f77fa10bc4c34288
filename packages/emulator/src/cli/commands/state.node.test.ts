import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Started, startCli } from '../../../test/process.js'
import { runMain } from '../../../test/run-main.js'

// seed, reset, export, import, validate and init: what reads and writes files.
const cwd = temporaryFolder()
let started: Started
beforeAll(async () => {
  started = await startCli(['--port', '0', '--data', ':memory:'], { cwd })
})
afterAll(() => started.stop())

const run = (...args: string[]) => runMain([...args, '--url', started.ready.authUrl], { cwd })
const local = (...args: string[]) => runMain(args, { cwd })
const file = (name: string) => join(cwd, name)
const emails = async (): Promise<string[]> => {
  const { stdout } = await run('users', '--json')
  return JSON.parse(stdout).users.map((user: { email: string }) => user.email)
}
beforeEach(async () => {
  await run('reset')
})

const ADA = 'users:\n  - { key: ada, email: ada@x.test }\n'
writeFileSync(file('ada.yaml'), ADA)
writeFileSync(file('wrong.yaml'), 'users:\n  - { key: ada, emial: ada@x.test }\n  - { email: b@x.test }\n')

describe('seed', () => {
  test('adds the entries of a file to the state, any number of times', async () => {
    for (const _ of [1, 2]) {
      const { code, stdout } = await run('seed', 'ada.yaml')
      expect([code, stdout]).toEqual([0, `applied ada.yaml to ${started.ready.authUrl}: 1 users, 0 organizations\n`])
    }
    expect(await emails()).toEqual(expect.arrayContaining(['owner@acme.test', 'ada@x.test']))
    expect(await emails()).toHaveLength(6)
  })

  test('what the emulator refuses is named', async () => {
    writeFileSync(file('taken.yaml'), 'users: [{ key: ada, email: owner@acme.test }]\n')
    const { code, stderr } = await run('seed', 'taken.yaml')
    expect([code, stderr]).toEqual([2, expect.stringContaining('user ada: email')])
  })
})

describe('reset', () => {
  test('restores the seed, leaves an empty project, or takes another seed', async () => {
    expect((await run('reset', '--empty')).stdout).toBe(`reset ${started.ready.authUrl} to an empty project\n`)
    expect(await emails()).toEqual([])
    expect((await run('reset', '--seed', 'ada.yaml')).stdout).toBe(`reset ${started.ready.authUrl} to ada.yaml\n`)
    expect(await emails()).toEqual(['ada@x.test'])
    expect((await run('reset')).stdout).toBe(`reset ${started.ready.authUrl} to its seed\n`)
    expect(await emails()).toHaveLength(5)
  })

  test('--empty and --seed exclude each other', async () => {
    const { code, stderr } = await run('reset', '--empty', '--seed', 'ada.yaml')
    expect([code, stderr]).toEqual([2, expect.stringContaining('--empty and --seed exclude each other')])
  })
})

describe('export and import', () => {
  const strange = 'line\nbreak, "quotes", \'single\', #hash: colon, tab\t, \u2028, \u0085, emoji 🦊, yes, 007, ~, <<'

  test.each(['json', 'yaml', 'yml'])('a round trip over a %s file gives the same text', async (ending) => {
    await run('users', 'create', 'new@x.test', '--first-name', strange, '--org', 'acme')
    const { stdout: before } = await run('export')
    const name = `state.${ending}`
    expect((await run('export', name, '--force')).stdout).toBe(`exported ${started.ready.authUrl} to ${name}\n`)
    await run('reset', '--empty')
    expect((await run('import', name)).stdout).toBe(`imported ${name} into ${started.ready.authUrl}\n`)
    expect((await run('export')).stdout).toBe(before)
    const bytes = readFileSync(file(name))
    await run('export', name, '--force')
    expect(readFileSync(file(name)).equals(bytes)).toBe(true)
    expect(statSync(file(name)).mode & 0o777).toBe(0o600)
  })

  test('an export to the output is the file in JSON', async () => {
    await run('export', 'output.json')
    expect((await run('export')).stdout).toBe(readFileSync(file('output.json'), 'utf8'))
  })

  test('an existing file is overwritten only with --force', async () => {
    writeFileSync(file('mine.json'), 'mine')
    const { code, stderr } = await run('export', 'mine.json')
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('mine.json exists. Give another name, or overwrite it with --force'),
    ])
    expect(readFileSync(file('mine.json'), 'utf8')).toBe('mine')
  })

  test('a state with thousands of users is exported and imported', async () => {
    const users = Array.from({ length: 3_000 }, (_, i) => ({
      key: `u${i}`,
      email: `u${i}@x.test`,
      metadata: { note: 'x'.repeat(400) },
    }))
    writeFileSync(file('many.json'), JSON.stringify({ users }))
    expect((await run('import', 'many.json')).code).toBe(0)
    await run('export', 'many-again.json')
    await run('import', 'many-again.json')
    expect(JSON.parse((await run('status', '--json')).stdout).users).toBe(3_000)
  })
})

describe('snapshot', () => {
  const url = () => started.ready.authUrl

  test('saves, lists, restores and removes', async () => {
    expect((await run('snapshot')).stdout).toBe('no snapshots\n')
    const counts = '5 users, 2 organizations'
    expect((await run('snapshot', 'save', 'one')).stdout).toBe(`saved ${url()} as one: ${counts}\n`)
    await run('reset', '--empty')
    expect((await run('snapshot', 'list')).stdout).toMatch(/^one {2}20\S+Z {2}5 users, 2 organizations {2}\d+ kB\n$/)
    expect((await run('snapshot', 'restore', 'one')).stdout).toBe(`restored ${url()} to one: ${counts}\n`)
    expect(await emails()).toHaveLength(5)
    expect(JSON.parse((await run('snapshot', '--json')).stdout).snapshots).toMatchObject([{ name: 'one', users: 5 }])
    expect((await run('snapshot', 'remove', 'one')).stdout).toBe(`removed one from ${url()}\n`)
    expect((await run('snapshot')).stdout).toBe('no snapshots\n')
  })

  test('a taken name needs --force', async () => {
    await run('snapshot', 'save', 'one')
    expect(await run('snapshot', 'save', 'one')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('There is a snapshot "one" of 20'),
    })
    expect((await run('snapshot', 'save', 'one', '--force')).code).toBe(0)
    await run('snapshot', 'remove', 'one')
  })

  test('an unknown name lists those there are', async () => {
    await run('snapshot', 'save', 'one')
    for (const command of ['restore', 'remove'])
      expect(await run('snapshot', command, '../x y')).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('name: '),
      })
    expect(await run('snapshot', 'restore', 'two')).toMatchObject({
      code: 1,
      stderr: 'propelauth-emulator: There is no snapshot "two". Snapshots: one\n',
    })
    await run('snapshot', 'remove', 'one')
  })

  test.each([
    [['save'], 'the name of the snapshot to save is missing'],
    [['restore'], 'the name of the snapshot to restore is missing'],
    [['save', 'a', 'b'], 'unexpected argument "b"'],
    [['list', 'a'], 'unexpected argument "a"'],
    [['restore', 'a', '--force'], '--force is a flag of snapshot save, not of restore'],
    [['sve', 'a'], 'did you mean save?'],
  ])('snapshot %j is a usage error', async (args, message) => {
    const { code, stdout, stderr } = await run('snapshot', ...args)
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)])
  })
})

describe('validate', () => {
  test('says what a valid file has', async () => {
    expect(await local('validate', 'ada.yaml')).toEqual({
      code: 0,
      stdout: 'ada.yaml is valid: 1 users, 0 organizations\n',
      stderr: '',
    })
  })

  test('lists all problems with their lines and paths', async () => {
    const { code, stderr } = await local('validate', 'wrong.yaml')
    expect(code).toBe(2)
    expect(stderr).toContain('wrong.yaml:2:5: users[0]: needs "email"')
    expect(stderr).toContain('wrong.yaml:2:24: users[0].emial: unknown name "emial"; did you mean email?')
    expect(stderr).toContain('wrong.yaml:3:5: users[1]: needs "key"')
  })

  test('a JSON file has lines, too', async () => {
    writeFileSync(file('wrong.json'), '{\n  "users": [\n    { "key": "a", "emial": "a@x.test" }\n  ]\n}\n')
    expect((await local('validate', 'wrong.json')).stderr).toContain('wrong.json:3:28: users[0].emial: unknown name')
  })

  test('a syntax error is a problem', async () => {
    writeFileSync(file('broken.yaml'), 'users: [\n')
    expect(await local('validate', 'broken.yaml')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('broken.yaml:'),
    })
  })
})

describe.each(['validate', 'seed', 'import'])('%s without a readable file', (name) => {
  test.each([
    [['missing.yaml'], 'there is no seed file missing.yaml'],
    [['.'], 'the seed file . cannot be read'],
    [['wrong.yaml'], 'users[0].emial: unknown name'],
    [['a', 'b'], 'unexpected argument "b"'],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await local(name, ...args)
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)])
  })
})

test.each([
  ['seed', 'the seed file is missing'],
  ['import', 'the file to import is missing'],
])('%s needs a file', async (name, message) => {
  expect(await local(name)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) })
})

describe('init', () => {
  const folder = temporaryFolder()
  const init = (...args: string[]) => runMain(['init', ...args], { cwd: folder })
  const text = (name: string) => readFileSync(join(folder, name), 'utf8')

  test('writes a valid seed file and the entry of the data directory', async () => {
    writeFileSync(join(folder, '.gitignore'), 'node_modules')
    const { code, stdout } = await init()
    expect([code, stdout]).toEqual([
      0,
      'wrote propelauth.seed.yaml: edit it, then run propelauth-emulator\nadded .propelauth/ to .gitignore\n',
    ])
    expect(text('.gitignore')).toBe('node_modules\n.propelauth/\n')
    expect((await runMain(['validate'], { cwd: folder })).stdout).toContain(
      'propelauth.seed.yaml is valid: 2 users, 1 organ',
    )
    // What is commented out is valid, too.
    const uncommented = text('propelauth.seed.yaml').replaceAll(/^( *)# (?=[a-z ]+:|- | {2})/gm, '$1')
    writeFileSync(join(folder, 'all.yaml'), uncommented.replace(/^All fields.*$/m, ''))
    expect(await runMain(['validate', 'all.yaml'], { cwd: folder })).toMatchObject({ code: 0, stderr: '' })
  })

  test('overwrites nothing, and adds no second entry', async () => {
    writeFileSync(join(folder, 'propelauth.seed.yaml'), 'mine')
    const { code, stdout } = await init()
    expect([code, stdout]).toEqual([
      0,
      'propelauth.seed.yaml exists and stays as it is\n.gitignore has .propelauth/ already\n',
    ])
    expect([text('propelauth.seed.yaml'), text('.gitignore')]).toEqual(['mine', 'node_modules\n.propelauth/\n'])
  })

  test('a usual spelling of the entry counts', async () => {
    writeFileSync(join(folder, '.gitignore'), '/state\n')
    expect((await init('--data', './state')).stdout).toContain('.gitignore has ./state/ already')
  })

  test.each([
    [['now'], 'unexpected argument "now"'],
    [['--dat', 'x'], 'did you mean --data?'],
  ])('%j is a usage error', async (args, message) => {
    expect(await init(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) })
  })

  test.skipIf(process.getuid?.() === 0)('a folder that cannot be written is an error', async () => {
    chmodSync(folder, 0o500)
    const { code } = await init('--data', 'other')
    chmodSync(folder, 0o700)
    expect(code).toBe(1)
  })
})

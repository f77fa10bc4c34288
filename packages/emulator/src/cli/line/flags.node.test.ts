import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { folderOfTest } from 'test-kit/temporary-folder'
import { describe, expect, test } from 'vitest'
import { startCli } from '../../../test/process.js'
import { runMain } from '../../../test/run-main.js'
import { type Flags, readLine } from './flags.js'
import { START_FLAGS } from './start-flags.js'
import { UsageError } from './usage-error.js'

const FLAGS = {
  name: { type: 'text', meaning: '', fallback: 'none', variables: ['A_NAME', 'B_NAME'] },
  loud: { type: 'switch', meaning: '', variables: ['A_LOUD'] },
  tag: { type: 'list', meaning: '', variables: ['A_TAG'] },
} as const satisfies Flags

const read = (args: readonly string[], env: Record<string, string> = {}) => readLine(FLAGS, args, env)

describe('a flag takes precedence over its variable, and that over the default', () => {
  test.each([
    [[], {}, 'none', undefined],
    [[], { A_NAME: 'a', B_NAME: 'b' }, 'a', 'A_NAME'],
    [[], { A_NAME: '', B_NAME: 'b' }, 'b', 'B_NAME'],
    [['--name', 'flag'], { A_NAME: 'a' }, 'flag', '--name'],
    [['--name='], { A_NAME: 'a' }, '', '--name'],
  ])('%j with %j is %j', (args, env, value, source) => {
    const line = read(args, env as Record<string, string>)
    expect([line.values.name, line.setBy('name')]).toEqual([value, source])
  })

  test.each([
    [[], {}, false],
    [[], { A_LOUD: 'true' }, true],
    [[], { A_LOUD: '1' }, true],
    [[], { A_LOUD: '0' }, false],
    [['--no-loud'], { A_LOUD: 'true' }, false],
    [['--loud'], { A_LOUD: 'false' }, true],
  ])('a switch: %j with %j is %s', (args, env, value) => {
    expect(read(args, env as Record<string, string>).values.loud).toBe(value)
  })

  test('a list replaces that of the variable', () => {
    expect(read([], { A_TAG: 'a, b,,c' }).values.tag).toEqual(['a', 'b', 'c'])
    expect(read(['--tag', 'x', '--tag', 'y'], { A_TAG: 'a' }).values.tag).toEqual(['x', 'y'])
    expect(read([]).values.tag).toEqual([])
  })
})

test('a negative number is a value', () => {
  expect(read(['--name', '-5', 'word']).values.name).toBe('-5')
  expect(read(['--name', '-5', 'word']).words).toEqual(['word'])
})

test.each([
  [['--nam', 'x'], {}, 'unknown name "--nam"; did you mean --name?'],
  [['--no-name'], {}, 'unknown name "--no-name"'],
  [['--name'], {}, '--name'],
  [[], { A_LOUD: 'yes' }, 'A_LOUD must be true or false, not yes'],
])('%j with %j is a usage error', (args, env, message) => {
  expect(() => read(args, env as Record<string, string>)).toThrow(UsageError)
  expect(() => read(args, env as Record<string, string>)).toThrow(message)
})

describe('the variables of start', () => {
  const memory = { PROPELAUTH_EMULATOR_DATA: ':memory:', PROPELAUTH_EMULATOR_PORT: '0' }

  test('set what the flags set', async () => {
    const apiKey = 'k'.repeat(40)
    const env = {
      ...process.env,
      ...memory,
      PROPELAUTH_EMULATOR_JSON: 'true',
      PROPELAUTH_EMULATOR_API_KEY: apiKey,
      PROPELAUTH_EMULATOR_ISSUER: 'https://auth.example.com',
      PROPELAUTH_EMULATOR_WEBHOOK: 'http://localhost:1/a,http://localhost:1/b',
    }
    await using started = await startCli(['--no-json', '--json'], { cwd: folderOfTest(), env })
    expect(started.ready).toMatchObject({ apiKey, issuer: 'https://auth.example.com' })
    const { stdout } = await runMain(['webhooks', '--json', '--url', started.ready.authUrl])
    expect(JSON.parse(stdout).endpoints).toHaveLength(2)
  })

  test.each([
    [{ PROPELAUTH_EMULATOR_PORT: 'http' }, 'PROPELAUTH_EMULATOR_PORT must be a number from 0 to 65535, not http'],
    [{ PROPELAUTH_EMULATOR_ISSUER: 'x' }, 'PROPELAUTH_EMULATOR_ISSUER must be an http(s) URL, not x'],
    [{ PROPELAUTH_EMULATOR_FRESH: 'yes' }, 'PROPELAUTH_EMULATOR_FRESH must be true or false, not yes'],
    [{ PROPELAUTH_EMULATOR_API_KEY: 'short' }, 'PROPELAUTH_EMULATOR_API_KEY must have at least 32 characters'],
  ])('%j is a usage error that names the variable', async (wrong, message) => {
    const { code, stderr } = await runMain(['start'], {
      cwd: folderOfTest(),
      env: { ...process.env, ...memory, ...wrong },
    })
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
  })
})

/** The table in the documentation, one row for each flag. */
function flagTable(): string {
  const code = (text: string): string => `\`${text}\``
  const rows = Object.entries(START_FLAGS as Flags).map(([name, flag]) => {
    const { type, value, meaning, fallback, otherwise, variables = [] } = flag
    const label = code(`--${name}${value === undefined ? '' : ` ${value}`}`)
    const text = `${meaning}${type === 'list' ? '; repeatable' : ''}`
    const initial = fallback === undefined ? (otherwise ?? (type === 'switch' ? 'off' : 'none')) : code(fallback)
    return `| ${[label, variables.map(code).join(', '), text, initial].join(' | ')} |`
  })
  return ['| Flag | Variable | Meaning | Default |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

test('the documentation has the table of flags and variables', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../../docs/emulator.md'), 'utf8')
  const [, table] = /<!-- flags -->\n([\s\S]*?)\n<!-- \/flags -->/.exec(page) ?? []
  expect(table).toBe(flagTable())
})

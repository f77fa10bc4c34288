import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import * as emulator from './index.js'

const root = dirname(fileURLToPath(import.meta.url))
const sources = globSync('**/*.ts', { cwd: root })
  .filter((file) => !/\.test(-d)?\.ts$/.test(file))
  .map((file) => ({ file: relative('.', file), text: readFileSync(join(root, file), 'utf8') }))
const filesWith = (pattern: RegExp): string[] =>
  sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file)

/**
 * The rooms, each below those that may import it. A request goes through them from the end to the start; the files of
 * `.` put them together.
 */
const ROOMS = [
  'values',
  'xml',
  'store',
  'domain/project',
  'domain/webhooks',
  'domain/users',
  'domain/mail',
  'domain/orgs',
  'domain/social',
  'domain/sso',
  'domain/insights',
  'domain/access',
  'domain/self-service',
  'domain/oauth',
  'seed',
  'seed/values',
  'seed/check',
  'seed/apply',
  'seed/export',
  'delivery',
  'http/html',
  'http',
  'http/backend',
  'http/session',
  'http/oauth',
  'http/mcp',
  'http/frontend',
  'http/pages',
  'http/sso',
  'http/self-service',
  'http/control',
  'http/dashboard/parts',
  'http/dashboard/users',
  'http/dashboard/orgs',
  'http/dashboard/tokens',
  'http/dashboard/traffic',
  'http/dashboard/project',
  'http/dashboard',
  '.',
  'testing',
  'cli/line',
  'cli/output',
  'cli/running',
  'cli/certificate',
  'cli/proxy',
  'cli/redirect',
  'cli/process',
  'cli/doctor',
  'cli/commands',
  'cli',
  'worker',
  'entries',
]

/** What other packages and wrangler import. These files export what the rooms have, and no room imports them. */
const ENTRIES = ['index.ts', 'playwright.ts', 'react.ts', 'vitest.ts', 'worker.ts']

const roomOf = (file: string): string => (ENTRIES.includes(file) ? 'entries' : dirname(file))

test('a room imports only earlier rooms, so folders have no cycle', () => {
  const imports = sources.flatMap(({ file, text }) =>
    Array.from(text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g), ([, target = '']) => ({
      file,
      from: roomOf(file),
      to: roomOf(join(dirname(file), target.replace(/\.js$/, '.ts'))),
    })),
  )
  expect(imports.length).toBeGreaterThan(300)
  expect(imports.filter(({ from }) => !ROOMS.includes(from)).map(({ file }) => file)).toEqual([])
  const wrong = imports.filter(({ from, to }) => ROOMS.indexOf(to) > ROOMS.indexOf(from))
  expect(wrong.map(({ file, to }) => `${file} imports ${to}`)).toEqual([])
})

test('one file opens SQLite, and no file imports it statically', () => {
  expect(filesWith(/DatabaseSync\(/)).toEqual(['store/database.ts'])
  expect(filesWith(/^import \{[^}]*\} from 'node:sqlite'/m)).toEqual([])
})

/** Without the imports of types, which do not exist at run time. */
const withoutTypes = (text: string): string => text.replaceAll(/^(import|export) type [^']*'[^']+'$/gm, '')

/** The file and all that it imports, at once or later. */
function reachedFrom(file: string, found = new Map<string, string>()): Map<string, string> {
  const text = withoutTypes(sources.find((source) => source.file === file)?.text ?? '')
  found.set(file, text)
  for (const [, target = ''] of text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)) {
    const next = join(dirname(file), target.replace(/\.js$/, '.ts'))
    if (!found.has(next)) reachedFrom(next, found)
  }
  return found
}

test('the Worker reaches no file that needs a file system, a socket, a process or the SQLite of Node', () => {
  const reached = [...reachedFrom('worker.ts')]
  expect(reached.map(([file]) => file)).toContain('app.ts')
  const needsNode = /from 'node:(fs|os|net|http|child_process|sqlite)'|getBuiltinModule|@hono\/node-server/
  expect(reached.filter(([, text]) => needsNode.test(text)).map(([file]) => file)).toEqual([])
})

test('one file reads the system clock', () => {
  expect(filesWith(/Date\.now\(|new Date\(\)|performance\.now|process\.hrtime/)).toEqual(['values/clock.ts'])
})

test('only http and app.ts import Hono', () => {
  const withHttp = filesWith(/from 'hono|from '@hono/).filter((file) => !file.startsWith('http/'))
  expect(withHttp).toEqual(['app.ts'])
  expect(filesWith(/@propelauth-edge\/(core|hono|cloudflare)/)).toEqual([])
})

test('the public names', () => {
  expect(Object.keys(emulator).toSorted()).toEqual([
    'DEFAULT_SEED',
    'DataDirectoryError',
    'PERSONAS',
    'PERSONA_ORGS',
    'PERSONA_PASSWORD',
    'PortTakenError',
    'ProductionError',
    'SeedError',
    'createEmulator',
    'generateSigningKey',
    'startServer',
  ])
})

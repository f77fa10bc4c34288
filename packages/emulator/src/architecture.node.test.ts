import { globSync, readFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { HANDLERS } from './http/backend/handlers.js'
import * as emulator from './index.js'

const root = dirname(fileURLToPath(import.meta.url))
const sources = globSync('**/*.ts', { cwd: root })
  .filter((file) => !/\.test\.ts$|^testing\//.test(file))
  .map((file) => ({ file: relative('.', file), text: readFileSync(`${root}/${file}`, 'utf8') }))
const filesWith = (pattern: RegExp): string[] =>
  sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file)

test('one file knows SQLite', () => {
  expect(filesWith(/DatabaseSync\(/)).toEqual(['store/database.ts'])
  expect(filesWith(/^import \{[^}]*\} from 'node:sqlite'/m)).toEqual([])
})

test('one file reads the system clock', () => {
  expect(filesWith(/Date\.now\(|new Date\(\)|performance\.now|process\.hrtime/)).toEqual(['clock.ts'])
})

test('the domain knows nothing of HTTP, the seed nothing of both', () => {
  const http = sources.filter(
    ({ file, text }) => file.startsWith('domain/') && /from '(hono|\.\.\/http|\.\.\/seed)/.test(text),
  )
  expect(http.map(({ file }) => file)).toEqual([])
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

test('the documentation names exactly the operations that are not emulated', () => {
  const page = readFileSync(`${root}/../../../docs/emulator.md`, 'utf8')
  const [, listed = ''] = /<!-- unsupported -->([\s\S]*)<!-- \/unsupported -->/.exec(page) ?? []
  const documented = Array.from(listed.matchAll(/`(\w+)`/g), ([, name]) => name)
  const unsupported = Object.entries(HANDLERS).filter(([, handler]) => handler === 'unsupported')
  expect(documented.toSorted()).toEqual(unsupported.map(([name]) => name).toSorted())
})

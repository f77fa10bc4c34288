import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'))
const compile = (config: string) =>
  spawnSync(process.execPath, [join(typescript, 'bin/tsc'), '-p', join(import.meta.dirname, '../consumers', config)], {
    encoding: 'utf8',
  })

test.each([
  ['with @cloudflare/workers-types, where it satisfies ExportedHandler<Env>', 'tsconfig.json'],
  ['without any ambient types', 'tsconfig.plain.json'],
])('a consumer compiles %s', (_title, config) => {
  const { status, stdout } = compile(config)
  expect(stdout).toBe('')
  expect(status).toBe(0)
})

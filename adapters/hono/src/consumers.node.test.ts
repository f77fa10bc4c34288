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
  ['without any ambient types, with every declaration checked', 'tsconfig.json'],
  ['with the module resolution of Node', 'tsconfig.node-next.json'],
  ['with the oldest Hono', 'tsconfig.oldest-hono.json'],
])('a consumer compiles %s', (_title, config) => {
  const { status, stdout } = compile(config)
  expect(stdout).toBe('')
  expect(status).toBe(0)
})

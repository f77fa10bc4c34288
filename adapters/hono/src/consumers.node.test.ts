import { join } from 'node:path'
import { typeErrors } from 'test-kit/type-errors'
import { expect, test } from 'vitest'

test.each([
  ['without any ambient types, with every declaration checked', 'tsconfig.json'],
  ['with the module resolution of Node', 'tsconfig.node-next.json'],
  ['with the oldest Hono', 'tsconfig.oldest-hono.json'],
])('a consumer compiles %s', (_title, config) => {
  expect(typeErrors(join(import.meta.dirname, '../consumers', config))).toEqual([])
})

import { join } from 'node:path'
import { typeErrors } from 'test-kit/type-errors'
import { expect, test } from 'vitest'

test.each([
  ['with @cloudflare/workers-types, where it satisfies ExportedHandler<Env>', 'tsconfig.json'],
  ['without any ambient types', 'tsconfig.plain.json'],
])('a consumer compiles %s', (_title, config) => {
  expect(typeErrors(join(import.meta.dirname, '../consumers', config))).toEqual([])
})

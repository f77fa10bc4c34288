import { join } from 'node:path'
import { typeErrors } from 'test-kit/type-errors'
import { expect, test } from 'vitest'

for (const runtime of ['dom', 'node', 'webworker', 'workers'])
  test(`a consumer compiles with the typings of ${runtime} alone`, () => {
    expect(typeErrors(join(import.meta.dirname, `../test/consumer/tsconfig.${runtime}.json`))).toEqual([])
  })

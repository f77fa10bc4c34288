import { beforeAll, test } from 'vitest'
import { createShared, observe, type Shared, sessionCasesAsData } from '../test/conformance.js'
import { expectObserved } from '../test/expect-observed.js'

let shared: Shared

beforeAll(async () => {
  shared = await createShared()
})

test.each(sessionCasesAsData)('$title', async (given) => {
  expectObserved(await observe(given, undefined, shared), given)
})

import { test } from 'vitest'
import { observe, sessionCasesAsData } from '../test/conformance.js'
import { expectObserved } from '../test/expect-observed.js'

test.each(sessionCasesAsData)('$title', async (given) => {
  expectObserved(await observe(given), given)
})

import { expect, test } from 'vitest'
import { compareWithJose } from '../../test/differential/compare-with-jose.js'

test('of 2,000 mutated tokens none is accepted that jose refuses, in every runtime', async () => {
  const { verdicts } = await compareWithJose(2_000, 1)
  expect(verdicts.accepted).toBeGreaterThan(100)
})

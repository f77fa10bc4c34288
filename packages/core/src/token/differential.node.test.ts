import { afterAll, beforeAll, expect, test } from 'vitest'
import { compareWithJose } from '../../test/differential/compare-with-jose.js'
import { createQuickKey } from '../../test/quick-key.js'

// Another seed looks elsewhere: DIFFERENTIAL_SEED=7 DIFFERENTIAL_COUNT=1000000
const seed = Number(process.env.DIFFERENTIAL_SEED ?? 20_261_124)
const count = Number(process.env.DIFFERENTIAL_COUNT ?? 100_000)

// Most tokens make jose throw. A failure names the token instead of the line.
const { stackTraceLimit } = Error
beforeAll(() => {
  Error.stackTraceLimit = 0
})
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit
})

for (const [title, share, audience] of [
  ['', 1, undefined],
  [' with an audience', 0.3, 'x'],
] as const)
  test(`of ${count * share} mutated tokens${title} none is accepted that jose refuses, and none refused without a rule`, async () => {
    const { verdicts, reasons } = await compareWithJose(count * share, seed, audience, createQuickKey())
    // Every way to refuse was reached, and good tokens as well: what is never reached is not compared.
    expect(Object.keys(verdicts).sort()).toEqual([
      'accepted',
      'algorithm_not_allowed',
      'invalid_claims',
      'invalid_request',
      'invalid_signature',
      'issuer_mismatch',
      'malformed_token',
      'token_expired',
      'token_not_active',
      'unknown_key',
    ])
    for (const [rule, times] of Object.entries(reasons)) expect(times, rule).toBeGreaterThan(0)
  }, 600_000)

// The built packages in every runtime they name: the same cases over HTTP, and the table in docs/runtimes.md from the run.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createReference, type Reference, type Row, runRow } from '../../matrix/src/run-matrix.ts'
import { runtimes } from '../../matrix/src/runtimes.ts'
import { pages, readLines, toLines } from '../../matrix/src/table.ts'

let reference: Reference
const rows: Row[] = []

beforeAll(async () => {
  reference = await createReference()
})

afterAll(() => reference?.close())

for (const runtime of runtimes) {
  if (runtime.missing && !process.env.CI) console.warn(`SKIPPED: ${runtime.name}. There is ${runtime.missing}.`)
  describe.skipIf(runtime.missing !== undefined && !process.env.CI)(runtime.name, () => {
    test('is on this machine', () => {
      expect(runtime.missing).toBeUndefined()
    })

    test('answers every case alike with every package, and 100 first requests with one fetch of the keys', async () => {
      const row = await runRow(runtime, reference)
      rows.push(row)
      for (const [column, { cases, disagreements }] of Object.entries(row.outcomes)) {
        expect({ column, disagreements }).toEqual({ column, disagreements: [] })
        expect(cases).toBeGreaterThan(20)
      }
      // Promises cannot be shared between requests on workerd, where a second fetch may slip in.
      expect(row.cold.statuses).toEqual(Array(100).fill(200))
      expect(row.cold.fetches).toBeGreaterThan(0)
      expect(row.cold.fetches).toBeLessThanOrEqual(runtime.name === 'workerd' ? 2 : 1)
    })
  })
}

describe('the table of the runtimes', () => {
  test.each(pages)('in %s has the result of this run', (page) => {
    const written = readLines(page)
    expect(written).toHaveLength(runtimes.length)
    expect(written).toEqual(expect.arrayContaining([...toLines(rows)]))
  })
})

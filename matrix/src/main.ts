// `pnpm matrix`: every case in every runtime, and the table of the outcome in the pages that have it.
import { createReference, type Row, runRow } from './run-matrix.ts'
import { runtimes } from './runtimes.ts'
import { writeTable } from './table.ts'

const reference = await createReference()
const rows: Row[] = []
let wrong = 0
for (const runtime of runtimes) {
  if (runtime.missing) throw new Error(`The table needs all runtimes: ${runtime.missing}`)
  const row = await runRow(runtime, reference)
  rows.push(row)
  for (const [column, { cases, disagreements }] of Object.entries(row.outcomes)) {
    console.log(`${row.name} ${row.version}, ${column}: ${cases - disagreements.length} of ${cases}`)
    for (const disagreement of disagreements) console.log(`  ✗ ${disagreement}`)
    wrong += disagreements.length
  }
}
await reference.close()
if (wrong === 0) writeTable(rows)
console.log(wrong === 0 ? 'The table is written.' : `${wrong} answers are wrong; the table stays as it was.`)
process.exitCode = wrong === 0 ? 0 : 1

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRandom } from 'test-kit/random'
import { atExit, exitOnSignals } from '../runtimes/at-exit.ts'
import { toDurabilityTable } from './durability-table.ts'
import { killRounds } from './kill-rounds.ts'
import { manyChanges } from './many-changes.ts'
import { readDurabilityOptions } from './options.ts'
import { type Result, together } from './result.ts'

exitOnSignals()
const { rounds, lanes, writers, changes, seed, json } = readDurabilityOptions(process.argv.slice(2))
const folder = mkdtempSync(join(tmpdir(), 'propelauth-edge-durability-'))
atExit(() => rmSync(folder, { recursive: true, force: true }))

const results: Record<string, Result> = {}

/** Keeps the result, and prints it unless all are printed as JSON at the end. */
async function run(title: string, work: () => Promise<Result>): Promise<void> {
  const startedAt = performance.now()
  const result = await work()
  results[title] = result
  const seconds = Math.round((performance.now() - startedAt) / 1_000)
  if (!json) console.log(`${title}, ${seconds} s\n\n${toDurabilityTable(result)}\n`)
  for (const problem of result.problems) console.error(problem)
  if (result.problems.length > 0) process.exitCode = 1
}

/** The rounds of one of the lanes: the first ones have one more if they cannot be divided. */
const roundsOf = (lane: number) => Math.floor((rounds + lanes - 1 - lane) / lanes)

if (rounds > 0)
  await run(`${rounds} kills under load`, async () => {
    const runs = Array.from({ length: lanes }, (_, lane) =>
      killRounds({
        data: join(folder, `kills-${lane}`),
        rounds: roundsOf(lane),
        writers,
        random: createRandom(seed + lane),
      }),
    )
    return (await Promise.all(runs)).reduce(together)
  })
if (changes > 0)
  await run(`${writers} writers with ${changes.toLocaleString('en')} changes each`, () =>
    manyChanges({ data: join(folder, 'changes'), writers, changes }),
  )
if (json) console.log(JSON.stringify(results, null, 2))

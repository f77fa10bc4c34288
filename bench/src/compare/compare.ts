import { cases } from '../loop/cases/catalogue.ts'
import { loadTokens, tokenFile } from '../tokens/load-tokens.ts'
import { buildRefs } from './build-ref.ts'
import { type Cell, judgeCell } from './cell.ts'
import { toCellsTable } from './cells-table.ts'
import { compareLoop } from './loop-cell.ts'
import { readCompareOptions } from './options.ts'
import { compareServers } from './server-cells.ts'

/** `pnpm bench compare`: two builds of ours, measured in turn. Progress goes to standard error. */
export async function compare(args: readonly string[]) {
  const { refs, runtimes, rounds, ms, withServers, json, ...options } = readCompareOptions(args)
  const libraries = await buildRefs(refs)
  const [first, second] = libraries
  const cells: Cell[] = []
  const keep = (found: readonly Cell[]) => {
    const measured = found.filter((cell) => cell.rounds.length > 0)
    for (const { title, runtime } of measured) console.error(`${runtime}: ${title}`)
    cells.push(...measured)
  }
  const loop = { rounds, tokenPath: await tokenFile() }
  for (const runtime of runtimes)
    for (const measured of cases.filter(({ name }) => options.cases.includes(name)))
      keep([await compareLoop(measured, runtime, libraries, loop)])
  if (withServers) {
    const tokens = await loadTokens()
    for (const runtime of runtimes) keep(await compareServers(runtime, libraries, tokens, { rounds, ms }))
  }
  if (json)
    console.log(
      JSON.stringify(
        cells.map((cell) => ({ ...cell, ...judgeCell(cell) })),
        null,
        2,
      ),
    )
  else console.log(toCellsTable(cells, first.name, second.name))
}

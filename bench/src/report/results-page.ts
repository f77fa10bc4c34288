import { cases } from '../loop/cases/catalogue.ts'
import type { Machine } from '../machine.ts'
import type { Results } from '../results.ts'
import { toColdStartTable, toMemoryTable, toSizeTable } from './other-tables.ts'
import { toServerSummary, toServerTables } from './server-tables.ts'
import { toSpeedTable, toSummaryTable } from './speed-tables.ts'

const method = `Written by \`pnpm bench --write\`. [README.md](README.md) says how each table is measured. Compare the ratios, not the
times: everything that is compared takes turns, round by round. Above 1, ours is quicker.`

function toMachine({ date, platform, cores, load, versions }: Machine): string {
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  const busy = load > cores ? ' The machine was busy with other work as well; times are too long, ratios less so.' : ''
  return `${date}, ${platform}, ${cores} cores, load ${load.toFixed(1)}.${busy}\n\n${named.join(', ')}.`
}

/** The page RESULTS.md. */
export function toResultsPage({ machine, servers, speeds, sizes, memory, coldStarts }: Results): string {
  const speedSections = cases.map(({ name, title }) => [
    `### ${title}`,
    toSpeedTable(speeds.filter(({ caseName }) => caseName === name)),
  ])
  return [
    '# Results',
    toMachine(machine),
    method,
    ...(servers ? ['## Real servers', toServerSummary(servers), '### All figures', toServerTables(servers)] : []),
    '## In a loop, without a server',
    toSummaryTable(speeds),
    ...speedSections.flat(),
    '## Size',
    toSizeTable(sizes),
    '## Memory',
    toMemoryTable(memory),
    '## Cold start',
    toColdStartTable(coldStarts),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n')
}

import { cases } from '../loop/cases/catalogue.ts'
import type { Machine } from '../machine.ts'
import type { Results } from '../results.ts'
import { toColdStartTable, toMemoryTable, toSizeTable } from './other-tables.ts'
import { toSpeedTable, toSummaryTable } from './speed-tables.ts'

const method = `Written by \`pnpm bench --write\`. Compare the ratios, not the times: all subjects take turns in one process, lap by lap, in an
order that changes each round, and a ratio is the median over the rounds of what a subject took divided by what ours
took in the same round. Above 1, ours is quicker.

- Tokens: RS256, 2048 bit, about 1.3 KB of claims, signed by jose. Every request is a Fetch \`Request\` with a header text
  of its own. Every library checks signature, issuer and times, and must give back the user id that was signed; a run in
  which one does not is no run.
- Keys are in hand everywhere; ours fetches its own, once, before the clock starts. hono/jwt gets an imported key, since it
  would import a PEM anew for every token. hono/jwk takes no imported key.
- *new token*: a verifier with empty caches for each lap. *Zipf*: the user of rank k sends in proportion to 1/k; measured
  after ten laps. fast-jwt's cache holds 1,000 tokens, its default; ours 8 MiB, its default.
- *garbage*: text without dots, random parts, five parts, a true header before random parts, a token cut off.
- *Overhead in a Hono app*: the time of the app with the guard less that of the app without.
- workerd: its clock stands still while no I/O happens, so the Worker asks the process outside for the time, before and
  after laps long enough for that. fast-jwt refuses every token in workerd (its \`node:crypto\` takes no key object there).
- *raw* lines are the RSA operation alone: no user comes out of it.
- Memory: bytes of heap that stay after collections. For the million tokens the RSA operation is answered with yes, since
  signing them would take most of an hour.
- Size: esbuild, minified, gzip level 9; adapters without their framework.
- Cold start: a fresh Node process each time, order reversed each round, median; from loading the library to the first
  validated request.`

function toMachine({ date, platform, cores, load, versions }: Machine): string {
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  const busy = load > cores ? ' The machine was busy with other work as well; times are too long, ratios less so.' : ''
  return `${date}, ${platform}, ${cores} cores, load ${load.toFixed(1)}.${busy}\n\n${named.join(', ')}.`
}

/** The page RESULTS.md. */
export function toResultsPage({ machine, speeds, sizes, memory, coldStarts }: Results): string {
  const speedSections = cases.map(({ name, title }) => [
    `### ${title}`,
    toSpeedTable(speeds.filter(({ caseName }) => caseName === name)),
  ])
  return [
    '# Results',
    toMachine(machine),
    method,
    '## In short',
    toSummaryTable(speeds),
    '## Speed',
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

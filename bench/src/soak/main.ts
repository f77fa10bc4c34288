import { writeFileSync } from 'node:fs'
import { readSoakOptions } from './options.ts'
import { runSoak } from './run-soak.ts'
import { planSteps } from './schedule/plan-steps.ts'
import { toLine } from './schedule/step.ts'
import { pageOf, toSoakPage, toTables } from './soak-page.ts'

const options = readSoakOptions(process.argv.slice(2))
const steps = planSteps(options.seed, options.minutes)
// Progress goes to standard error, so that JSON can be piped.
console.error(`${options.target}, seed ${options.seed}, ${options.minutes} minutes\n${steps.map(toLine).join('\n')}\n`)

const interruption = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interruption.abort())

const shown = 20
let violations = 0
const result = await runSoak({
  ...options,
  steps,
  signal: interruption.signal,
  onStep: (line) => console.error(`${new Date().toISOString().slice(11, 19)} ${line}`),
  onViolation(violation) {
    if (violations++ < shown) console.error('WRONG', JSON.stringify(violation))
  },
})
if (options.json) console.log(JSON.stringify({ ...options, ...result }, null, 2))
else console.log(toTables(result))
if (interruption.signal.aborted) console.error('interrupted')
else if (options.write)
  writeFileSync(new URL(`../../${pageOf(options.target)}`, import.meta.url), toSoakPage(options, result))
process.exitCode = violations > 0 || interruption.signal.aborted ? 1 : 0

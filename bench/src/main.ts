import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { compare } from './compare/compare.ts'
import { toEmulatorPage } from './emulator/emulator-page.ts'
import { measureEmulator } from './emulator/measure-emulator.ts'
import { describeMachine } from './machine.ts'
import { readOptions } from './options.ts'
import { toResultsPage } from './report/results-page.ts'
import { measureAll } from './results.ts'
import { exitOnSignals } from './runtimes/at-exit.ts'

async function bench(args: readonly string[]) {
  const options = readOptions(args)
  const results = await measureAll(options, (title, table) => {
    if (!options.json) console.log(`\n${title}\n\n${table}`)
  })
  if (options.json) console.log(JSON.stringify(results, null, 2))
  if (options.write) writeFileSync(new URL('../RESULTS.md', import.meta.url), toResultsPage(results))
}

async function benchEmulator(args: readonly string[]) {
  const { write } = parseArgs({ args: [...args], options: { write: { type: 'boolean' } } }).values
  const table = await measureEmulator()
  console.log(table)
  if (write) writeFileSync(new URL('../EMULATOR.md', import.meta.url), toEmulatorPage(describeMachine(), table))
}

exitOnSignals()
const [command, ...rest] = process.argv.slice(2).filter((arg) => arg !== '--')
if (command === 'compare') await compare(rest)
else if (command === 'emulator') await benchEmulator(rest)
else await bench(process.argv.slice(2))

import { type ColdStart, measureColdStart } from './cold-start/measure-cold-start.ts'
import { cases } from './loop/cases/catalogue.ts'
import { measureSpeed, type Speed } from './loop/speed.ts'
import { describeMachine, type Machine } from './machine.ts'
import { type Memory, measureMemory } from './memory/measure-memory.ts'
import type { Options } from './options.ts'
import { toColdStartTable, toMemoryTable, toSizeTable } from './report/other-tables.ts'
import { toServerSummary, toServerTables } from './report/server-tables.ts'
import { toSpeedTable } from './report/speed-tables.ts'
import { measureServers, type ServerResults } from './server/measure-servers.ts'
import { type Size, weighAll } from './sizes/weigh.ts'
import { loadTokens, tokenFile } from './tokens/load-tokens.ts'

export interface Results {
  readonly machine: Machine
  /** Absent if it was not asked for. */
  readonly servers?: ServerResults
  readonly speeds: readonly Speed[]
  readonly sizes: readonly Size[]
  readonly memory: readonly Memory[]
  readonly coldStarts: readonly ColdStart[]
}

/** Called for every table as soon as it is complete. */
export type Show = (title: string, table: string) => void

async function measureRealServers(options: Options, show: Show): Promise<ServerResults> {
  const { runtimes, subjects, serverRounds: rounds, ms } = options
  const servers = await measureServers(await loadTokens(), { runtimes, subjects, rounds, ms })
  show('Real servers', `${toServerSummary(servers)}\n\n${toServerTables(servers)}`)
  return servers
}

async function measureSpeeds({ cases: wanted, runtimes, subjects, rounds }: Options, show: Show): Promise<Speed[]> {
  const tokenPath = await tokenFile()
  const all: Speed[] = []
  for (const { name, title } of cases.filter((known) => wanted.includes(known.name))) {
    const speeds: Speed[] = []
    for (const runtime of runtimes)
      speeds.push(...(await measureSpeed({ runtime, caseName: name, subjects, rounds }, tokenPath)))
    show(title, toSpeedTable(speeds))
    all.push(...speeds)
  }
  return all
}

/** Measures what is asked for, one after the other. */
export async function measureAll(options: Options, show: Show): Promise<Results> {
  const wants = (name: string) => options.cases.includes(name)
  const servers = wants('server') ? await measureRealServers(options, show) : undefined
  const speeds = await measureSpeeds(options, show)
  const sizes = wants('size') ? await weighAll() : []
  if (wants('size')) show('Size', toSizeTable(sizes))
  const memory = wants('memory') ? await measureMemory() : []
  if (wants('memory')) show('Memory', toMemoryTable(memory))
  const coldStarts = wants('cold-start') ? await measureColdStart(await loadTokens(), options.rounds) : []
  if (wants('cold-start')) show('Cold start', toColdStartTable(coldStarts))
  return { machine: describeMachine(), ...(servers && { servers }), speeds, sizes, memory, coldStarts }
}

import { toRoundOrder } from '../round-order.ts'
import type { ServerProcess } from '../runtimes/server-process.ts'
import { noAuth } from '../subjects/hono-guards.ts'
import { applyLoad, type Lap } from './load.ts'
import type { NextRequest, Prepared, Traffic } from './traffic.ts'

/** A server that takes part in a comparison. */
export interface Contestant {
  readonly name: string
  readonly server: ServerProcess
  readonly requests: readonly Prepared[]
}

export interface CellSettings {
  readonly traffic: Traffic
  readonly connections: number
  readonly rounds: number
  readonly ms: number
}

/** The laps of a server, one for each round. */
export interface CellLaps {
  readonly name: string
  readonly laps: readonly Lap[]
}

async function runLap({ name, server }: Contestant, next: NextRequest, { connections, ms }: CellSettings) {
  try {
    return await applyLoad(server, next, { connections, ms, checksUser: name !== noAuth.name })
  } catch (cause) {
    throw new Error(`${name}: ${(cause as Error).message}\n${server.output()}`, { cause })
  }
}

/** All servers under the same load, one at a time, round by round in an order that changes. */
export async function measureCell(contestants: readonly Contestant[], settings: CellSettings): Promise<CellLaps[]> {
  const runners = contestants.map((contestant) => ({
    contestant,
    next: settings.traffic.createSource(contestant.requests),
    laps: [] as Lap[],
  }))
  // Compilers and caches warm up.
  for (const { contestant, next } of runners) await runLap(contestant, next, settings)
  for (let round = 0; round < settings.rounds; round++)
    for (const { contestant, next, laps } of toRoundOrder(runners, round))
      laps.push(await runLap(contestant, next, settings))
  return runners.map(({ contestant, laps }) => ({ name: contestant.name, laps }))
}

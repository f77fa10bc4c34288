import type { Lap } from '../server/load.ts'
import { type CellLaps, type Contestant, measureCell } from '../server/measure-cell.ts'
import { startServer } from '../server/start-server.ts'
import { connectionCounts, prepareRequests, toConnections, traffics } from '../server/traffic.ts'
import type { LibraryFile } from '../subjects/library.ts'
import type { RuntimeName } from '../subjects/subject.ts'
import type { TokenSet } from '../tokens/token-set.ts'
import type { Cell, Round } from './cell.ts'

/** Laps of each build in a round: one before the other, and one after. */
const lapsInRound = 2

interface Settings {
  readonly rounds: number
  readonly ms: number
}

const loads = connectionCounts.flatMap((connections) => traffics.map((traffic) => ({ connections, traffic })))

function toRound([first, second]: readonly CellLaps[], read: (lap: Lap) => number | undefined): Round[] {
  const meanOf = (cell: CellLaps | undefined) => {
    const values = (cell?.laps ?? []).map((lap) => read(lap) ?? Number.NaN)
    return values.reduce((sum, value) => sum + value, 0) / values.length
  }
  const round = { first: meanOf(first), second: meanOf(second) }
  return Number.isNaN(round.first + round.second) ? [] : [round]
}

/** Both builds as servers that are started for this round, under every load. */
async function runRound(
  runtime: RuntimeName,
  libraries: readonly LibraryFile[],
  { issuer, jwk, pem }: TokenSet,
  requests: ReturnType<typeof prepareRequests>,
  ms: number,
): Promise<readonly CellLaps[][]> {
  const contestants: Contestant[] = []
  const cells: CellLaps[][] = []
  try {
    for (const library of libraries) {
      const server = await startServer(runtime, { guard: library.name, issuer: { issuer, jwk, pem }, library })
      contestants.push({ name: library.name, server, requests })
    }
    for (const load of loads) cells.push(await measureCell(contestants, { ...load, rounds: lapsInRound, ms }))
  } finally {
    await Promise.all(contestants.map(({ server }) => server.kill()))
  }
  return cells
}

/** Real servers in one runtime: a cell of the rates and one of the processor time for every load. */
export async function compareServers(
  runtime: RuntimeName,
  libraries: readonly [LibraryFile, LibraryFile],
  tokens: TokenSet,
  { rounds, ms }: Settings,
): Promise<Cell[]> {
  const requests = prepareRequests(tokens)
  const measured: (readonly CellLaps[][])[] = []
  for (let round = 0; round < rounds; round++) measured.push(await runRound(runtime, libraries, tokens, requests, ms))
  return loads.flatMap(({ traffic, connections }, place): Cell[] => {
    const title = `server, ${traffic.title}, ${toConnections(connections)}`
    const laps = measured.map((cells) => cells[place] ?? [])
    return [
      { title, runtime, show: 'requests/s', rounds: laps.flatMap((cell) => toRound(cell, toMicros)) },
      { title: `${title}, CPU`, runtime, show: 'µs', rounds: laps.flatMap((cell) => toRound(cell, toCpu)) },
    ]
  })
}

const toMicros = ({ requestsPerSecond }: Lap) => 1_000_000 / requestsPerSecond
const toCpu = ({ cpuMicros }: Lap) => cpuMicros

import { median } from '../statistics.ts'
import { honoGuards, noAuth } from '../subjects/hono-guards.ts'
import { ours } from '../subjects/propelauth-edge.ts'
import type { RuntimeName } from '../subjects/subject.ts'
import type { TokenSet } from '../tokens/token-set.ts'
import type { Lap } from './load.ts'
import { type CellLaps, type Contestant, measureCell } from './measure-cell.ts'
import { type GeneratorSpeed, measureGenerator } from './measure-generator.ts'
import { startServer } from './start-server.ts'
import { connectionCounts, type Prepared, prepareRequests, traffics } from './traffic.ts'

/** One server of one runtime under one kind of load. */
export interface ServerSpeed {
  readonly runtime: RuntimeName
  readonly traffic: string
  readonly connections: number
  readonly subject: string
  readonly isFloor: boolean
  readonly requestsPerSecond: number
  readonly cpuMicros: number | undefined
  /** The share of the time that the load generator worked. */
  readonly generatorBusy: number
  /** Our requests per second divided by this server's, as the median over the rounds; absent if ours did not run. */
  readonly ratio: number | undefined
}

export interface ServerSettings {
  readonly runtimes: readonly RuntimeName[]
  /** Empty for all. */
  readonly subjects: readonly string[]
  readonly rounds: number
  readonly ms: number
}

const medianOf = (laps: readonly Lap[], read: (lap: Lap) => number) => median(laps.map(read))

type Cell = Pick<ServerSpeed, 'runtime' | 'traffic' | 'connections'>

function toSpeeds(cell: Cell, all: readonly CellLaps[]): ServerSpeed[] {
  const ourLaps = all.find(({ name }) => name === ours)?.laps
  return all.map(({ name, laps }) => ({
    ...cell,
    subject: name,
    isFloor: name === noAuth.name,
    requestsPerSecond: medianOf(laps, (lap) => lap.requestsPerSecond),
    cpuMicros: laps[0]?.cpuMicros === undefined ? undefined : medianOf(laps, (lap) => lap.cpuMicros ?? 0),
    generatorBusy: medianOf(laps, (lap) => lap.generatorBusy),
    ratio:
      ourLaps &&
      median(ourLaps.map((lap, round) => lap.requestsPerSecond / (laps[round]?.requestsPerSecond ?? Number.NaN))),
  }))
}

function takingPart(runtime: RuntimeName, subjects: readonly string[]) {
  return honoGuards
    .filter(({ runtimes }) => runtimes.includes(runtime))
    .filter(({ name }) => subjects.length === 0 || subjects.includes(name) || name === noAuth.name)
}

async function measureRuntime(
  runtime: RuntimeName,
  tokens: TokenSet,
  requests: readonly Prepared[],
  { subjects, rounds, ms }: ServerSettings,
): Promise<ServerSpeed[]> {
  const contestants: Contestant[] = []
  const speeds: ServerSpeed[] = []
  const { jwk, pem } = tokens
  const issuer = { issuer: tokens.issuer, jwk, pem }
  try {
    for (const { name, inCookies } of takingPart(runtime, subjects))
      contestants.push({
        name,
        server: await startServer(runtime, { guard: name, issuer }),
        requests: inCookies ? prepareRequests(tokens, inCookies) : requests,
      })
    for (const connections of connectionCounts)
      for (const traffic of traffics) {
        const laps = await measureCell(contestants, { traffic, connections, rounds, ms })
        speeds.push(...toSpeeds({ runtime, traffic: traffic.name, connections }, laps))
      }
  } finally {
    await Promise.all(contestants.map(({ server }) => server.kill()))
  }
  return speeds
}

export interface ServerResults {
  readonly generator: readonly GeneratorSpeed[]
  readonly speeds: readonly ServerSpeed[]
}

/** Real servers on loopback, runtime by runtime, and the load generator by itself. */
export async function measureServers(tokens: TokenSet, settings: ServerSettings): Promise<ServerResults> {
  const requests = prepareRequests(tokens)
  const generator = await measureGenerator(requests, settings)
  const speeds: ServerSpeed[] = []
  for (const runtime of settings.runtimes) speeds.push(...(await measureRuntime(runtime, tokens, requests, settings)))
  return { generator, speeds }
}

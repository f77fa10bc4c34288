import type { GeneratorSpeed } from '../server/measure-generator.ts'
import type { ServerResults, ServerSpeed } from '../server/measure-servers.ts'
import { connectionCounts, toConnections, traffics } from '../server/traffic.ts'
import { ours } from '../subjects/propelauth-edge.ts'
import { type Row, toTable } from './table.ts'

/** A load, as it is titled in all tables. */
const loads = traffics.flatMap(({ name, title }) =>
  connectionCounts.map((connections) => ({
    traffic: name,
    connections,
    title: `${title}, ${toConnections(connections)}`,
  })),
)

type Load = (typeof loads)[number]

const isOf = ({ traffic, connections }: Load, speed: ServerSpeed) =>
  speed.traffic === traffic && speed.connections === connections

const unique = <Item>(items: readonly Item[]) => [...new Set(items)]

/** From here on the load generator may be what limits a server. */
const busyGenerator = 0.9

const toRate = ({ requestsPerSecond, generatorBusy }: ServerSpeed) =>
  `${generatorBusy > busyGenerator ? '≥ ' : ''}${Math.round(requestsPerSecond).toLocaleString('en')}/s`

const toCpu = ({ cpuMicros }: ServerSpeed) => (cpuMicros === undefined ? '' : ` ${cpuMicros.toFixed(0)} µs`)

const toRatio = ({ ratio }: ServerSpeed) => (ratio === undefined ? '' : ` (${ratio.toFixed(2)})`)

function toLoadTable(speeds: readonly ServerSpeed[], { title }: Load): string {
  const runtimes = unique(speeds.map(({ runtime }) => runtime))
  const rows = unique(speeds.map(({ subject }) => subject)).map((subject): Row => {
    const cells = runtimes.map((runtime) =>
      speeds.find((speed) => speed.subject === subject && speed.runtime === runtime),
    )
    return [subject, ...cells.map((speed) => (speed ? toRate(speed) + toCpu(speed) + toRatio(speed) : '–'))]
  })
  return toTable([title, ...runtimes], rows)
}

/** One table for each load: requests per second, processor time for a request, our rate divided by this one. */
export const toServerTables = ({ speeds }: ServerResults): string =>
  loads
    .filter((load) => speeds.some((speed) => isOf(load, speed)))
    .map((load) =>
      toLoadTable(
        speeds.filter((speed) => isOf(load, speed)),
        load,
      ),
    )
    .join('\n\n')

const isPeer = ({ subject, isFloor }: ServerSpeed) => !isFloor && !subject.startsWith(ours)

type ToCell = (speeds: readonly ServerSpeed[]) => string

const toBestPeer: ToCell = (speeds) => {
  const [best] = speeds.filter(isPeer).sort((a, b) => b.requestsPerSecond - a.requestsPerSecond)
  return best?.ratio === undefined ? '–' : `${best.ratio.toFixed(2)} (${best.subject})`
}

const toShareOfNoAuth: ToCell = (speeds) => {
  const ratio = speeds.find(({ isFloor }) => isFloor)?.ratio
  return ratio === undefined ? '–' : toPercent(ratio)
}

const toLeastCpu: ToCell = (speeds) => {
  const own = speeds.find(({ subject }) => subject === ours)?.cpuMicros
  const [least] = speeds.filter(isPeer).sort((a, b) => (a.cpuMicros ?? 0) - (b.cpuMicros ?? 0))
  if (own === undefined || least?.cpuMicros === undefined) return '–'
  return `${(least.cpuMicros / own).toFixed(2)} (${least.subject})`
}

function toSummary(speeds: readonly ServerSpeed[], title: string, toCell: ToCell): string {
  const runtimes = unique(speeds.map(({ runtime }) => runtime))
  const rows = loads.map((load): Row => {
    const ofLoad = speeds.filter((speed) => isOf(load, speed))
    return [load.title, ...runtimes.map((runtime) => toCell(ofLoad.filter((speed) => speed.runtime === runtime)))]
  })
  return toTable([title, ...runtimes], rows)
}

const toCount = (value: number) => Math.round(value).toLocaleString('en')
const toPercent = (share: number) => `${(share * 100).toFixed(0)} %`

/** With one connection, the rate says how long an exchange takes, and nothing of what the generator could send. */
const toCeiling = ({ connections, requestsPerSecond, busy }: GeneratorSpeed) =>
  connections === 1 ? '' : `, so about ${toCount(requestsPerSecond / busy)}/s at most`

const toGeneratorLine = (speed: GeneratorSpeed) =>
  `with ${toConnections(speed.connections)} ${toCount(speed.requestsPerSecond)}/s while busy ${toPercent(speed.busy)} of the time${toCeiling(speed)}`

/** How fast the load generator is, and how busy it was with the servers. */
function toGeneratorText({ generator, speeds }: ServerResults): string {
  const most = speeds.toSorted((a, b) => b.generatorBusy - a.generatorBusy)[0]
  const busiest = most
    ? ` With the servers above it was busy ${toPercent(most.generatorBusy)} of the time at most (${most.subject} on ${most.runtime}).`
    : ''
  return `The load generator against a server that sends fixed bytes: ${generator.map(toGeneratorLine).join('; ')}.${busiest}`
}

/** Ours compared with the best other library and with an app without auth, and the processor time. */
export const toServerSummary = (results: ServerResults): string =>
  [
    toSummary(results.speeds, 'requests/s, ours / best other library', toBestPeer),
    toSummary(results.speeds, 'requests/s, ours / no auth', toShareOfNoAuth),
    toSummary(results.speeds, 'CPU time for a request, least of the others / ours', toLeastCpu),
    toGeneratorText(results),
  ].join('\n\n')

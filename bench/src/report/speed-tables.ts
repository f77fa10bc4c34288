import { cases } from '../loop/cases/catalogue.ts'
import type { Speed } from '../loop/speed.ts'
import { ours } from '../subjects/propelauth-edge.ts'
import type { RuntimeName } from '../subjects/subject.ts'
import { type Row, toTable } from './table.ts'

const unique = <Item>(items: readonly Item[]) => [...new Set(items)]

const toCell = ({ micros, ratio }: Speed) =>
  ratio === undefined ? `${micros.toFixed(1)} µs` : `${micros.toFixed(1)} µs (${ratio.toFixed(2)})`

/** One case: a row for each subject, a column for each runtime. */
export function toSpeedTable(speeds: readonly Speed[]): string {
  const runtimes = unique(speeds.map(({ runtime }) => runtime))
  const find = (subject: string, runtime: RuntimeName) =>
    speeds.find((speed) => speed.subject === subject && speed.runtime === runtime)
  const rows = unique(speeds.map(({ subject }) => subject)).map((subject): Row => {
    const cells = runtimes.map((runtime) => find(subject, runtime))
    return [subject, ...cells.map((speed) => (speed ? toCell(speed) : '–'))]
  })
  return toTable(['µs for a request (times ours)', ...runtimes], rows)
}

const isPeer = ({ subject, isFloor }: Speed) => !isFloor && !subject.startsWith(ours)

function toBestPeer(speeds: readonly Speed[]): string {
  const [best] = speeds.filter(isPeer).sort((a, b) => a.micros - b.micros)
  return best?.ratio ? `${best.ratio.toFixed(2)} (${best.subject})` : '–'
}

/** How many times our time the best other library takes, case by case. */
export function toSummaryTable(speeds: readonly Speed[]): string {
  const runtimes = unique(speeds.map(({ runtime }) => runtime))
  const rows = cases
    .filter(({ name }) => speeds.some((speed) => speed.caseName === name && isPeer(speed)))
    .map(({ name, title }): Row => {
      const ofCase = speeds.filter(({ caseName }) => caseName === name)
      return [title, ...runtimes.map((runtime) => toBestPeer(ofCase.filter((speed) => speed.runtime === runtime)))]
    })
  return toTable(['best other library, times ours', ...runtimes], rows)
}

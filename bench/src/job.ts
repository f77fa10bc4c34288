import { cases } from './cases/catalogue.ts'
import { type Clock, type Measurement, measure } from './measure.ts'
import type { RuntimeName } from './subjects/subject.ts'
import type { TokenSet } from './tokens/token-set.ts'

/** One case in one runtime: what a process of its own is started for. */
export interface Job {
  readonly runtime: RuntimeName
  readonly caseName: string
  /** Empty for all. */
  readonly subjects: readonly string[]
  readonly rounds: number
}

/** workerd's clock is a request away, so its laps are longer. */
const lapSizes = { node: 200, bun: 200, deno: 200, workerd: 2_000 }
const minimumMs = { node: 20, bun: 20, deno: 20, workerd: 100 }

/** The clocks of a runtime; some cannot tell what their processor worked. */
export interface Clocks {
  readonly wall: Clock
  readonly cpu?: Clock
}

/** What runs inside the runtime. Nothing is measured where the case asks for a clock that is not there. */
export async function runJob(
  { runtime, caseName, subjects, rounds }: Job,
  tokens: TokenSet,
  { wall, cpu }: Clocks,
): Promise<Measurement[]> {
  const measured = cases.find(({ name }) => name === caseName)
  if (!measured) throw new Error(`no case ${caseName}`)
  const clock = measured.cpuTime ? cpu : wall
  if (!clock) return []
  const taking = measured.subjects
    .filter(({ runtimes }) => runtimes.includes(runtime))
    .filter((subject) => subjects.length === 0 || subjects.includes(subject.name) || subject === measured.baseline)
  return measure(measured, taking, tokens, { clock, rounds, lapSize: lapSizes[runtime], minimumMs: minimumMs[runtime] })
}

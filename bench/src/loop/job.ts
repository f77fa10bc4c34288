import { toHonoSubject } from '../subjects/hono-app.ts'
import { propelAuthGuard } from '../subjects/hono-guards.ts'
import type { LibraryFile, NamedLibrary } from '../subjects/library.ts'
import { toCoreSubject } from '../subjects/propelauth-edge.ts'
import type { RuntimeName, Subject } from '../subjects/subject.ts'
import type { TokenSet } from '../tokens/token-set.ts'
import type { Case } from './cases/case.ts'
import { cases } from './cases/catalogue.ts'
import { type Clock, type Measurement, measure } from './measure.ts'

/** One case in one runtime: what a process of its own is started for. */
export interface Job {
  readonly runtime: RuntimeName
  readonly caseName: string
  /** Empty for all. */
  readonly subjects: readonly string[]
  readonly rounds: number
  /** Builds of ours that are compared with each other, instead of the libraries. */
  readonly libraries?: readonly LibraryFile[]
}

/** workerd's clock is a request away, so its laps are longer. */
const lapSizes = { node: 200, bun: 200, deno: 200, workerd: 2_000 }
const minimumMs = { node: 20, bun: 20, deno: 20, workerd: 100 }

/** The clocks of a runtime; workerd does not report its processor time. */
export interface Clocks {
  readonly wall: Clock
  readonly cpu?: Clock
}

/** A case in a Hono app is the case that has a baseline. */
const toSubject = ({ baseline }: Case, { name, createCore, createHono }: NamedLibrary): Subject =>
  baseline ? toHonoSubject(propelAuthGuard(name, createHono)) : toCoreSubject(name, createCore)

function subjectsOf({ runtime, subjects }: Job, measured: Case): readonly Subject[] {
  return measured.subjects
    .filter(({ runtimes }) => runtimes.includes(runtime))
    .filter((subject) => subjects.length === 0 || subjects.includes(subject.name) || subject === measured.baseline)
}

/** What runs inside the runtime. Nothing is measured where the case asks for a clock that is not there. */
export async function runJob(
  job: Job,
  tokens: TokenSet,
  { wall, cpu }: Clocks,
  libraries: readonly NamedLibrary[],
): Promise<Measurement[]> {
  const { runtime, caseName, rounds } = job
  const measured = cases.find(({ name }) => name === caseName)
  if (!measured) throw new Error(`no case ${caseName}`)
  const clock = measured.cpuTime ? cpu : wall
  if (!clock) return []
  const subjects =
    libraries.length > 0 ? libraries.map((library) => toSubject(measured, library)) : subjectsOf(job, measured)
  return measure(measured, subjects, tokens, {
    clock,
    rounds,
    lapSize: lapSizes[runtime],
    minimumMs: minimumMs[runtime],
  })
}

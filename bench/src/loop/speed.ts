import { median } from '../statistics.ts'
import { ours } from '../subjects/propelauth-edge.ts'
import type { RuntimeName } from '../subjects/subject.ts'
import type { Case } from './cases/case.ts'
import { cases } from './cases/catalogue.ts'
import type { Job } from './job.ts'
import type { Measurement } from './measure.ts'
import { runInProcess } from './run-in-process.ts'
import { runInWorkerd } from './run-in-workerd.ts'

/** One cell of the table of a case. */
export interface Speed {
  readonly caseName: string
  readonly runtime: RuntimeName
  readonly subject: string
  readonly isFloor: boolean
  /** Median time of a request, without the rest of the app where that is part of the case. */
  readonly micros: number
  /** Times ours, as the median over the rounds; absent if ours was not measured. */
  readonly ratio?: number
}

const minus = (values: readonly number[], others: readonly number[] | undefined) =>
  others ? values.map((value, index) => value - (others[index] ?? 0)) : values

function toSpeeds(measured: Case, runtime: RuntimeName, measurements: readonly Measurement[]): Speed[] {
  const microsOf = (name: string | undefined) => measurements.find(({ subject }) => subject === name)?.micros
  const baseline = microsOf(measured.baseline?.name)
  const ourMicros = microsOf(ours)
  const reference = ourMicros && minus(ourMicros, baseline)
  return measurements.map(({ subject, micros }) => {
    const isBaseline = subject === measured.baseline?.name
    const own = isBaseline ? micros : minus(micros, baseline)
    return {
      caseName: measured.name,
      runtime,
      subject,
      isFloor: measured.subjects.some(({ name, isFloor }) => name === subject && isFloor),
      micros: median(own),
      ...(reference && !isBaseline && { ratio: median(own.map((value, index) => value / (reference[index] ?? 1))) }),
    }
  })
}

export const runLoop = (job: Job, tokenPath: string) =>
  job.runtime === 'workerd' ? runInWorkerd(job, tokenPath) : runInProcess(job, job.runtime, tokenPath)

/** Measures one case in one runtime, in a process that does nothing else. */
export async function measureSpeed(job: Job, tokenPath: string): Promise<Speed[]> {
  const measured = cases.find(({ name }) => name === job.caseName) as Case
  return toSpeeds(measured, job.runtime, await runLoop(job, tokenPath))
}

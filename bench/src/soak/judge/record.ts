import { createHistogram } from 'node:perf_hooks'
import type { Answer } from '../client/answer.ts'
import type { Probe } from '../traffic/probe.ts'
import { judge } from './judge.ts'
import type { Expectation } from './knowledge.ts'
import { createTally, type TallyRow } from './tally.ts'

/** Something that must not happen, with what was going on at the time. */
export interface Violation {
  readonly second: number
  readonly process: string
  readonly kind: string
  readonly what: string
  readonly kid?: string
  readonly path?: string
  readonly origin: string
  readonly kv: string
  readonly lastStep: string
}

/** An answer, and what had to be expected when the request was sent and when the answer came. */
export interface Exchange {
  readonly process: string
  readonly path: string
  readonly probe: Probe
  readonly before: Expectation
  readonly after: Expectation
  readonly answer: Answer
}

export interface RecordSummary {
  readonly rows: readonly TallyRow[]
  readonly violations: readonly Violation[]
  /** How often something was expected of a good token, and why. */
  readonly grounds: Readonly<Record<string, number>>
  /** Of tokens whose key the process was known to have: milliseconds. */
  readonly knownKeys: { readonly requests: number; readonly p99: number; readonly longest: number }
}

/** Everything that was answered, judged. */
export interface SoakRecord {
  report(process: string, what: string, exchange?: Pick<Exchange, 'probe' | 'path'>): void
  /** Says whether the answer is right. */
  add(exchange: Exchange): boolean
  summary(): RecordSummary
}

interface Surroundings {
  /** What is going on at the moment. */
  readonly describe: () => Pick<Violation, 'second' | 'origin' | 'kv' | 'lastStep'>
  readonly onViolation: (violation: Violation) => void
}

export function createRecord({ describe, onViolation }: Surroundings): SoakRecord {
  const tally = createTally()
  const violations: Violation[] = []
  const grounds: Record<string, number> = {}
  const micros = createHistogram()

  const report: SoakRecord['report'] = (process, what, exchange) => {
    const { kind = '', key } = exchange?.probe ?? {}
    const details = { ...(key && { kid: key.kid }), ...(exchange && { path: exchange.path }) }
    const violation = { process, kind, what, ...details, ...describe() }
    violations.push(violation)
    onViolation(violation)
  }

  return {
    report,
    add(exchange) {
      const { process, probe, before, after, answer } = exchange
      // A key may be withdrawn while its token is on the way.
      const isSure = before.verdict !== 'accept' || after.verdict === 'accept'
      const expected: Expectation = isSure ? before : { verdict: 'either', because: after.because }
      const fault = judge(probe, expected, answer)
      if (fault) report(process, fault, exchange)
      tally.add(probe.kind, answer, fault !== undefined)
      if (answer.outcome === 'answered' && probe.key) {
        grounds[expected.because] = (grounds[expected.because] ?? 0) + 1
        if (before.because === 'accepted before') micros.record(Math.max(1, Math.round(answer.millis * 1_000)))
      }
      return fault === undefined
    },
    summary() {
      const [p99, longest] = micros.count > 0 ? [micros.percentile(99) / 1_000, micros.max / 1_000] : [0, 0]
      return { rows: tally.rows(), violations, grounds, knownKeys: { requests: micros.count, p99, longest } }
    },
  }
}

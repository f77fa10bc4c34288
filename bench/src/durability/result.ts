import { eachKind, type Kind } from './acknowledged.ts'
import { addCounts, type Count, type Verdict } from './judge.ts'

/** What a run has shown. */
export interface Result {
  readonly kills: number
  readonly slowestStartMs: number
  readonly acknowledged: Readonly<Record<Kind, number>>
  /** About all changes, at the end. */
  readonly verdict: Verdict
  /** Webhooks about new users that never came, and those that came as two messages. */
  readonly events: Count
  /** One line for everything that was wrong after a kill. */
  readonly problems: readonly string[]
}

/** One line for each kind of change with a problem. */
export function problemsOf(when: string, { integrity, kinds }: Verdict, events: Count): string[] {
  const wrong = Object.entries({ ...kinds, events }).filter(([, { lost, doubled }]) => lost > 0 || doubled > 0)
  return [
    ...wrong.map(([kind, { lost, doubled }]) => `${when}: ${kind}: ${lost} lost, ${doubled} doubled`),
    ...(integrity === 'ok' ? [] : [`${when}: the file is damaged: ${integrity}`]),
  ]
}

/** The runs in several data directories as one. */
export const together = (a: Result, b: Result): Result => ({
  kills: a.kills + b.kills,
  slowestStartMs: Math.max(a.slowestStartMs, b.slowestStartMs),
  acknowledged: eachKind((kind) => a.acknowledged[kind] + b.acknowledged[kind]),
  verdict: {
    kinds: eachKind((kind) => addCounts(a.verdict.kinds[kind], b.verdict.kinds[kind])),
    integrity: a.verdict.integrity === 'ok' ? b.verdict.integrity : a.verdict.integrity,
  },
  events: addCounts(a.events, b.events),
  problems: [...a.problems, ...b.problems],
})

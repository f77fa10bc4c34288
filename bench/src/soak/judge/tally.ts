import type { Answer } from '../client/answer.ts'

export interface TallyRow {
  readonly kind: string
  readonly accepted: number
  readonly refused: number
  readonly unavailable: number
  readonly reset: number
  readonly wrong: number
  readonly hung: number
}

type Column = Exclude<keyof TallyRow, 'kind'>

function columnOf(answer: Answer, isWrong: boolean): Column {
  if (answer.outcome === 'hung' || answer.outcome === 'reset') return answer.outcome
  if (isWrong || answer.outcome === 'broken') return 'wrong'
  if (answer.status === 200) return 'accepted'
  return answer.status === 503 ? 'unavailable' : 'refused'
}

/** Counts answers by the kind of their request. */
export interface Tally {
  add(kind: string, answer: Answer, isWrong: boolean): void
  rows(): TallyRow[]
}

const empty = { accepted: 0, refused: 0, unavailable: 0, reset: 0, wrong: 0, hung: 0 }

export function createTally(): Tally {
  const counts = new Map<string, Record<Column, number>>()
  return {
    add(kind, answer, isWrong) {
      const row = counts.get(kind) ?? { ...empty }
      row[columnOf(answer, isWrong)]++
      counts.set(kind, row)
    },
    rows: () => Array.from(counts, ([kind, row]) => ({ kind, ...row })).sort((a, b) => a.kind.localeCompare(b.kind)),
  }
}

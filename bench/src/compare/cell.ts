import { median } from '../statistics.ts'
import type { RuntimeName } from '../subjects/subject.ts'

/** What both builds took in a round, in a unit in which less is better. */
export interface Round {
  readonly first: number
  readonly second: number
}

/** One kind of work in one runtime, done by both builds. */
export interface Cell {
  readonly title: string
  readonly runtime: RuntimeName
  /** How a figure is shown. */
  readonly show: 'µs' | 'requests/s'
  readonly rounds: readonly Round[]
}

export interface Verdict {
  readonly first: number
  readonly second: number
  /** The first's time divided by the second's, median of the rounds: above 1, the second is quicker. */
  readonly ratio: number
  readonly least: number
  readonly most: number
  readonly word: 'quicker' | 'slower' | 'no difference' | 'too few rounds'
}

/** Two equal builds agree in the sign of so many rounds in one of 32 cells. */
const fewestRounds = 6

function toWord(count: number, least: number, most: number): Verdict['word'] {
  if (least <= 1 && most >= 1) return 'no difference'
  if (count < fewestRounds) return 'too few rounds'
  return least > 1 ? 'quicker' : 'slower'
}

/** A difference is one that every round shows; everything else is noise. */
export function judgeCell({ rounds }: Cell): Verdict {
  const ratios = rounds.map(({ first, second }) => first / second)
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)]
  return {
    first: median(rounds.map(({ first }) => first)),
    second: median(rounds.map(({ second }) => second)),
    ratio: median(ratios),
    least,
    most,
    word: toWord(ratios.length, least, most),
  }
}

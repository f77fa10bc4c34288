import type { Subject } from '../../subjects/subject.ts'
import type { Sample, TokenSet } from '../../tokens/token-set.ts'

/** One kind of traffic. */
export interface Case {
  readonly name: string
  readonly title: string
  readonly subjects: readonly Subject[]
  /** How many requests are on their way at a time. */
  readonly inFlight: number
  /** Every lap gets a verifier with empty caches: a token is new only once. */
  readonly freshVerifier: boolean
  /** The requests of a lap may come again until the lap is long enough for the clock. */
  readonly repeatable: boolean
  /** Laps that are not measured: the compilers and the caches warm up. */
  readonly warmUpLaps: number
  /** Measures the processor time of all threads instead of the elapsed time. */
  readonly cpuTime?: true
  /** The subject whose time is subtracted from all others: the rest of the app. */
  readonly baseline?: Subject
  /** The tokens of a lap; the same for every subject, about as many as asked for. */
  samples(tokens: TokenSet, lap: number, size: number): readonly Sample[]
}

/** So many samples from the list, each lap going on where the last one ended. */
export function takeLap(samples: readonly Sample[], lap: number, size: number): Sample[] {
  const from = lap * size
  return Array.from({ length: size }, (_, index) => samples[(from + index) % samples.length] as Sample)
}

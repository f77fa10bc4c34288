/** An outage of the origin. */
export interface Outage {
  readonly from: number
  readonly to: number
}

/** One that outlasts the ten minutes for which keys are fresh; a short run has none. */
export function longOutageOf(minutes: number): Outage {
  const from = Math.round(minutes * 60 * 0.42)
  return minutes >= 25 ? { from, to: from + 690 } : { from: 0, to: 0 }
}

export const isIn = ({ from, to }: Outage, second: number): boolean => second >= from && second < to

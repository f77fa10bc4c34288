/** A phase that begins at a second and lasts until the next one. */
export interface Segment<Phase> {
  readonly from: number
  readonly phase: Phase
}

export interface ForcedSegment<Phase> extends Segment<Phase> {
  readonly to: number
}

/** Lays forced phases over the others, which come back afterwards. */
export function overlay<Phase>(
  beneath: readonly Segment<Phase>[],
  forced: readonly ForcedSegment<Phase>[],
): Segment<Phase>[] {
  const isForced = (second: number) => forced.some(({ from, to }) => second >= from && second < to)
  const phaseAt = (second: number) => beneath.findLast(({ from }) => from <= second)?.phase
  const back = forced.map(({ to }) => ({ from: to, phase: phaseAt(to) as Phase }))
  return [...beneath.filter(({ from }) => !isForced(from)), ...forced, ...back].sort((a, b) => a.from - b.from)
}

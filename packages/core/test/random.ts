export interface Random {
  /** An integer from 0 to below the bound. */
  below(bound: number): number
  pick<Value>(values: readonly Value[]): Value
  /** True with a probability of one in this many. */
  oneIn(times: number): boolean
}

/** The generator mulberry32: quick, and the same seed gives the same run in every runtime. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  function below(bound: number) {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound
  }
  return {
    below,
    pick: (values) => values[below(values.length)] as (typeof values)[number],
    oneIn: (times) => below(times) === 0,
  }
}

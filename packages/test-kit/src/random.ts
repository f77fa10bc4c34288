/** Numbers that look random and are the same in every run and every runtime. */
export interface Random {
  /** A number from 0 to below 1. */
  fraction(): number
  /** An integer from 0 to below the bound. */
  below(bound: number): number
  pick<Value>(values: readonly Value[]): Value
  /** True with a probability of one in this many. */
  oneIn(times: number): boolean
}

/** The generator mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  function bits() {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const below = (bound: number) => bits() % bound
  return {
    below,
    fraction: () => bits() / 2 ** 32,
    pick: (values) => values[below(values.length)] as (typeof values)[number],
    oneIn: (times) => below(times) === 0,
  }
}

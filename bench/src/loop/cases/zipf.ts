import { verifiers } from '../../subjects/catalogue.ts'
import { createRandom } from '../../tokens/random.ts'
import { type Sample, userCount } from '../../tokens/token-set.ts'
import type { Case } from './case.ts'

/** Sums of 1/rank: the user of a rank sends in proportion to it. */
function cumulativeWeights(count: number): Float64Array {
  let sum = 0
  return Float64Array.from({ length: count }, (_, index) => {
    sum += 1 / (index + 1)
    return sum
  })
}

/** The first place whose sum is above the share of the whole. */
function find(sums: Float64Array, share: number): number {
  const wanted = share * (sums.at(-1) ?? 0)
  let [low, high] = [0, sums.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sums[middle] ?? 0) > wanted) high = middle
    else low = middle + 1
  }
  return low
}

const weights = cumulativeWeights(userCount)

export const zipf: Case = {
  name: 'zipf',
  title: 'Zipf mix of 10,000 users, steady state',
  subjects: verifiers,
  inFlight: 1,
  freshVerifier: false,
  repeatable: false,
  warmUpLaps: 10,
  samples({ users }, lap, size) {
    const random = createRandom(lap)
    return Array.from({ length: size }, () => users[find(weights, random())] as Sample)
  },
}

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

/** Draws places of a list: the one of rank k in proportion to 1/k. */
export function createZipf(count: number, random: () => number): () => number {
  const weights = cumulativeWeights(count)
  return () => find(weights, random())
}

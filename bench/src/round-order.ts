import { createRandom } from 'test-kit/random'

/**
 * The order of a round: shuffled, and the same order backwards in the next one. In each such pair of rounds, every item
 * comes once before and once after every other.
 */
export function toRoundOrder<Item>(items: readonly Item[], round: number): Item[] {
  const random = createRandom(Math.floor(round / 2)).fraction
  const order = items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item)
  return round % 2 === 0 ? order : order.reverse()
}

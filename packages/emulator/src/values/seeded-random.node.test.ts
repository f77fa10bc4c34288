import { expect, test } from 'vitest'
import { seededRandom } from './seeded-random.js'

const take = (seed: number, count: number): number[] => Array.from({ length: count }, seededRandom(seed))

test('the same seed gives the same numbers, another seed others', () => {
  expect(take(7, 20)).toEqual(take(7, 20))
  expect(take(7, 20)).not.toEqual(take(8, 20))
})

test.each([0, 1, -1, 42, 2 ** 40])('the numbers of the seed %i are spread evenly from 0 up to 1', (seed) => {
  const numbers = take(seed, 10_000)
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true)
  for (const tenth of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) {
    const inTenth = numbers.filter((number) => Math.floor(number * 10) === tenth).length
    expect(Math.abs(inTenth - 1000)).toBeLessThan(150)
  }
})

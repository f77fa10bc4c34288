import { expect, test } from 'vitest'
import { toRoundOrder } from './round-order.ts'

const items = ['a', 'b', 'c', 'd']
const orders = Array.from({ length: 20 }, (_, round) => toRoundOrder(items, round))

test('every item is in every round once', () => {
  for (const order of orders) expect(order.toSorted()).toEqual(items)
})

test('every item comes before every other in half of the rounds', () => {
  for (const a of items)
    for (const b of items.filter((item) => item !== a))
      expect(orders.filter((order) => order.indexOf(a) < order.indexOf(b))).toHaveLength(orders.length / 2)
})

test('the order is not the same in all pairs of rounds', () => {
  expect(new Set(orders.map((order) => order.join(''))).size).toBeGreaterThan(4)
})

import { expect, test } from 'vitest'
import { judgeCell } from './cell.ts'

const cellOf = (...ratios: number[]) => ({
  title: '',
  runtime: 'node' as const,
  show: 'µs' as const,
  rounds: ratios.map((ratio) => ({ first: 10 * ratio, second: 10 })),
})

test('the second build is quicker or slower if every round says so', () => {
  expect(judgeCell(cellOf(1.1, 1.2, 1.3, 1.1, 1.2, 1.01)).word).toBe('quicker')
  expect(judgeCell(cellOf(0.9, 0.99, 0.8, 0.9, 0.9, 0.9)).word).toBe('slower')
})

test('rounds on both sides of 1 are noise, whatever the median', () => {
  expect(judgeCell(cellOf(0.99, 1.2, 1.3))).toMatchObject({ word: 'no difference', ratio: 1.2, least: 0.99, most: 1.3 })
})

test('a few rounds show no difference, even if they agree', () => {
  expect(judgeCell(cellOf(1.1, 1.2, 1.3)).word).toBe('too few rounds')
})

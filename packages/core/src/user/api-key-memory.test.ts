import { describe, expect, test } from 'vitest'
import { refuse } from '../response/refusal.js'
import { createApiKeyMemory } from './api-key-memory.js'
import type { Identified } from './principal.js'

const accepted: Identified = { principal: { kind: 'apiKey' }, cache: 'memory' }
const refused = refuse('invalid_api_key')
const seconds = 60

describe('cached answers', () => {
  test('of 1,000 refused keys evict no accepted key, and the oldest refused key is evicted', () => {
    const answers = createApiKeyMemory().answersOf({})
    answers.remember('good', accepted, 0, seconds)
    for (let i = 0; i <= 1_000; i++) answers.remember(`${i}`, refused, 0, seconds)
    expect(answers.recall('good', 1)).toBe(accepted)
    expect(answers.recall('1', 1)).toBe(refused)
    expect(answers.recall('0', 1)).toBeUndefined()
  })

  test('are replaced by the next answer about the key', () => {
    const answers = createApiKeyMemory().answersOf({})
    answers.remember('key', accepted, 0, seconds)
    answers.remember('key', refused, 0, seconds)
    expect(answers.recall('key', 1)).toBe(refused)
    answers.remember('key', accepted, 0, seconds)
    expect(answers.recall('key', 1)).toBe(accepted)
  })

  test('count only for the validator that gave them', () => {
    const memory = createApiKeyMemory()
    const [one, other] = [{}, {}]
    memory.answersOf(one).remember('key', accepted, 0, seconds)
    expect(memory.answersOf(one).recall('key', 1)).toBe(accepted)
    expect(memory.answersOf(other).recall('key', 1)).toBeUndefined()
  })
})

describe('a key is known', () => {
  test('once it was accepted, until it is refused', () => {
    const memory = createApiKeyMemory()
    expect(memory.laneOf('key')).toBe('unseen')
    memory.setKnown('key', true)
    expect(memory.laneOf('key')).toBe('known')
    memory.setKnown('key', false)
    expect(memory.laneOf('key')).toBe('unseen')
  })

  test('among the latest 10,000', () => {
    const memory = createApiKeyMemory()
    for (let i = 0; i <= 10_000; i++) memory.setKnown(`${i}`, true)
    expect([memory.laneOf('0'), memory.laneOf('1'), memory.laneOf('10000')]).toEqual(['unseen', 'known', 'known'])
  })
})

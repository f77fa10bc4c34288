import { expect, describe as group, test } from 'vitest'
import { checkPlainObject, describe } from './plain-object.js'

const check = (value: unknown) => checkPlainObject('Options', value, ['a', 'b'])

group('options', () => {
  test('are an object literal, also one without a prototype', () => {
    expect(() => check({})).not.toThrow()
    expect(() => check({ a: 1, b: undefined })).not.toThrow()
    expect(() => check(Object.assign(Object.create(null), { a: 1 }))).not.toThrow()
  })

  test('with members that a copy would lose are a TypeError', () => {
    class Options {
      readonly a = 1
    }
    const hidden = Object.defineProperty({}, 'a', { value: 1 })
    const inherited = [Object.create({ a: 1 }), Object.create(Object.assign(Object.create(null), { a: 1 }))]
    for (const wrong of [hidden, ...inherited, Object.create(Object.create(null)), new Options(), { [Symbol('a')]: 1 }])
      expect(() => check(wrong)).toThrow(TypeError)
  })

  test('with an unknown member are a TypeError that names it and the known ones', () => {
    for (const name of ['c', 'A', 'a ', 'toString', '__proto__'])
      expect(() => check(JSON.parse(`{"${name}":1}`))).toThrow(`"${name}"; known: a, b`)
  })

  test('of another type are a TypeError that says what was found', () => {
    for (const [value, found] of [
      [undefined, 'undefined'],
      [null, 'null'],
      [7, '7'],
      ['secret', 'a string'],
      [[], 'an empty list'],
      [() => {}, 'a function'],
    ])
      expect(() => check(value)).toThrow(`Options must be a plain object, found ${found}`)
  })
})

test('a text is never repeated in a description: it may be a secret', () => {
  expect([describe('secret'), describe(['secret']), describe({ key: 'secret' })].join()).not.toContain('secret')
})

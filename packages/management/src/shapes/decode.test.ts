import { describe, expect, test } from 'vitest'
import { decode } from './decode.js'
import { encode } from './encode.js'
import { flag, json, list, map, maybe, named, object, optional, stringMap, text } from './shape.js'

const inner = object({ innerName: text, freeForm: json })
const shape = object({
  userId: text,
  require2faBy: named('require_2fa_by', optional(text)),
  isOn: optional(flag),
  one: maybe(inner),
  many: optional(list(inner)),
  byKey: optional(map(inner)),
  strings: optional(stringMap),
})

describe('decoding', () => {
  test('renames what is declared, to any depth', () => {
    const wire = {
      user_id: 'u',
      require_2fa_by: 'soon',
      is_on: false,
      one: { inner_name: 'a', free_form: {} },
      many: [{ inner_name: 'b', free_form: {} }],
      by_key: { some_key: { inner_name: 'c', free_form: {} } },
    }
    expect(decode(shape, wire)).toEqual({
      userId: 'u',
      require2faBy: 'soon',
      isOn: false,
      one: { innerName: 'a', freeForm: {} },
      many: [{ innerName: 'b', freeForm: {} }],
      byKey: { some_key: { innerName: 'c', freeForm: {} } },
    })
  })

  test('renames unknown fields by the rule, and keeps their values', () => {
    const wire = { user_id: 'u', brand_new: { deep_field: [{ x_y: 1 }] }, _x: 1, a__b: 2, c_: 3, d_2: 4 }
    expect(decode(shape, wire)).toEqual({
      userId: 'u',
      brandNew: { deep_field: [{ x_y: 1 }] },
      _x: 1,
      a__b: 2,
      c_: 3,
      d_2: 4,
    })
  })

  test('keeps objects without known fields', () => {
    expect(decode(json, { brand_new: 1 })).toEqual({ brand_new: 1 })
    expect(decode(map(inner), { some_key: { inner_name: 'a' } })).toEqual({ some_key: { innerName: 'a' } })
  })

  test('adds nothing, and keeps null', () => {
    expect(decode(shape, {})).toEqual({})
    expect(decode(shape, { one: null, many: null, by_key: null })).toEqual({ one: null, many: null, byKey: null })
  })

  test('passes on values of another form', () => {
    for (const value of [null, undefined, 7, 'text', true, [1, 'x']]) expect(decode(shape, value)).toEqual(value)
    expect(decode(shape, { one: 7, many: { a_b: 1 }, by_key: 'x' })).toEqual({ one: 7, many: { a_b: 1 }, byKey: 'x' })
  })

  test('runs no setters: `__proto__` is an ordinary key, at any depth', () => {
    const wire = JSON.parse(
      '{"__proto__":{"a":1},"by_key":{"__proto__":{"inner_name":"x","free_form":{"__proto__":{"b":2}}}}}',
    )
    const decoded = decode(shape, wire) as { byKey: { [key: string]: { freeForm: object } } }
    expect(Object.keys(decoded)).toEqual(['__proto__', 'byKey'])
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype)
    expect(Object.keys(decoded.byKey)).toEqual(['__proto__'])
    expect(JSON.stringify(decoded)).toBe(
      '{"__proto__":{"a":1},"byKey":{"__proto__":{"innerName":"x","freeForm":{"__proto__":{"b":2}}}}}',
    )
    expect({}).not.toHaveProperty('a')
  })
})

describe('encoding', () => {
  test('picks and renames what is declared, without what is undefined', () => {
    const input = { userId: 'u', require2faBy: 'soon', isOn: undefined, other: 1 }
    expect(encode(shape, input)).toEqual({ user_id: 'u', require_2fa_by: 'soon' })
  })

  test('keeps null, false, 0 and empty text', () => {
    expect(encode(shape, { userId: '', isOn: false, one: null })).toEqual({ user_id: '', is_on: false, one: null })
  })

  test('sends free-form objects as they are', () => {
    const strings = JSON.parse('{"snake_case":"a","camelCase":"b","__proto__":"c"}')
    expect(JSON.stringify(encode(shape, { userId: 'u', strings }))).toBe(
      '{"user_id":"u","strings":{"snake_case":"a","camelCase":"b","__proto__":"c"}}',
    )
  })

  test('without a shape sends nothing', () => {
    expect(encode(undefined, { userId: 'u' })).toEqual({})
  })
})

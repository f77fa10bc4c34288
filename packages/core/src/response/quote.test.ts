import { describe, expect, test } from 'vitest'
import { quote, quoteList, quoteValue } from './quote.js'

describe('a quoted text', () => {
  test('is printable ASCII in quotes', () => {
    expect(quote('https://auth.example.com')).toBe('"https://auth.example.com"')
    expect(quote('a"b\\c')).toBe('"a\\"b\\\\c"')
    expect(quote('a\r\nb\tc\0d\u007f\u001b[31m')).toBe('"a\\r\\nb\\tc\\u0000d?\\u001b[31m"')
    expect(quote('é\u2028\u202e🦊')).toBe('"?????"')
    let all = ''
    for (let code = 0; code < 0x3000; code++) all += String.fromCharCode(code)
    for (let at = 0; at < all.length; at += 100) expect(quote(all.slice(at, at + 100))).toMatch(/^"[ -~]*"$/)
  })

  test('is cut after 100 characters', () => {
    expect(quote('x'.repeat(100))).toBe(`"${'x'.repeat(100)}"`)
    expect(quote('x'.repeat(1_000_000))).toBe(`"${'x'.repeat(100)}"`)
    expect(quote('\0'.repeat(1_000_000))).toHaveLength(602)
  })

  test('may be a list, of which five are quoted', () => {
    expect(quoteList([])).toBe('[]')
    expect(quoteList(['a', 'b'])).toBe('["a","b"]')
    expect(quoteList(Array.from({ length: 1_000 }, () => 'a'))).toBe('["a","a","a","a","a"]')
  })
})

test('a value that is not a string is described by its type', () => {
  const values = [undefined, null, 7, true, ['secret'], { secret: 1 }]
  expect(values.map(quoteValue)).toEqual(['undefined', 'null', 'number', 'boolean', 'list', 'object'])
  expect(quoteValue('x')).toBe('"x"')
})

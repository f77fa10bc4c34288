import { describe, expect, test } from 'vitest'
import { decodeBytes, decodeText, encodeBytes, isCanonical } from './base64url.js'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const allBytes = Uint8Array.from({ length: 256 }, (_, at) => at)

describe('canonical base64url', () => {
  for (const [rest, count] of [
    [2, 4],
    [3, 16],
  ] as const)
    test(`a last group of ${rest} characters may end in ${count} of 64 characters, those that decode and encode to themselves`, () => {
      const prefix = `AAAA${'A'.repeat(rest - 1)}`
      const canonical = [...alphabet].filter((last) => isCanonical(prefix + last))
      expect(canonical).toHaveLength(count)
      for (const last of canonical) expect(encodeBytes(decodeBytes(prefix + last))).toBe(prefix + last)
    })

  test('a single character left over is no byte and never canonical', () => {
    for (const last of alphabet) expect(isCanonical(`AAAA${last}`)).toBe(false)
  })

  test('whole groups are always canonical', () => {
    for (const last of alphabet) expect(isCanonical(`AAA${last}`)).toBe(true)
  })
})

describe('bytes', () => {
  test('every byte value survives, at every length', () => {
    for (let length = 0; length <= 256; length++) {
      const bytes = allBytes.subarray(0, length)
      expect(decodeBytes(encodeBytes(bytes))).toEqual(bytes)
    }
  })

  test('the alphabet is that of URLs, without padding', () => {
    expect(encodeBytes(new Uint8Array([0xfb, 0xff, 0xfe, 0xff]))).toBe('-__-_w')
  })

  test('characters of no base64 throw', () => {
    for (const text of ['?AAA', 'AA.A', 'A', 'ÀAAA']) expect(() => decodeBytes(text)).toThrow()
  })
})

describe('text', () => {
  const decode = (...bytes: number[]) => decodeText(encodeBytes(Uint8Array.from(bytes)))

  test('is UTF-8', () => {
    expect(decodeText(encodeBytes(new TextEncoder().encode('zoë 🦊 \0')))).toBe('zoë 🦊 \0')
  })

  test('overlong forms, surrogates and cut-off sequences throw', () => {
    for (const bytes of [[0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xe2, 0x82], [0xff], [0x80]])
      expect(() => decode(...bytes)).toThrow()
  })

  test('a byte-order mark is kept, so that JSON refuses it', () => {
    expect(decode(0xef, 0xbb, 0xbf, 0x7b, 0x7d)).toBe('\uFEFF{}')
  })
})

import { afterEach, describe, expect, test, vi } from 'vitest'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const allBytes = Uint8Array.from({ length: 256 }, (_, at) => at)

/** What a runtime may lack, so that another form is used. */
const runtimes: Record<string, () => void> = {
  'of this runtime': () => {},
  'without modules of Node': () => vi.stubGlobal('process', undefined),
  'with nothing but atob and btoa': () => {
    vi.stubGlobal('process', undefined)
    vi.stubGlobal('Uint8Array', class extends Uint8Array {})
    for (const name of ['fromBase64', 'toBase64']) {
      Object.defineProperty(Uint8Array, name, { value: undefined })
      Object.defineProperty(Uint8Array.prototype, name, { value: undefined })
    }
  },
}

afterEach(() => vi.unstubAllGlobals())

for (const [title, limit] of Object.entries(runtimes))
  describe(`base64url ${title}`, async () => {
    limit()
    vi.resetModules()
    const { decodeBytes, encodeBytes } = await import('./base64url.js')
    // Chosen at the first use.
    encodeBytes(allBytes)
    vi.unstubAllGlobals()

    for (const [rest, count] of [
      [2, 4],
      [3, 16],
    ] as const)
      test(`a last group of ${rest} characters may end in ${count} of 64 characters`, () => {
        const prefix = `AAAA${'A'.repeat(rest - 1)}`
        const canonical = [...alphabet].filter((last) => decodeBytes(prefix + last))
        expect(canonical).toHaveLength(count)
      })

    test('a single character left over is refused', () => {
      for (const last of alphabet) expect(decodeBytes(`AAAA${last}`)).toBeUndefined()
    })

    test('whole groups may end in every character', () => {
      for (const last of alphabet) expect(decodeBytes(`AAA${last}`)).toHaveLength(3)
    })

    test('every byte value survives, at every length', () => {
      for (let length = 0; length <= 256; length++) {
        const bytes = allBytes.subarray(0, length)
        expect([...(decodeBytes(encodeBytes(bytes)) ?? [])]).toEqual([...bytes])
      }
    })

    test('200,000 bytes survive', () => {
      const bytes = Uint8Array.from({ length: 200_000 }, (_, at) => (at * 7) % 256)
      const decoded = decodeBytes(encodeBytes(bytes))
      expect(decoded?.every((byte, at) => byte === bytes[at])).toBe(true)
      expect(decoded).toHaveLength(bytes.length)
    })

    test('the alphabet is that of URLs, without padding', () => {
      expect(encodeBytes(new Uint8Array([0xfb, 0xff, 0xfe, 0xff]))).toBe('-__-_w')
    })

    test('every other spelling is refused', () => {
      const spellings = [
        'AA==',
        'AA=',
        'AAA=',
        'AA+A',
        'AA/A',
        ' AAAA',
        'AAAA\n',
        'AA AA',
        'AA\tA',
        '\u00c0AAA',
        'AA.A',
      ]
      for (const text of [...spellings, 'AB', 'AAB', 'A', '?AAA', 'AAAA\0', 'AA\uff21A', '\u0391AAA'])
        expect(decodeBytes(text), text).toBeUndefined()
    })
  })

import { createRandom, type Random } from 'test-kit/random'
import { describe, expect, test } from 'vitest'
import { readPayload } from './payload.js'

const read = (text: string) => readPayload(new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>)
const filling = `"filling":"${'x'.repeat(2_048)}"`
const early = ['iss', 'iat', 'exp', 'nbf'] as const

/** What was read early of issuer and times, in a form in which absence can be compared. */
const pick = (claims: object | undefined) =>
  claims && early.map((name) => JSON.stringify((claims as Record<string, unknown>)[name]))

describe('a payload of up to 2 KiB', () => {
  test('is parsed at once', () => {
    const payload = read('{"iss":"a","other":{"b":1}}')
    expect(payload?.early).toEqual({ iss: 'a', other: { b: 1 } })
    expect(payload?.parse()).toBe(payload?.early)
  })

  test('is refused if it is not a JSON object in UTF-8', () => {
    for (const text of ['', 'x', '[]', 'null', '1', '"a"', '{', '{}{}', '\ufeff{}', ' null', '{"a":NaN}'])
      expect(read(text)).toBeUndefined()
    expect(readPayload(Uint8Array.from([0x7b, 0xff, 0x7d]))).toBeUndefined()
  })
})

describe('a longer payload', () => {
  test('is scanned for issuer and times, and parsed only on request', () => {
    const text = `{"sub":"u","iss":"a",${filling},"deep":{"exp":1},"exp":3,"iat":2}`
    const payload = read(text)
    expect(payload?.early).toEqual({ iss: 'a', exp: 3, iat: 2 })
    expect(payload?.text).toBe(text)
    expect(payload?.parse()).toEqual(JSON.parse(text))
  })

  test('may have issuer and times in every spelling that JSON allows', () => {
    for (const [text, expected] of [
      [`{ "iss" : "a\\"b,}" ,\n"exp"\t: 1e3,${filling}}`, { iss: 'a"b,}', exp: 1000 }],
      [`{"\\u0069ss":"a","e\\u0078p":2,${filling}}`, { iss: 'a', exp: 2 }],
      [`{${filling},"iss":"a","iss":"b"}`, { iss: 'b' }],
      [`{${filling},"iss":"a","\\u0069ss":"b"}`, { iss: 'b' }],
      [`{${filling},"iss":["a",{"b":"]"}],"nbf":null}`, { iss: ['a', { b: ']' }], nbf: null }],
    ] as const)
      expect(read(text)?.early).toEqual(expected)
  })

  test('may have other names with escapes, and values of any length with them', () => {
    const long = `"${'x'.repeat(3_000)}"`
    for (const name of [
      '"https:\\/\\/example.com\\/claims"',
      '"caf\\u00e9"',
      '"\\u0069ss2"',
      '"iss\\u0000"',
      '"\\"iss\\""',
      '"\\\\"',
      `"${'\\u0061'.repeat(500)}"`,
    ])
      for (const text of [`{"iss":"a",${name}:${long},"exp":2}`, `{${name}:[${long}],"exp":2,"iss":"a"}`])
        expect(read(text)?.early, name).toEqual({ iss: 'a', exp: 2 })
    expect(read(`{${Array.from({ length: 300 }, (_, at) => `"\\u0061${at}":0`)}}`)?.early).toEqual({})
  })

  test('may have white space of any length around issuer and times', () => {
    for (const space of [' ', '\n', '\t', '\r\n  ']) {
      const wide = space.repeat(900)
      for (const spaced of [
        `${wide}"iss":"a"`,
        `"iss"${wide}:"a"`,
        `"iss":${wide}"a"`,
        `"iss":"a"${wide}`,
        `${wide}"i\\u0073s"${wide}:${wide}"a"${wide}`,
      ])
        for (const text of [`{${spaced},${filling}}`, `{${filling},${spaced}}`])
          expect(read(text)?.early).toEqual({ iss: 'a' })
    }
  })

  test('has no issuer and times from within other members or strings', () => {
    for (const text of [
      `{"a":{"iss":"x"},"b":[{"exp":1}],${filling}}`,
      `{"a":"\\",\\"iss\\":\\"x\\"","b":"{\\"exp\\":1","\\\\":"\\\\",${filling}}`,
      `{"a":"iss","b":"exp:1","issuer":"x","xiss":"x","iss ":"x",${filling}}`,
      `{"ISS":"x","Exp":1,${filling}}`,
    ])
      expect(pick(read(text)?.early)).toEqual(pick({}))
  })

  test('is refused if issuer and times take more than 1 KiB', () => {
    const long = (length: number) => read(`{"iss":"${'x'.repeat(length)}",${filling}}`)
    expect(long(1_000)).toBeDefined()
    expect(long(1_030)).toBeUndefined()
    expect(read(`{"iss":${'['.repeat(3_000)}${']'.repeat(3_000)}}`)).toBeUndefined()
    expect(read(`{${Array.from({ length: 300 }, () => '"\\u0069ss":0')}}`)).toBeUndefined()
  })

  test('is refused when it is parsed, if not before, unless it is a JSON object', () => {
    const wrong = [
      `[{"iss":"a"},{${filling}}]`,
      `{${filling}`,
      `{${filling}}{}`,
      `{${filling},}`,
      `{"a":"${'x'.repeat(3_000)}`,
    ]
    for (const text of wrong) expect(read(text)?.parse()).toBeUndefined()
    expect(read(`{"iss":nothing,${filling}}`)).toBeUndefined()
    expect(read(`\ufeff{${filling}}`)?.parse()).toBeUndefined()
  })

  test('of 1 MB of brackets, quotes or backslashes is scanned in one pass', () => {
    for (const part of ['[', '{', ']', '}', '"', '\\', '\\"', ',', ':', '"iss":', '{"iss":', ' '])
      expect(read(`{"a":${part.repeat(1_000_000 / part.length)}`)?.parse()).toBeUndefined()
  })
})

describe('scanned issuer and times', () => {
  const names = [...early, '', 'a', 'issuer', 'x"iss', '__proto__', '\\', 'ü', 'https://example.com/claims']
  const texts = ['', 'a', '"', '\\', '{"iss":1}', ',"exp":1', ']}', 'ü\u2028', 'é"\\']

  const anyString = (random: Random, values: readonly string[]) => {
    const json = JSON.stringify(random.pick(values))
    const toEscape = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
    return random.oneIn(5) ? json.replace(random.pick([/[a-z]/, /[a-z]/g, /\//g]), toEscape) : json
  }
  const space = (random: Random) => (random.oneIn(4) ? random.pick([' ', '\n', '\t', '\r\n  ', ' '.repeat(400)]) : '')

  function anyValue(random: Random, depth: number): string {
    const items = () => Array.from({ length: random.below(4) }, () => anyValue(random, depth - 1))
    switch (depth > 0 ? random.below(6) : random.below(4)) {
      case 0:
        return random.pick(['0', '-1.5e3', '1e999', '12345678901234567890'])
      case 1:
        return random.pick(['true', 'false', 'null'])
      case 4:
        return `[${items().join(`${space(random)},`)}]`
      case 5:
        return anyObject(random, depth - 1)
      default:
        return anyString(random, texts)
    }
  }

  function anyObject(random: Random, depth: number): string {
    const member = () =>
      `${space(random)}${anyString(random, names)}${space(random)}:${space(random)}${anyValue(random, depth)}`
    return `{${Array.from({ length: random.below(depth > 1 ? 8 : 3) }, member).join()}${space(random)}}`
  }

  test('equal those of JSON.parse for 3,000 random objects', () => {
    const random = createRandom(20_261_130)
    const seen = new Set<string>()
    for (let run = 0; run < 3_000; run++) {
      const object = anyObject(random, 2)
      const text = `${object.slice(0, -1).replace(/^[{]\s*$/, '{"first":0')},${filling}}`
      const payload = read(text)
      const expected = pick(JSON.parse(text))
      if (payload) expect(pick(payload.early), object).toEqual(expected)
      else expect(object.length, object).toBeGreaterThan(1_024)
      for (const value of expected ?? []) seen.add(String(value))
    }
    expect(seen.size).toBeGreaterThan(20)
  })
})

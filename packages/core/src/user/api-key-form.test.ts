import { describe, expect, test } from 'vitest'
import { createKeyFormCheck } from './api-key-form.js'

const serviceKey = /[0-9a-f]{96}/i

describe('without a pattern, a key has the form of a bearer token', () => {
  const hasForm = createKeyFormCheck(undefined)

  test('keys of the service and of other systems have it', () => {
    const keys = [
      'a1'.repeat(48),
      'A1'.repeat(48),
      'sk_live_4eC39HqLyjWDarjtT1zdp7dc',
      'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
      '1|abcdefghijklmnop',
      'user:secret',
      'c2VjcmV0LWtleQ==',
      'a.b~c+d/e-f_g',
    ]
    for (const key of keys) expect([key, hasForm(key)]).toEqual([key, true])
  })

  test('white space, control characters, markup and text outside ASCII do not', () => {
    const wrong = [
      '',
      ' ',
      'a b',
      'a\tb',
      'a\nb',
      'a\n',
      '\r\nx-admin: 1',
      'a\u0000b',
      'a\u007f',
      'a\u200bb',
      '\ufeffa1',
      'clé',
      '\u{1f511}',
      'аdmin', // a Cyrillic letter
      '<script>',
      '"a"',
      "'a'",
      '%00',
      '$a',
      '{"a":1}',
      'a;b',
      'a,b',
      'a\\b',
      'a=b',
      '!',
    ]
    for (const key of wrong) expect([key, hasForm(key)]).toEqual([key, false])
  })

  test('a key of more than 2,048 characters is refused', () => {
    expect(hasForm('k'.repeat(2_048))).toBe(true)
    for (const length of [2_049, 16 * 1024, 1024 * 1024]) expect(hasForm('k'.repeat(length))).toBe(false)
  })
})

describe('with a pattern', () => {
  test('the whole key must match it', () => {
    const hasForm = createKeyFormCheck(serviceKey)
    expect(hasForm('a1'.repeat(48))).toBe(true)
    for (const wrong of [
      'a1'.repeat(47),
      `${'a1'.repeat(48)}a`,
      `x${'a1'.repeat(48)}`,
      `${'a1'.repeat(48)}\n`,
      'g'.repeat(96),
    ])
      expect(hasForm(wrong)).toBe(false)
  })

  test('each alternative counts, and anchors do no harm', () => {
    const hasForm = createKeyFormCheck(/^a|ab$/)
    expect(['a', 'ab', 'abc', 'b'].map(hasForm)).toEqual([true, true, false, false])
  })

  test('no call depends on the one before, and a line break stays outside', () => {
    const hasForm = createKeyFormCheck(/k+/gmy)
    expect(['kk', 'kk', 'kk', 'kk\nkk', 'kk\n'].map(hasForm)).toEqual([true, true, true, false, false])
  })

  test('it replaces the form of a bearer token, but not the bound on its length', () => {
    const hasForm = createKeyFormCheck(/.*/s)
    expect(hasForm('a key, in words')).toBe(true)
    expect(hasForm('k'.repeat(2_049))).toBe(false)
  })

  test('anything but a regular expression is a TypeError that says what was found', () => {
    for (const wrong of ['^a$', null, 0, {}, () => true, { source: 'a', flags: '' }])
      expect(() => createKeyFormCheck(wrong)).toThrow(
        /^createPropelAuth: apiKeys\.keyPattern must be a regular expression/,
      )
    expect(() => createKeyFormCheck('^a$')).toThrow(TypeError)
    expect(() => createKeyFormCheck('^a$')).toThrow(/found a string$/)
  })
})

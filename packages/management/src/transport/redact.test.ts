import { describe, expect, test } from 'vitest'
import { createRedact } from './redact.js'

const hex = 'c0ffee'.repeat(16)

/** Every way in which JSON may write the characters of a text. */
const spellings: { readonly [title: string]: (text: string) => string } = {
  'as it is': (text) => text,
  'in lower-case \\u escapes': (text) => escapeAll(text, (code) => code),
  'in upper-case \\u escapes': (text) => escapeAll(text, (code) => code.toUpperCase()),
  'in part in \\u escapes': (text) => text.slice(0, 3) + escapeAll(text.slice(3, 6), (code) => code) + text.slice(6),
  'with escaped slashes': (text) => text.replaceAll('/', '\\/'),
  'with escaped quotes and backslashes': (text) => JSON.stringify(text).slice(1, -1),
  'percent-encoded': (text) => encodeURIComponent(text),
  'percent-encoded, every character': (text) => escapeAll(text, (code) => code.slice(2)).replaceAll('\\u', '%'),
  'in capitals': (text) => text.toUpperCase(),
}

function escapeAll(text: string, toForm: (code: string) => string): string {
  return Array.from(text, (letter) => `\\u${toForm(letter.charCodeAt(0).toString(16).padStart(4, '0'))}`).join('')
}

describe('the API key is removed', () => {
  for (const apiKey of [hex, 'team/secret', 'team"secret', 'a+b.c*d?(e)[f]', '~!@#$%^&=|{}<>'])
    for (const [title, spell] of Object.entries(spellings))
      test(`${apiKey.slice(0, 14)}, ${title}`, () => {
        const redact = createRedact(apiKey)
        const spelt = spell(apiKey)
        const nested = JSON.stringify({ detail: JSON.stringify(spelt) })
        const value = { [spelt]: [`before ${spelt} after`, { deep: spelt }], body: `{"x":"${spelt}"}`, nested }
        const redacted = redact(value)
        expect(JSON.stringify(redacted)).not.toContain(spelt)
        expect(JSON.stringify(redacted)).not.toContain(JSON.stringify(apiKey).slice(1, -1))
        expect(redacted).toMatchObject({
          '[API key]': ['before [API key] after', { deep: '[API key]' }],
          body: '{"x":"[API key]"}',
          nested: expect.stringContaining('[API key]'),
        })
      })

  test('with backslashes', () => {
    for (const apiKey of ['team\\secret', 'team\\\\secret\\', '\\\\u0063\\x'])
      expect(createRedact(apiKey)({ [apiKey]: `before ${apiKey} after` })).toEqual({
        '[API key]': 'before [API key] after',
      })
  })

  test('where the service wrote it in escapes, after parsing', () => {
    const parsed = JSON.parse(`{"user_facing_error":"no such key: ${escapeAll(hex, (code) => code)}"}`)
    expect(createRedact(hex)(parsed)).toEqual({ user_facing_error: 'no such key: [API key]' })
  })
})

describe('ordinary words stay', () => {
  const text = 'A key is not valid: the keys of an app are secret, and a test needs one'
  for (const apiKey of ['a', 'k', 'key', 'test', 'app', 'secret', 'api-key', '.', 'the'])
    test(`with the short key ${apiKey}, which is only removed behind "Bearer"`, () => {
      const redact = createRedact(apiKey)
      expect(redact({ text })).toEqual({ text })
      expect(redact([`Authorization: Bearer ${apiKey}`, `{"authorization":"bearer ${apiKey}"}`])).toEqual([
        'Authorization: Bearer [API key]',
        '{"authorization":"bearer [API key]"}',
      ])
    })

  test('numbers, null and structure stay as they are', () => {
    const value = { a: [1, null, true, { b: 'c' }], __proto: 'x' }
    expect(createRedact(hex)(value)).toEqual(value)
  })
})

test('a long run of backslashes does not slow the search down', () => {
  const text = '\\'.repeat(200_000) + hex.slice(0, -1)
  for (const apiKey of [hex, `${'\\'.repeat(20)}${hex}`, `${'\\c'.repeat(20)}${hex}`])
    expect(createRedact(apiKey)(text)).toBe(text)
})

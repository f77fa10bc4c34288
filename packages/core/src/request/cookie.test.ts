import { describe, expect, test } from 'vitest'
import { requestOf } from '../../test/request.js'
import { codeOf } from '../../test/verdict.js'
import { isRefusal } from '../response/refusal.js'
import { cookieSource, fromCookie } from './cookie.js'
import { forwardedOrigin } from './cross-site.js'
import type { TokenSource } from './token-source.js'

const ask = (source: TokenSource, ...of: Parameters<typeof requestOf>) => {
  const found = source(requestOf(...of))
  return isRefusal(found) ? codeOf(found) : found
}
const read = (name: string, cookie: string) => ask(fromCookie(name), 'GET', { cookie })

describe('a cookie', () => {
  test('is found by its exact name', () => {
    for (const [cookie, value] of [
      ['__pa_at=abc', 'abc'],
      ['a=1; __pa_at=abc; b=2', 'abc'],
      ['a=1;__pa_at=abc;b=2', 'abc'],
      ['a=1; \t __pa_at= abc \t; b=2', 'abc'],
      ['__pa_at=a=b', 'a=b'],
      ['x=__pa_at=no; __pa_at=yes', 'yes'],
    ] as const)
      expect(read('__pa_at', cookie)).toBe(value)
    for (const other of [
      'x__pa_at=abc',
      '__pa_at2=abc',
      '__PA_AT=abc',
      '__pa_at',
      'a=__pa_at=abc',
      'a __pa_at=abc',
      '',
    ])
      expect(read('__pa_at', other)).toBeNull()
    expect(ask(fromCookie('__pa_at'), 'GET', {})).toBeNull()
  })

  test('may have any character in its name, without a meaning as a pattern', () => {
    expect(read('a.b', 'axb=no; a.b=yes')).toBe('yes')
    expect(read('a*', 'aaa=no; a*=yes')).toBe('yes')
    expect(read("!#$%&'*+-.^_`|~", "!#$%&'*+-.^_`|~=yes")).toBe('yes')
    expect(read('a|b', 'a=no')).toBeNull()
  })

  test('counts as no credential if it is empty', () => {
    for (const empty of ['__pa_at=', '__pa_at= ', '__pa_at=; a=1']) expect(read('__pa_at', empty)).toBeNull()
  })

  test('is invalid if it occurs twice, even if one is empty', () => {
    for (const twice of [
      '__pa_at=abc; __pa_at=def',
      '__pa_at=; __pa_at=def',
      '__pa_at=abc; __pa_at=',
      '__pa_at=abc;a=1;\t__pa_at=abc',
    ])
      expect(read('__pa_at', twice)).toBe('invalid_request')
  })
})

describe('a cookie on an unsafe method', () => {
  const cookie = '__pa_at=abc'

  test('counts from the own origin, not from another one', () => {
    const source = fromCookie('__pa_at')
    expect(ask(source, 'POST', { cookie, origin: 'https://app.example.com' })).toBe('abc')
    expect(ask(source, 'POST', { cookie, origin: 'https://evil.example' })).toBe('cross_site_request')
  })

  test('counts from the listed origins only', () => {
    const source = fromCookie('__pa_at', { allowedOrigins: ['https://web.example.com'] })
    expect(ask(source, 'POST', { cookie, origin: 'https://web.example.com' })).toBe('abc')
    expect(ask(source, 'POST', { cookie, origin: 'https://app.example.com' })).toBe('cross_site_request')
  })

  test('is not refused if it is absent: the next source decides', () => {
    const source = fromCookie('__pa_at')
    for (const other of ['', 'a=1', '__pa_at='])
      expect(ask(source, 'POST', { cookie: other, origin: 'https://evil.example' })).toBeNull()
  })

  test('counts from the origin that an adapter finds', () => {
    const source = cookieSource('__pa_at', {}, forwardedOrigin)
    const forwarded = { cookie, 'x-forwarded-host': 'app.example.com', 'x-forwarded-proto': 'https' }
    const at = 'http://127.0.0.1:3000/api'
    expect(ask(source, 'POST', { ...forwarded, origin: 'https://app.example.com' }, at)).toBe('abc')
    expect(ask(source, 'POST', { ...forwarded, origin: 'http://127.0.0.1:3000' }, at)).toBe('cross_site_request')
  })
})

describe('allowedOrigins', () => {
  test('must be a non-empty list of origins, written as browsers send them', () => {
    for (const allowedOrigins of [
      [],
      'https://app.example.com',
      ['https://app.example.com/'],
      ['https://app.example.com', 'https://APP.example.com'],
      ['https://app.example.com:443'],
      ['app.example.com'],
      ['https://*.example.com'],
      ['null'],
      [7],
      null,
    ])
      expect(() => fromCookie('session', { allowedOrigins: allowedOrigins as never })).toThrow(TypeError)
  })

  test('that is changed after the source was made changes nothing', () => {
    const own = 'https://app.example.com'
    const other = 'https://evil.example'
    const changes: readonly ((list: string[]) => unknown)[] = [
      (list) => list.push(other),
      (list) => list.splice(0, 1, other),
      (list) => list.unshift(other),
    ]
    for (const change of changes) {
      const allowedOrigins = [own]
      const source = fromCookie('session', { allowedOrigins })
      change(allowedOrigins)
      expect(ask(source, 'POST', { cookie: 'session=abc', origin: other })).toBe('cross_site_request')
      expect(ask(source, 'POST', { cookie: 'session=abc', origin: own })).toBe('abc')
    }
  })
})

test('a name that no cookie can have is a TypeError', () => {
  for (const name of [undefined, null, '', ' ', 'a b', 'a=b', 'a;b', 'a,b', '"a"', 'a\n', ['__pa_at'], 7])
    expect(() => fromCookie(name as string), String(name)).toThrow(new TypeError('name must be a token'))
  for (const name of ['__pa_at', '__Host-pa', 'a.b', "!#$%&'*+-.^_`|~"]) expect(() => fromCookie(name)).not.toThrow()
})

describe('an unknown option is a TypeError that names the known one', () => {
  test.each(['allowedOrigin', 'origins', 'AllowedOrigins', 'name'])('%s', (name) => {
    expect(() => fromCookie('session', { [name]: ['https://app.example.com'] })).toThrow(
      new TypeError(`unknown option "${name}", known is allowedOrigins`),
    )
  })

  test('other values than an object', () => {
    for (const options of [null, 'https://app.example.com', ['https://app.example.com']])
      expect(() => fromCookie('session', options as never)).toThrow(TypeError)
    expect(() => fromCookie('session', undefined)).not.toThrow()
    expect(() => fromCookie('session', { allowedOrigins: undefined })).not.toThrow()
  })
})

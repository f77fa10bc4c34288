import { describe, expect, test } from 'vitest'
import { requestOf } from '../../test/request.js'
import { codeOf } from '../../test/verdict.js'
import { AUTH_ERRORS } from '../response/errors.js'
import { isRefusal, refuse } from '../response/refusal.js'
import { fromCookie } from './cookie.js'
import { fromHeader, fromWebSocketProtocol, readToken, type TokenSource } from './token-source.js'

const maxBytes = 1_000
const outcome = (found: unknown) => (isRefusal(found) ? codeOf(found) : found)
const ask = (source: TokenSource, ...of: Parameters<typeof requestOf>) => outcome(source(requestOf(...of)))
const readFrom = (tokenFrom: Parameters<typeof readToken>[1], headers: Record<string, string> = {}, method = 'GET') =>
  outcome(readToken(requestOf(method, headers), tokenFrom, maxBytes))

describe('the WebSocket protocol', () => {
  const source = fromWebSocketProtocol('access-token')

  test('gives the item after the name', () => {
    expect(ask(source, 'GET', { 'sec-websocket-protocol': 'access-token, abc' })).toBe('abc')
    expect(ask(source, 'GET', { 'sec-websocket-protocol': 'chat,access-token,abc,v2' })).toBe('abc')
    expect(ask(source, 'GET', { 'sec-websocket-protocol': 'chat ,\taccess-token\t, abc ,v2' })).toBe('abc')
    expect(ask(fromWebSocketProtocol('a.b'), 'GET', { 'sec-websocket-protocol': 'axb, no, a.b, yes' })).toBe('yes')
  })

  test('counts as no credential without the name', () => {
    for (const protocol of ['chat', 'access-token2, abc', 'my access-token, abc', 'xaccess-token,abc', ''])
      expect(ask(source, 'GET', { 'sec-websocket-protocol': protocol })).toBeNull()
    expect(ask(source, 'GET', {})).toBeNull()
  })

  test('has a name that can be an item of the header', () => {
    for (const name of [undefined, null, '', 'a b', 'a,b', ['a'], 7])
      expect(() => fromWebSocketProtocol(name as string), String(name)).toThrow(new TypeError('name must be a token'))
  })
})

describe('several sources', () => {
  const sources = [fromHeader(), fromCookie('__pa_at'), fromWebSocketProtocol('access-token')]
  const read = (headers: Record<string, string>, method = 'GET') => readFrom(sources, headers, method)

  test('are read in order, and the first credential decides', () => {
    expect(read({ authorization: 'Bearer header', cookie: '__pa_at=cookie' })).toBe('header')
    expect(read({ cookie: '__pa_at=cookie', 'sec-websocket-protocol': 'access-token, ws' })).toBe('cookie')
    expect(read({ 'sec-websocket-protocol': 'access-token, ws' })).toBe('ws')
  })

  test('never fall through from a wrong credential', () => {
    const ws = { 'sec-websocket-protocol': 'access-token, ws' }
    expect(read({ authorization: 'Bearer', cookie: '__pa_at=cookie' })).toBe('invalid_request')
    expect(read({ authorization: 'Bearer a b', cookie: '__pa_at=cookie' })).toBe('a b')
    expect(read({ cookie: '__pa_at=a; __pa_at=b', ...ws })).toBe('invalid_request')
    expect(read({ cookie: '__pa_at=a', origin: 'https://evil.example', ...ws }, 'POST')).toBe('cross_site_request')
  })

  test('treat another scheme in the header as no credential', () => {
    expect(read({ authorization: 'Basic YTpi', cookie: '__pa_at=cookie' })).toBe('cookie')
  })

  test('may find no credential', () => {
    expect(read({})).toBe('missing_token')
    expect(readFrom([], { authorization: 'Bearer abc' })).toBe('missing_token')
  })

  test('have the same length limit as the header', () => {
    const longest = 'a'.repeat(maxBytes)
    for (const headers of [{ authorization: `Bearer ${longest}` }, { cookie: `__pa_at=${longest}` }]) {
      expect(read(headers)).toBe(longest)
      const [[name, value] = []] = Object.entries(headers)
      expect(read({ [String(name)]: `${value}a` })).toBe('malformed_token')
    }
    expect(readFrom(undefined, { authorization: `Bearer ${longest}a` })).toBe('malformed_token')
  })

  test('return null or undefined for no credential', () => {
    const nothing: TokenSource[] = [() => undefined, () => null, () => 'found']
    expect(readFrom(nothing)).toBe('found')
  })

  test('default to the header alone', () => {
    expect(readFrom(undefined, { cookie: '__pa_at=cookie' })).toBe('missing_token')
    expect(readFrom(undefined, { authorization: 'Bearer abc' })).toBe('abc')
  })
})

describe('what a source returns', () => {
  test('is invalid unless it is a string', () => {
    for (const found of [5, false, {}, ['a.b.c'], { code: 'missing_token' }])
      expect(readFrom(() => found as never)).toBe('invalid_request')
  })

  test('may be a refusal with any known code', () => {
    for (const code of Object.keys(AUTH_ERRORS) as (keyof typeof AUTH_ERRORS)[])
      expect(readFrom(() => refuse(code, 'why'))).toBe(code)
  })

  test('is invalid_request if it is a refusal with a code that this version does not know', () => {
    for (const code of ['tea_time', 'toString', '__proto__', '', undefined, 7, null, {}]) {
      const found = readToken(requestOf('GET', {}), () => ({ refused: true, code }) as never, maxBytes)
      expect(codeOf(found)).toBe('invalid_request')
    }
    const unknown = () => ({ refused: true, code: 'tea_time' }) as never
    expect(readToken(requestOf('GET', {}), unknown, maxBytes)).toMatchObject({
      detail: 'tokenFrom refused with the unknown code "tea_time"',
    })
  })

  test('must not be a promise', async () => {
    const sources = [
      async () => 'a.b.c',
      async () => null,
      () => Promise.reject(new Error('later')),
    ] as unknown as TokenSource[]
    for (const source of sources)
      for (const tokenFrom of [source, [fromHeader(), source]]) expect(() => readFrom(tokenFrom)).toThrow(TypeError)
    expect(() => readFrom(sources[0])).toThrow('tokenFrom must return a string, found a promise')
    // A rejection that nothing handles would fail the run.
    await new Promise((resolve) => setTimeout(resolve))
  })

  test('is not reached if the source throws, and the error passes through', () => {
    const broken = () => {
      throw new RangeError('broken')
    }
    expect(() => readFrom(broken)).toThrow('broken')
  })
})

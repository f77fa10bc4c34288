import { describe, expect, test } from 'vitest'
import { codeOf } from '../../test/verdict.js'
import { isRefusal } from '../response/refusal.js'
import type { RequestLike } from './bearer-token.js'
import { fromCookie, fromHeader, fromWebSocketProtocol, readToken, type TokenSource } from './token-source.js'

const url = 'https://app.example.com/api'

/** A request as a server sees it: `Request` itself refuses to carry the headers that only browsers set. */
function request(
  method: string | undefined,
  headers: Record<string, string>,
  at: string | undefined = url,
): RequestLike {
  return { headers: { get: (name) => headers[name] ?? null }, ...(method && { method }), url: at }
}

const outcome = (found: unknown) => (isRefusal(found) ? codeOf(found) : found)
const ask = (source: TokenSource, ...of: Parameters<typeof request>) => outcome(source(request(...of)))

describe('a cookie', () => {
  const cookie = '__pa_at=abc'
  const source = fromCookie('__pa_at')

  test('is found by its exact name', () => {
    expect(ask(source, 'GET', { cookie: 'a=1; __pa_at=abc; b=2' })).toBe('abc')
    expect(ask(source, 'GET', { cookie: '__pa_at=a=b' })).toBe('a=b')
    for (const other of ['x__pa_at=abc', '__pa_at2=abc', '__PA_AT=abc', '__pa_at', 'a=__pa_at=abc', ''])
      expect(ask(source, 'GET', { cookie: other })).toBeNull()
    expect(ask(source, 'GET', {})).toBeNull()
  })

  test('that is empty is no credential', () => {
    expect(ask(source, 'GET', { cookie: '__pa_at=' })).toBeNull()
  })

  test('that occurs twice is invalid, whichever of the two is empty', () => {
    for (const twice of ['__pa_at=abc; __pa_at=def', '__pa_at=; __pa_at=def', '__pa_at=abc; __pa_at='])
      expect(ask(source, 'GET', { cookie: twice })).toBe('invalid_request')
  })

  test('counts on safe methods whatever the Origin', () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS'])
      expect(ask(source, method, { cookie, origin: 'https://evil.example' })).toBe('abc')
  })

  test('does not count on unsafe methods from a foreign, opaque or missing Origin', () => {
    const strangers = [
      'https://evil.example',
      'http://app.example.com',
      'https://app.example.com:8443',
      'https://app.example.com.evil.example',
      'https://app.example.com/',
      'HTTPS://APP.EXAMPLE.COM',
      'null',
      '',
    ]
    for (const method of [
      'POST',
      'PUT',
      'PATCH',
      'DELETE',
      'CONNECT',
      'TRACE',
      'get',
      'GET ',
      'GET\n',
      'XGET',
      'QUERY',
    ])
      for (const origin of strangers) expect(ask(source, method, { cookie, origin })).toBe('cross_site_request')
    expect(ask(source, 'POST', { cookie })).toBe('cross_site_request')
    expect(ask(source, undefined, { cookie })).toBe('cross_site_request')
  })

  test('counts on unsafe methods from the own origin', () => {
    expect(ask(source, 'POST', { cookie, origin: 'https://app.example.com' })).toBe('abc')
    expect(ask(source, 'POST', { cookie, origin: 'https://app.example.com' }, 'https://APP.example.com:443/x')).toBe(
      'abc',
    )
  })

  test('counts on unsafe methods from an allowed origin, and only from exactly that', () => {
    const allowing = fromCookie('__pa_at', { allowedOrigins: ['https://web.example.com'] })
    expect(ask(allowing, 'POST', { cookie, origin: 'https://web.example.com' })).toBe('abc')
    expect(ask(allowing, 'POST', { cookie, origin: 'https://web.example.co' })).toBe('cross_site_request')
    expect(ask(allowing, 'POST', { cookie, origin: 'https://xweb.example.com' })).toBe('cross_site_request')
  })

  test('does not count on an upgrade from a foreign origin, although it is a GET', () => {
    const upgrade = { cookie, upgrade: 'websocket' }
    expect(ask(source, 'GET', { ...upgrade, origin: 'https://evil.example' })).toBe('cross_site_request')
    expect(ask(source, 'GET', upgrade)).toBe('cross_site_request')
    expect(ask(source, 'GET', { ...upgrade, origin: 'https://app.example.com' })).toBe('abc')
  })

  test('is refused, not failed on, where the request has no absolute URL', () => {
    for (const at of ['', '/api', 'app.example.com', 'https://', '::'])
      for (const origin of ['null', 'undefined', '', 'https://app.example.com'])
        expect(ask(source, 'POST', { cookie, origin }, at)).toBe('cross_site_request')
    const { headers } = request('POST', { cookie, origin: 'undefined' })
    expect(outcome(source({ headers, method: 'POST' }))).toBe('cross_site_request')
  })
})

describe('the WebSocket protocol', () => {
  const source = fromWebSocketProtocol('access-token')

  test('gives what follows the name', () => {
    expect(ask(source, 'GET', { 'sec-websocket-protocol': 'access-token, abc' })).toBe('abc')
    expect(ask(source, 'GET', { 'sec-websocket-protocol': 'chat,access-token,abc,v2' })).toBe('abc')
  })

  test('without the name is no credential', () => {
    for (const protocol of ['chat', 'access-token2, abc', ''])
      expect(ask(source, 'GET', { 'sec-websocket-protocol': protocol })).toBeNull()
    expect(ask(source, 'GET', {})).toBeNull()
  })

  test('with the name and nothing after it is invalid', () => {
    const found = readToken(request('GET', { 'sec-websocket-protocol': 'chat, access-token' }), source)
    expect(codeOf(found)).toBe('invalid_request')
  })
})

describe('several sources', () => {
  const sources = [fromHeader(), fromCookie('__pa_at'), fromWebSocketProtocol('access-token')]
  const read = (headers: Record<string, string>, method = 'GET') =>
    outcome(readToken(request(method, headers), sources))

  test('are asked in order, and the first that has a credential decides', () => {
    expect(read({ authorization: 'Bearer header', cookie: '__pa_at=cookie' })).toBe('header')
    expect(read({ cookie: '__pa_at=cookie', 'sec-websocket-protocol': 'access-token, ws' })).toBe('cookie')
    expect(read({ 'sec-websocket-protocol': 'access-token, ws' })).toBe('ws')
  })

  test('never fall through from a credential that is present and wrong', () => {
    const ws = { 'sec-websocket-protocol': 'access-token, ws' }
    expect(read({ authorization: 'Bearer', cookie: '__pa_at=cookie' })).toBe('invalid_request')
    expect(read({ authorization: 'Bearer a b', cookie: '__pa_at=cookie' })).toBe('a b')
    expect(read({ cookie: '__pa_at=a; __pa_at=b', ...ws })).toBe('invalid_request')
    expect(read({ cookie: '__pa_at=a', origin: 'https://evil.example', ...ws }, 'POST')).toBe('cross_site_request')
  })

  test('treat another scheme in the header as no credential', () => {
    expect(read({ authorization: 'Basic YTpi', cookie: '__pa_at=cookie' })).toBe('cookie')
  })

  test('that have none of them are no credential', () => {
    expect(read({})).toBe('missing_token')
    expect(codeOf(readToken(request('GET', { authorization: 'Bearer abc' }), []))).toBe('missing_token')
  })

  test('bound what they find as the header does', () => {
    expect(read({ cookie: `__pa_at=${'a'.repeat(16_385)}` })).toBe('malformed_token')
  })

  test('may say in two ways that they have nothing', () => {
    const nothing: TokenSource[] = [() => undefined, () => null, () => 'found']
    expect(readToken(request('GET', {}), nothing)).toBe('found')
  })

  test('default to the header alone', () => {
    expect(codeOf(readToken(request('GET', { cookie: '__pa_at=cookie' }), undefined))).toBe('missing_token')
    expect(readToken(request('GET', { authorization: 'Bearer abc' }), undefined)).toBe('abc')
  })
})

describe('an origin that is allowed', () => {
  const post = (origin: string, url = 'https://api.example.com/') => ({
    method: 'POST',
    url,
    headers: new Headers({ cookie: 'session=a.b.c', origin }),
  })

  test('is one of a list, written as browsers send it, or a TypeError', () => {
    for (const allowedOrigins of [
      'https://app.example.com',
      ['https://app.example.com/'],
      ['app.example.com'],
      ['null'],
      [7],
      null,
    ])
      expect(() => fromCookie('session', { allowedOrigins: allowedOrigins as never })).toThrow(TypeError)
  })

  test('is equal as a whole: a part of it is another site', () => {
    const source = fromCookie('session', { allowedOrigins: ['https://app.example.com'] })
    expect(codeOf(readToken(post('https://app.example.co'), source))).toBe('cross_site_request')
    expect(readToken(post('https://app.example.com'), source)).toBe('a.b.c')
  })

  test('is never null, nor missing on both sides', () => {
    const source = fromCookie('session')
    expect(codeOf(readToken(post('null', 'localhost:3000/x'), source))).toBe('cross_site_request')
    const headers = { get: (name: string) => (name === 'cookie' ? 'session=a.b.c' : (undefined as unknown as null)) }
    expect(codeOf(readToken({ method: 'POST', url: '/x', headers }, source))).toBe('cross_site_request')
  })
})

test('what a source gives and is no text is refused', () => {
  for (const found of [5, false, {}, ['a.b.c']])
    expect(codeOf(readToken({ headers: new Headers() }, () => found as never))).toBe('invalid_request')
})

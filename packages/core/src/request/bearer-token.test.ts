import { describe, expect, test } from 'vitest'
import { codeOf } from '../../test/verdict.js'
import { isRefusal } from '../response/refusal.js'
import {
  defaultMaxTokenBytes,
  type RequestLike,
  readHeader,
  refuseMultipleCredentials,
  toBearerToken,
} from './bearer-token.js'

/** The credential of a header after every check of its form. */
function readWhole(request: RequestLike) {
  const found = readHeader(request)
  const credential = isRefusal(found) ? found : toBearerToken(found, defaultMaxTokenBytes)
  return isRefusal(credential) ? credential : (refuseMultipleCredentials(credential) ?? credential)
}

const read = (authorization?: string) =>
  readWhole(new Request('https://api.example.com', authorization === undefined ? {} : { headers: { authorization } }))

/** A header value that no server has cleaned up. */
const readRaw = (authorization: string) => readWhole({ headers: { get: () => authorization } })

describe('the Authorization header', () => {
  test('gives the token after the scheme and one space', () => {
    expect(read('Bearer abc.def.ghi')).toBe('abc.def.ghi')
  })

  test('may have the scheme in any case (RFC 9110 §11.1)', () => {
    for (const scheme of ['bearer', 'BEARER', 'bEaReR']) expect(read(`${scheme} abc`)).toBe('abc')
  })

  test('counts as no credential if it is absent or has another scheme', () => {
    for (const header of [
      undefined,
      '',
      'Basic YTpi',
      'Bearerabc',
      'Bearer-token abc',
      'BearerX abc',
      'Token abc',
      'abc.def.ghi',
    ])
      expect(codeOf(read(header))).toBe('missing_token')
  })

  test('is invalid unless it holds one token after one space', () => {
    for (const header of [
      'Bearer',
      'Bearer ',
      'Bearer  abc',
      'Bearer\tabc',
      'Bearer abc def',
      'Bearer abc,def',
      'Bearer, abc',
    ])
      expect(codeOf(read(header))).toBe('invalid_request')
  })

  test('is invalid with any white space around the token', () => {
    for (const space of ['\t', '\n', '\r\n', '\u00a0', '\v', '\f', '\u2003', '\ufeff']) {
      expect(codeOf(readRaw(`Bearer${space}abc`))).toBe('invalid_request')
      expect(codeOf(readRaw(`Bearer ${space}abc`))).toBe('invalid_request')
      expect(codeOf(readRaw(`Bearer abc${space}`))).toBe('invalid_request')
    }
  })

  test('is invalid if it was sent twice, also with the same token', () => {
    const headers = new Headers([
      ['authorization', 'Bearer abc'],
      ['authorization', 'Bearer abc'],
    ])
    expect(codeOf(readWhole({ headers }))).toBe('invalid_request')
  })

  test('counts as no credential with another scheme before Bearer', () => {
    expect(codeOf(read('Basic YTpi, Bearer abc'))).toBe('missing_token')
  })

  test('is the only header that is read', () => {
    const asked: string[] = []
    const get = (name: string) => {
      asked.push(name)
      return null
    }
    readHeader({ headers: { get } })
    expect(asked).toEqual(['authorization'])
  })
})

describe('a credential', () => {
  test('of the maximum length is accepted, a longer one is refused with both lengths', () => {
    for (const maxBytes of [1, 100, defaultMaxTokenBytes, 98_304]) {
      expect(toBearerToken('a'.repeat(maxBytes), maxBytes)).toHaveLength(maxBytes)
      const tooLong = toBearerToken('a'.repeat(maxBytes + 1), maxBytes)
      expect(codeOf(tooLong)).toBe('malformed_token')
      expect(tooLong).toMatchObject({
        detail: `The token has ${maxBytes + 1} bytes; maxTokenBytes is ${maxBytes}`,
      })
    }
  })

  test('that is empty or not a string is invalid', () => {
    for (const credential of ['', undefined, null, 5, {}, ['a.b.c']])
      expect(codeOf(toBearerToken(credential, 100))).toBe('invalid_request')
  })
})

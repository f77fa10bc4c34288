import { describe, expect, test } from 'vitest'
import { codeOf } from '../../test/verdict.js'
import { isRefusal } from '../response/refusal.js'
import { maxTokenLength, type RequestLike, readBearerToken, refuseSeveral, toBearerToken } from './bearer-token.js'

/** A header's credential, once it was found not to be the expected one and looked at as a whole. */
function readWhole(request: RequestLike) {
  const credential = readBearerToken(request)
  return isRefusal(credential) ? credential : (refuseSeveral(credential) ?? credential)
}

const read = (authorization?: string) =>
  readWhole(new Request('https://api.example.com', authorization === undefined ? {} : { headers: { authorization } }))

/** As a server that does not clean up header values would hand it over. */
const readRaw = (authorization: string) => readWhole({ headers: { get: () => authorization } })

describe('the Authorization header', () => {
  test('gives the token after the scheme and one space', () => {
    expect(read('Bearer abc.def.ghi')).toBe('abc.def.ghi')
  })

  test('may have the scheme in any case (RFC 9110 §11.1)', () => {
    for (const scheme of ['bearer', 'BEARER', 'bEaReR']) expect(read(`${scheme} abc`)).toBe('abc')
  })

  test('that is absent or of another scheme is no credential', () => {
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

  test('that is not one token after one space is invalid', () => {
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

  test('is invalid with white space of any kind round the token', () => {
    for (const space of ['\t', '\n', '\r\n', '\u00a0', '\v', '\f', '\u2003', '\ufeff']) {
      expect(codeOf(readRaw(`Bearer${space}abc`))).toBe('invalid_request')
      expect(codeOf(readRaw(`Bearer ${space}abc`))).toBe('invalid_request')
      expect(codeOf(readRaw(`Bearer abc${space}`))).toBe('invalid_request')
    }
  })

  test('that was sent twice is invalid, also with the same token', () => {
    const headers = new Headers([
      ['authorization', 'Bearer abc'],
      ['authorization', 'Bearer abc'],
    ])
    expect(codeOf(readWhole({ headers }))).toBe('invalid_request')
  })

  test('of another scheme first and Bearer second is no credential', () => {
    expect(codeOf(read('Basic YTpi, Bearer abc'))).toBe('missing_token')
  })

  test('is the only header that is looked at', () => {
    const asked: string[] = []
    const get = (name: string) => {
      asked.push(name)
      return null
    }
    readBearerToken({ headers: { get } })
    expect(asked).toEqual(['authorization'])
  })
})

describe('a credential', () => {
  test('of the greatest length passes, one longer does not', () => {
    expect(toBearerToken('a'.repeat(maxTokenLength))).toHaveLength(maxTokenLength)
    expect(codeOf(toBearerToken('a'.repeat(maxTokenLength + 1)))).toBe('malformed_token')
  })

  test('that is empty is invalid', () => {
    expect(codeOf(toBearerToken(''))).toBe('invalid_request')
  })
})

import { expect, test } from 'vitest'
import { bodyOf, headersOf, statusOf, toAnswerShape } from './answer.ts'

const withLength = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A:  b \r\n\r\nhällo'.replace('5', '6')
const chunked = 'HTTP/1.1 401 Unauthorized\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n'
const empty = 'HTTP/1.1 204 No Content\r\nDate: today\r\n\r\n'
const answers = [withLength, chunked, empty].map((text) => Buffer.from(text))

test('an answer is complete at its last byte and not before', () => {
  for (const answer of answers) {
    for (let length = 0; length < answer.length; length++)
      expect(toAnswerShape(answer.subarray(0, length))).toBeUndefined()
    expect(toAnswerShape(answer)?.length).toBe(answer.length)
  }
})

test('bytes after the answer do not belong to it', () => {
  for (const answer of answers)
    expect(toAnswerShape(Buffer.concat([answer, Buffer.from('HTTP/1.1')]))?.length).toBe(answer.length)
})

test('status, headers and body are read', () => {
  const [plain, inChunks] = answers as [Buffer, Buffer]
  expect([statusOf(plain), headersOf(plain)['x-a'], bodyOf(plain)]).toEqual([200, 'b', 'hällo'])
  expect([statusOf(inChunks), bodyOf(inChunks)]).toEqual([401, 'abcde'])
})

test('an answer with neither a length nor chunks is an error', () => {
  expect(() => toAnswerShape(Buffer.from('HTTP/1.1 200 OK\r\n\r\nabc'))).toThrow(/without a length/)
})

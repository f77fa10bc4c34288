/** Where the head of an answer ends and where the answer ends, in bytes. */
export interface AnswerShape {
  readonly bodyStart: number
  readonly length: number
}

/** The end of a chunked body, -1 while it is incomplete. Trailers are not read: no server here sends any. */
function endOfChunks(bytes: Buffer, bodyStart: number): number {
  let at = bodyStart
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd < 0) return -1
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    if (Number.isNaN(size)) throw new Error(`no size of a chunk: ${bytes.toString('latin1', at, lineEnd)}`)
    at = lineEnd + 2 + size + 2
    if (at > bytes.length) return -1
    if (size === 0) return at
  }
}

function endOfBody(bytes: Buffer, head: string, bodyStart: number): number {
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length !== undefined) return bodyStart + Number(length)
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) return endOfChunks(bytes, bodyStart)
  if (/^HTTP\/1\.1 (204|304)/.test(head)) return bodyStart
  throw new Error(`an answer without a length: ${head}`)
}

/** The shape of the HTTP/1.1 answer at the start of the bytes; nothing while it is incomplete. */
export function toAnswerShape(bytes: Buffer): AnswerShape | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const bodyStart = headEnd + 4
  const length = endOfBody(bytes, bytes.toString('latin1', 0, headEnd), bodyStart)
  return length < 0 || length > bytes.length ? undefined : { bodyStart, length }
}

const digit = (answer: Buffer, place: number) => (answer[place] ?? 0) - 0x30

export const statusOf = (answer: Buffer): number => 100 * digit(answer, 9) + 10 * digit(answer, 10) + digit(answer, 11)

/** The names in lower case. */
export function headersOf(answer: Buffer): Readonly<Record<string, string>> {
  const lines = answer.toString('latin1', 0, answer.indexOf('\r\n\r\n')).split('\r\n').slice(1)
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
}

/** The body as text, without the sizes of chunks. */
export function bodyOf(answer: Buffer): string {
  const bodyStart = answer.indexOf('\r\n\r\n') + 4
  if (!/chunked/i.test(headersOf(answer)['transfer-encoding'] ?? '')) return answer.toString('utf8', bodyStart)
  const chunks: Buffer[] = []
  for (let at = bodyStart; at < answer.length; ) {
    const lineEnd = answer.indexOf('\r\n', at)
    const size = Number.parseInt(answer.toString('latin1', at, lineEnd), 16)
    chunks.push(answer.subarray(lineEnd + 2, lineEnd + 2 + size))
    at = lineEnd + 2 + size + 2
  }
  return Buffer.concat(chunks).toString('utf8')
}

import { bodyOf, headersOf, statusOf } from '../../http/answer.ts'
import { Connection } from '../../http/connection.ts'
import type { Answer, Question } from './answer.ts'

/** Nothing in core waits longer; a request that does counts as hung. */
export const hungMs = 6_000

/** Connections to one server, kept open as those of a proxy are. */
export interface ConnectionPool {
  ask(question: Question): Promise<Answer>
  close(): void
}

const toBytes = ({ path, authorization }: Question) =>
  Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: ${authorization}\r\n\r\n`)

const toAnswer = (bytes: Buffer, startedAt: number): Answer => ({
  outcome: 'answered',
  status: statusOf(bytes),
  headers: headersOf(bytes),
  body: bodyOf(bytes),
  millis: performance.now() - startedAt,
})

/** One request over a connection, which is closed unless the answer came. */
function exchange(connection: Connection, question: Question): Promise<Answer> {
  const { resetAfterMs } = question
  return new Promise((resolve) => {
    const startedAt = performance.now()
    const settle = (answer: Answer) => {
      clearTimeout(hangTimer)
      clearTimeout(resetTimer)
      resolve(answer)
    }
    const end = (outcome: 'reset' | 'hung') => {
      connection.reset()
      settle({ outcome })
    }
    const hangTimer = setTimeout(end, hungMs, 'hung')
    const resetTimer = resetAfterMs === undefined ? undefined : setTimeout(end, resetAfterMs, 'reset')
    connection.onClose = (reason) => settle({ outcome: 'broken', reason })
    connection.onAnswer = (bytes) => settle(toAnswer(bytes, startedAt))
    connection.send(toBytes(question))
  })
}

export function createConnectionPool(port: number): ConnectionPool {
  const idle = new Set<Connection>()

  function takeIdle(): Connection | undefined {
    const [connection] = idle
    if (connection) idle.delete(connection)
    return connection
  }

  function putBack(connection: Connection) {
    connection.onClose = () => idle.delete(connection)
    idle.add(connection)
  }

  async function ask(question: Question): Promise<Answer> {
    const used = takeIdle()
    try {
      const connection = used ?? (await Connection.open(port))
      const answer = await exchange(connection, question)
      if (answer.outcome === 'answered') putBack(connection)
      // A kept connection may be closed by the server at the moment it is used; browsers ask again then.
      return answer.outcome === 'broken' && used && !connection.isMidAnswer ? ask(question) : answer
    } catch (error) {
      return { outcome: 'broken', reason: (error as Error).message }
    }
  }

  return {
    ask,
    close() {
      for (const connection of idle) connection.close()
    },
  }
}

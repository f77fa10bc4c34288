import { Agent, type ClientRequest, request as startRequest } from 'node:http'

/** What came back over the wire; `reset` if the client itself has gone, as it was meant to. */
export type Answer =
  | {
      readonly outcome: 'answered'
      readonly status: number
      readonly headers: Readonly<Record<string, string | string[] | undefined>>
      readonly body: string
      readonly millis: number
    }
  | { readonly outcome: 'reset' }
  | { readonly outcome: 'hung' }
  | { readonly outcome: 'broken'; readonly reason: string }

export interface Question {
  readonly port: number
  readonly path: string
  readonly authorization: string
  /** Resets the connection after so many milliseconds. */
  readonly resetAfterMs?: number | undefined
}

/** Nothing in core waits longer; what does is taken to wait for ever. */
export const hungMs = 6_000

/** Connections to one process, kept open as those of a proxy are. */
export const createConnections = (): Agent => new Agent({ keepAlive: true, maxFreeSockets: 32 })

/** A kept connection may be closed by the other side at the moment it is used; browsers ask again then, once. */
const lostTheRace = (request: ClientRequest, error: NodeJS.ErrnoException) =>
  request.reusedSocket && error.code === 'ECONNRESET'

/** Asks over a real connection; one that is to be reset is used by nobody else. */
export function ask(question: Question, agent: Agent): Promise<Answer> {
  const { port, path, authorization, resetAfterMs } = question
  return new Promise((resolve) => {
    const startedAt = performance.now()
    const request = startRequest({
      host: '127.0.0.1',
      port,
      path,
      headers: { authorization },
      agent: resetAfterMs === undefined ? agent : false,
    })
    const settle = (answer: Answer) => {
      clearTimeout(hangTimer)
      clearTimeout(resetTimer)
      resolve(answer)
    }
    const end = (outcome: 'reset' | 'hung') => {
      settle({ outcome })
      if (request.socket && outcome === 'reset') request.socket.resetAndDestroy()
      else request.destroy()
    }
    const hangTimer = setTimeout(end, hungMs, 'hung')
    const resetTimer = resetAfterMs === undefined ? undefined : setTimeout(end, resetAfterMs, 'reset')
    request.on('error', (error) => {
      if (lostTheRace(request, error)) ask(question, agent).then(settle)
      else settle({ outcome: 'broken', reason: error.message })
    })
    request.on('response', (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk) => {
        body += chunk
      })
      response.on('error', (error) => settle({ outcome: 'broken', reason: error.message }))
      response.on('end', () => {
        const { statusCode: status = 0, headers } = response
        settle({ outcome: 'answered', status, headers, body, millis: performance.now() - startedAt })
      })
    })
    request.end()
  })
}

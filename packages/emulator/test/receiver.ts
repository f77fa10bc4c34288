import type { IncomingMessage, ServerResponse } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { startHttpServer } from 'test-kit/http-server'

/** A webhook as it arrived over HTTP. */
export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects, field by field
  readonly event: any
}

type Answer = number | ((received: Received, response: ServerResponse, request: IncomingMessage) => unknown)

export interface Receiver extends AsyncDisposable {
  readonly url: string
  readonly received: Received[]
  /** Answers of the next requests, one each. Afterwards 204. */
  answer(...answers: readonly Answer[]): void
  close(): Promise<void>
}

/** A server that stores what it gets. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  const answers: Answer[] = []
  const server = await startHttpServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    const { method = '', url: path = '' } = request
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    const arrived = { method, path, headers, body, event: body === '' ? undefined : JSON.parse(body) }
    received.push(arrived)
    const answer = answers.shift() ?? 204
    if (typeof answer === 'number') response.writeHead(answer).end()
    else await answer(arrived, response, request)
  })
  return {
    url: `${server.url}/webhooks`,
    received,
    answer: (...next) => void answers.push(...next),
    close: server.close,
    [Symbol.asyncDispose]: server.close,
  }
}

/** The event, if the library of the specification finds the signature right. It knows the headers `webhook-…` alone. */
export function verifiedBy(secret: string, { headers, body }: Received): unknown {
  const standard = ['id', 'timestamp', 'signature'].map((name) => [`webhook-${name}`, headers[`svix-${name}`] ?? ''])
  return new Webhook(secret).verify(body, Object.fromEntries(standard))
}

// Ways to send a request to a Node app: over sockets, through serverless adapters and from testing tools. A list of
// header values is sent as one line each.
import { EventEmitter, once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import * as http2 from 'node:http2'
import { text } from 'node:stream/consumers'
import inject from 'light-my-request'
import mocks from 'node-mocks-http'
import serverless from 'serverless-http'
import { listen } from 'test-kit/listen'

export type HeaderLines = Readonly<Record<string, string | readonly string[]>>

/** Like `Ask`, with headers that may have several lines. */
export type AskNode = (
  path: string,
  init?: RequestInit | { headers: HeaderLines; method?: string },
) => Promise<Response>

type Init = Parameters<AskNode>[1]
type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => unknown
type Http2Listener = (incoming: http2.Http2ServerRequest, outgoing: http2.Http2ServerResponse) => unknown

const methodOf = (init: Init) => init?.method ?? 'GET'
const headersOf = (init: Init) => (init?.headers ?? {}) as HeaderLines

/** `[name, value, name, value]`, the form in which Node sends several lines of one name. */
const toLines = (init: Init) =>
  Object.entries(headersOf(init)).flatMap(([name, value]) => [value].flat().flatMap((line) => [name, String(line)]))

const toLists = (init: Init) =>
  Object.fromEntries(Object.entries(headersOf(init)).map(([name, value]) => [name, [value].flat().map(String)]))

function toResponse(status: number, headers: object, body: string) {
  const fields = Object.entries(headers).filter(([name]) => !name.startsWith(':'))
  return new Response(body || null, {
    status,
    headers: fields.map(([name, value]): [string, string] => [name, String(value)]),
  })
}

export async function overHttp(listener: Listener): Promise<AskNode> {
  const port = await listen(createServer(listener).unref(), { host: 'localhost' })
  return async (path, init) => {
    // Node accepts this list; its types do not know it for requests.
    const headers = ['host', `localhost:${port}`, ...toLines(init)] as never
    const sent = request({ port, path, method: methodOf(init), headers }).end()
    const [response]: IncomingMessage[] = await once(sent, 'response')
    if (!response) throw new Error('no answer')
    return toResponse(response.statusCode ?? 0, response.headers, await text(response))
  }
}

/** A client of HTTP/2, whose requests have pseudo-headers for method, path and host. */
export async function overHttp2(server: http2.Http2Server): Promise<AskNode> {
  const port = await listen(server.unref(), { host: 'localhost' })
  const client = http2.connect(`http://localhost:${port}`, { strictSingleValueFields: false } as object)
  client.unref()
  return async (path, init) => {
    const pseudo = [':method', methodOf(init), ':path', path, ':scheme', 'http', ':authority', `localhost:${port}`]
    const stream = client.request([...pseudo, ...toLines(init)] as never)
    stream.end()
    const [headers] = await once(stream, 'response')
    return toResponse(headers[':status'], headers, await text(stream))
  }
}

export const overHttp2Server = (listener: Http2Listener) => overHttp2(http2.createServer(listener))

export const throughInject =
  (listener: Listener): AskNode =>
  async (path, init) => {
    const headers = toLists(init) as Record<string, string[]>
    const {
      statusCode,
      headers: answered,
      payload,
    } = await inject(listener, { url: path, method: methodOf(init), headers })
    return toResponse(statusCode, answered, payload)
  }

interface LambdaResult {
  readonly statusCode: number
  readonly headers: object
  readonly body: string
}

export type LambdaHandler = (event: object, context: object) => Promise<unknown>

/** Events of API Gateway. Version 2.0 joins the lines of a header; version 1.0 has `multiValueHeaders`. */
export const lambdaEvents = {
  '1.0': (path: string, init: Init) => ({
    version: '1.0',
    httpMethod: methodOf(init),
    path,
    headers: Object.fromEntries(Object.entries(toLists(init)).map(([name, lines]) => [name, lines.at(-1)])),
    multiValueHeaders: toLists(init),
    requestContext: { identity: { sourceIp: '127.0.0.1' } },
    body: '',
  }),
  '2.0': (path: string, init: Init) => ({
    version: '2.0',
    rawPath: path.split('?')[0],
    rawQueryString: path.split('?')[1] ?? '',
    headers: Object.fromEntries(Object.entries(toLists(init)).map(([name, lines]) => [name, lines.join(',')])),
    requestContext: { http: { method: methodOf(init), path, sourceIp: '127.0.0.1' } },
    body: '',
  }),
}

export const throughLambda =
  (handler: LambdaHandler, version: keyof typeof lambdaEvents): AskNode =>
  async (path, init) => {
    const result = (await handler(lambdaEvents[version](path, init), {})) as LambdaResult
    return toResponse(result.statusCode, result.headers, result.body)
  }

export const throughServerless = (listener: Listener, version: keyof typeof lambdaEvents) =>
  throughLambda(serverless(listener), version)

export const throughMocks =
  (listener: Listener): AskNode =>
  async (path, init) => {
    const incoming = mocks.createRequest({
      url: path,
      method: methodOf(init) as 'GET',
      headers: { ...headersOf(init) } as never,
    })
    const outgoing = mocks.createResponse({ req: incoming, eventEmitter: EventEmitter })
    const ended = once(outgoing, 'end')
    listener(incoming, outgoing)
    await ended
    return toResponse(outgoing.statusCode, outgoing.getHeaders(), outgoing._getData())
  }

import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import { pipeline } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import type { Connect } from './connect.js'

interface Exchange {
  readonly url: URL
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly connect: Connect
}

/** Headers between a client and its proxy. */
const BETWEEN = ['connection', 'keep-alive', 'proxy-connection', 'proxy-authorization']

/** Sends the request of a client to the host of its URL, and the answer back. */
export async function forward({ url, request, response, connect }: Exchange): Promise<void> {
  const isSecure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  try {
    const socket = await connect({ host, port: Number(url.port) || (isSecure ? 443 : 80) })
    const secured = isSecure ? connectTls({ socket, host, ...(isIP(host) === 0 ? { servername: host } : {}) }) : socket
    const headers = Object.entries(request.headers).filter(([name]) => !BETWEEN.includes(name))
    const onward = httpRequest({
      createConnection: () => secured,
      method: request.method,
      path: url.pathname + url.search,
      headers: { ...Object.fromEntries(headers), connection: 'close' },
    })
    onward.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      pipeline(answer, response, () => undefined)
    })
    pipeline(request, onward, (error) => error && fail(response))
  } catch {
    fail(response)
  }
}

function fail(response: ServerResponse): void {
  if (response.headersSent) response.destroy()
  else response.writeHead(502).end()
}

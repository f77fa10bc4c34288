import { once } from 'node:events'
import { type IncomingMessage, type RequestOptions, request } from 'node:http'
import { request as secureRequest } from 'node:https'
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { connect } from 'node:tls'

export interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

interface Wish extends Pick<RequestOptions, 'method' | 'headers'> {
  readonly body?: string
}

async function read(request: ReturnType<typeof secureRequest>, body: string | undefined): Promise<Answer> {
  request.end(body)
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) }
}

/** The status of the proxy, and the socket, which is a tunnel with status 200. */
export async function openTunnel(proxy: string, authority: string): Promise<[status: number | undefined, Socket]> {
  const { hostname, port } = new URL(proxy)
  const asked = request({ host: hostname, port, method: 'CONNECT', path: authority }).end()
  const [answer, socket] = (await once(asked, 'connect')) as [IncomingMessage, Socket]
  return [answer.statusCode, socket]
}

/** A request with TLS through a tunnel, as clients make it that trust this authority alone. */
export async function askThroughTunnel(proxy: string, ca: string, url: string, wish: Wish = {}): Promise<Answer> {
  const { hostname, port } = new URL(url)
  const [, socket] = await openTunnel(proxy, `${hostname}:${port || 443}`)
  const { body, ...options } = wish
  const createConnection = () => connect({ socket, servername: hostname, ca })
  return read(secureRequest(url, { ...options, createConnection }), body)
}

/** A request without a tunnel: the whole URL is the path. */
export function askProxy(proxy: string, url: string, { body, ...options }: Wish = {}): Promise<Answer> {
  const { hostname, port } = new URL(proxy)
  const headers = { Host: new URL(url).host, ...options.headers }
  return read(request({ host: hostname, port, path: url, ...options, headers }), body)
}

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Behaviour = (request: IncomingMessage, response: ServerResponse) => void

const page = (status: number, body: string, type = 'application/json', headers = {}): Behaviour => {
  return (_request, response) => response.writeHead(status, { 'content-type': type, ...headers }).end(body)
}

/** What a key server on a real socket can do wrong. */
export const serverFaults: Readonly<Record<string, Behaviour>> = {
  'closes the connection': (request) => request.socket.destroy(),
  'resets the connection': (request) => request.socket.resetAndDestroy(),
  'never answers': () => {},
  'sends headers and no body': (_request, response) => response.writeHead(200).flushHeaders(),
  'drips a byte at a time': (_request, response) => {
    const timer = setInterval(() => response.write(' '), 100)
    response.on('close', () => clearInterval(timer))
  },
  'answers after 4 seconds': (_request, response) => {
    const timer = setTimeout(() => response.end('{"keys":[]}'), 4_000)
    response.on('close', () => clearTimeout(timer))
  },
  'breaks off in the middle': (_request, response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('{"keys":[')
    setTimeout(() => response.destroy(), 50)
  },
  'answers 500': page(500, '{"keys":[]}'),
  'answers 429': page(429, 'slow down', 'text/plain'),
  'answers 404': page(404, 'not found', 'text/plain'),
  'answers 401': page(401, '{}'),
  redirects: page(302, '', 'text/plain', { location: '/elsewhere' }),
  'answers with a page': page(200, '<!doctype html><title>Sign in</title>', 'text/html'),
  'answers with nothing': page(200, ''),
  'answers with half of the JSON': page(200, '{"keys":[{"kty":"RSA"'),
  'answers with null': page(200, 'null'),
  'answers with a list': page(200, '[]'),
  'answers with an empty set': page(200, '{"keys":[]}'),
  'answers with unusable keys': page(
    200,
    '{"keys":[{"kty":"oct","k":"c2VjcmV0"},{"kty":"RSA","n":"AQAB","e":"AQAB"}]}',
  ),
  'answers with 10 MB': page(200, `{"keys":[],"filling":"${'x'.repeat(10_000_000)}"}`),
  'speaks no HTTP': (request) => request.socket.end('no\r\n\r\n'),
}

/** A key server on loopback, whose behaviour a test can change. */
export interface KeyServer extends AsyncDisposable {
  readonly authUrl: string
  behaviour: Behaviour
  fetches: number
}

export async function startKeyServer(): Promise<KeyServer> {
  const server = createServer((request, response) => {
    keyServer.fetches++
    keyServer.behaviour(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const keyServer: KeyServer = {
    authUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    behaviour: page(404, ''),
    fetches: 0,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return keyServer
}

/** The behaviour of a server that is in order. */
export const serves = (set: unknown): Behaviour => page(200, JSON.stringify(set))

import type { IncomingMessage, ServerResponse } from 'node:http'
import { startHttpServer } from 'test-kit/http-server'

type Behaviour = (request: IncomingMessage, response: ServerResponse) => void

const page = (status: number, body: string, type = 'application/json', headers = {}): Behaviour => {
  return (_request, response) => response.writeHead(status, { 'content-type': type, ...headers }).end(body)
}

interface ServerFault {
  readonly behaviour: Behaviour
  /** What the refusal says about it. */
  readonly reason: RegExp
}

const lost = /(fetch failed|terminated): (other side closed|read ECONNRESET|aborted)/
const late = /no answer within 1000 ms/
const noJson = /the answer is not JSON/
const noKey = /no usable key in the answer/
const status = (code: number, body = '', headers = {}): ServerFault => ({
  behaviour: page(code, body, 'text/plain', headers),
  reason: new RegExp(`status ${code}$`),
})

/** What a key server on a real socket can do wrong. */
export const serverFaults: Readonly<Record<string, ServerFault>> = {
  'closes the connection': { behaviour: (request) => request.socket.destroy(), reason: lost },
  'resets the connection': { behaviour: (request) => request.socket.resetAndDestroy(), reason: lost },
  'never answers': { behaviour: () => {}, reason: late },
  'sends headers and no body': {
    behaviour: (_request, response) => response.writeHead(200).flushHeaders(),
    reason: late,
  },
  'drips a byte at a time': {
    behaviour(_request, response) {
      const timer = setInterval(() => response.write(' '), 100)
      response.on('close', () => clearInterval(timer))
    },
    reason: late,
  },
  'answers after the time-out': {
    behaviour(_request, response) {
      const timer = setTimeout(() => response.end('{"keys":[]}'), 1_500)
      response.on('close', () => clearTimeout(timer))
    },
    reason: late,
  },
  'breaks off in the middle': {
    behaviour(_request, response) {
      response.writeHead(200, { 'content-length': '1000' }).write('{"keys":[')
      setTimeout(() => response.destroy(), 50)
    },
    reason: lost,
  },
  'answers 500': status(500, '{"keys":[]}'),
  'answers 429': status(429, 'slow down'),
  'answers 404': status(404, 'not found'),
  'answers 401': status(401, '{}'),
  redirects: status(302, '', { location: '/elsewhere' }),
  'answers with a page': { behaviour: page(200, '<!doctype html><title>Sign in</title>', 'text/html'), reason: noJson },
  'answers with nothing': { behaviour: page(200, ''), reason: noJson },
  'answers with half of the JSON': { behaviour: page(200, '{"keys":[{"kty":"RSA"'), reason: noJson },
  'answers with null': { behaviour: page(200, 'null'), reason: noKey },
  'answers with a list': { behaviour: page(200, '[]'), reason: noKey },
  'answers with an empty set': { behaviour: page(200, '{"keys":[]}'), reason: noKey },
  'answers with unusable keys': {
    behaviour: page(200, '{"keys":[{"kty":"oct","k":"c2VjcmV0"},{"kty":"RSA","n":"AQAB","e":"AQAB"}]}'),
    reason: noKey,
  },
  'answers with 10 MB': {
    behaviour: page(200, `{"keys":[],"filling":"${'x'.repeat(10_000_000)}"}`),
    reason: /the answer is longer than 1048576 bytes/,
  },
  'speaks no HTTP': {
    behaviour: (request) => request.socket.end('no\r\n\r\n'),
    reason: /fetch failed: .*HTTP/,
  },
}

/** A key server on loopback whose behaviour a test can change. */
export interface KeyServer extends AsyncDisposable {
  readonly authUrl: string
  behaviour: Behaviour
  fetches: number
}

export async function startKeyServer(): Promise<KeyServer> {
  const { url, close } = await startHttpServer((request, response) => {
    keyServer.fetches++
    keyServer.behaviour(request, response)
  })
  const keyServer: KeyServer = {
    authUrl: url,
    behaviour: page(404, ''),
    fetches: 0,
    [Symbol.asyncDispose]: close,
  }
  return keyServer
}

/** The behaviour of a server without a fault. */
export const serves = (set: unknown): Behaviour => page(200, JSON.stringify(set))

// An authorization server on a real socket, and what it can do wrong. A token is never blamed for it.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { type HttpServer, startHttpServer } from 'test-kit/http-server'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { credentials } from '../../test/answers.js'
import { introspect, resource } from '../../test/conformance.js'
import { createMcpAuth, type McpEvent } from '../index.js'

type Behaviour = (request: IncomingMessage, response: ServerResponse) => void

const page = (status: number, body = '', headers: Record<string, string> = {}): Behaviour => {
  return (_request, response) => response.writeHead(status, headers).end(body)
}

const active = JSON.stringify({ active: true, sub: 'ada', aud: resource })

const lost = /(fetch failed|terminated)/
const late = /no answer within 300 ms/
const noJson = /the answer is not JSON/
const noAnswer = /the answer has no boolean "active"/

interface Fault {
  readonly behaviour: Behaviour
  /** What the event and the detail of the refusal say. */
  readonly reason: RegExp
  readonly code?: McpEvent['code']
  readonly retryAfter?: string
}

const faults: Readonly<Record<string, Fault>> = {
  'closes the connection': { behaviour: (request) => request.socket.destroy(), reason: lost },
  'resets the connection': { behaviour: (request) => request.socket.resetAndDestroy(), reason: lost },
  'never answers': { behaviour: () => {}, reason: late },
  'sends headers and no body': {
    behaviour: (_request, response) => response.writeHead(200).flushHeaders(),
    reason: late,
  },
  'sends a byte at a time': {
    behaviour(_request, response) {
      const timer = setInterval(() => response.write(' '), 50)
      response.on('close', () => clearInterval(timer))
    },
    reason: late,
  },
  'breaks off in the middle': {
    behaviour(_request, response) {
      response.writeHead(200, { 'content-length': '1000' }).write('{"active":true')
      setTimeout(() => response.destroy(), 20)
    },
    reason: lost,
  },
  'answers 10 MB': {
    behaviour: page(200, `${active.slice(0, -1)},"filling":"${'x'.repeat(10_000_000)}"}`),
    reason: /longer than 1048576 bytes/,
  },
  'answers with a page': {
    behaviour: page(200, '<!doctype html><title>Sign in</title>', { 'content-type': 'text/html' }),
    reason: noJson,
  },
  'answers with nothing': { behaviour: page(200), reason: noJson },
  'answers with half of the JSON': { behaviour: page(200, active.slice(0, -1)), reason: noJson },
  'answers with null': { behaviour: page(200, 'null'), reason: noAnswer },
  'answers with a list': { behaviour: page(200, `[${active}]`), reason: noAnswer },
  'answers with a text': { behaviour: page(200, '"active"'), reason: noAnswer },
  'answers with an empty object': { behaviour: page(200, '{}'), reason: noAnswer },
  'answers that 1 is active': { behaviour: page(200, '{"active":1}'), reason: noAnswer },
  redirects: { behaviour: page(302, active, { location: '/elsewhere' }), reason: /status 302/ },
  'redirects with the method kept': { behaviour: page(307, active, { location: '/elsewhere' }), reason: /status 307/ },
  'answers 201': { behaviour: page(201, active), reason: /status 201/ },
  'answers 204': { behaviour: page(204), reason: /status 204/ },
  'answers 400': { behaviour: page(400, active), reason: /status 400/ },
  'answers 401': { behaviour: page(401, active), reason: /status 401/, code: 'invalid_credentials' },
  'answers 403': { behaviour: page(403, active), reason: /status 403/, code: 'invalid_credentials' },
  'answers 404': { behaviour: page(404, active), reason: /status 404: MCP is off, or authUrl is wrong/ },
  'answers 429': { behaviour: page(429, active), reason: /status 429/, code: 'rate_limited', retryAfter: '5' },
  'answers 429 with a time': {
    behaviour: page(429, active, { 'retry-after': '17' }),
    reason: /status 429/,
    code: 'rate_limited',
    retryAfter: '17',
  },
  'answers 500': { behaviour: page(500, active), reason: /status 500/ },
  'answers 503 with a time': {
    behaviour: page(503, active, { 'retry-after': '9' }),
    reason: /status 503/,
    retryAfter: '9',
  },
  'speaks no HTTP': { behaviour: (request) => request.socket.end('no\r\n\r\n'), reason: lost },
}

describe('an authorization server that', () => {
  let server: HttpServer
  let behaviour: Behaviour
  let paths: string[] = []

  beforeAll(async () => {
    server = await startHttpServer((request, response) => {
      paths.push(request.url ?? '')
      behaviour(request, response)
    })
  })
  afterAll(() => server.close())
  beforeEach(() => {
    paths = []
  })

  const connect = (events: McpEvent[], timeoutMs = 10_000) =>
    createMcpAuth({
      authUrl: server.url,
      resource,
      introspection: credentials,
      timeoutMs,
      onEvent: (event) => void events.push(event),
    })

  const request = new Request(resource, { headers: { authorization: 'Bearer good' } })

  test.each(Object.entries(faults))(
    '%s makes a 503',
    async (_title, { behaviour: fault, reason, code, retryAfter }) => {
      behaviour = fault
      const events: McpEvent[] = []
      const result = await connect(events, reason === late ? 300 : 10_000).authenticateRequest(request)
      expect(result).toMatchObject({ ok: false, code: 'mcp_unavailable', detail: expect.stringMatching(reason) })
      if (result.ok) return
      const response = result.response()
      expect(response.status).toBe(503)
      expect(response.headers.get('www-authenticate')).toBeNull()
      expect(response.headers.get('retry-after')).toBe(retryAfter ?? '1')
      expect(events[0]).toMatchObject({
        type: 'introspection',
        code: code ?? 'mcp_unavailable',
        cause: expect.any(Error),
      })
      expect(events[1]).toMatchObject({ type: 'refused', code: 'mcp_unavailable' })
      expect(new Set(paths)).toEqual(new Set(['/oauth/2.1/introspect']))
    },
  )

  test('is not there makes a 503, and a 200 once it is', async () => {
    const { port } = server
    await server.close()
    const mcpAuth = connect([])
    expect(await mcpAuth.authenticateRequest(request)).toMatchObject({ ok: false, code: 'mcp_unavailable' })
    server = await startHttpServer(async (incoming, response) => {
      const { authorization = null } = incoming.headers
      const { status, body } = introspect(authorization, await text(incoming), Date.now() / 1_000)
      response.writeHead(status).end(body)
    })
    expect(server.port).not.toBe(port)
    const again = createMcpAuth({ authUrl: server.url, resource, introspection: credentials })
    expect(await again.authenticateRequest(request)).toMatchObject({ ok: true, principal: { userId: 'ada' } })
    const wrong = { ...credentials, clientSecret: 'wrong' }
    const refused = createMcpAuth({ authUrl: server.url, resource, introspection: wrong })
    expect(await refused.authenticateRequest(request)).toMatchObject({ ok: false, code: 'mcp_unavailable' })
  })
})

// An authorization server in the process, for runtimes without sockets. The tests on Node serve it over HTTP.
import { createMcpAuth, type McpAuth, type McpAuthOptions, type McpEvent } from '../src/index.js'
import { type Answer, credentials } from './answers.js'
import { introspect, resource } from './conformance.js'

export const authUrl = 'https://auth.example.com'

/** What was asked, and how. */
export interface Exchange {
  readonly url: string
  readonly method: string
  readonly token: string | null
  readonly init: RequestInit
}

export interface AuthorizationServer {
  readonly asked: Exchange[]
  /** Answers in place of the usual ones. May throw, or never settle. */
  answer: ((exchange: Exchange) => Answer | undefined | Promise<Answer | undefined>) | undefined
  /** The calls in flight, and the most that there were. */
  readonly inFlight: { now: number; most: number }
  fetch(url: string, init: RequestInit): Promise<Response>
}

export function createAuthorizationServer(now: () => number): AuthorizationServer {
  async function answer(exchange: Exchange, init: RequestInit): Promise<Response> {
    const given = await server.answer?.(exchange)
    const { authorization = null } = init.headers as Record<string, string>
    const usual = () => introspect(authorization, String(init.body ?? ''), now() / 1_000)
    const { status, body, headers } = given ?? usual()
    return new Response([204, 302, 304].includes(status) ? null : body, { status, ...(headers && { headers }) })
  }

  const server: AuthorizationServer = {
    asked: [],
    answer: undefined,
    inFlight: { now: 0, most: 0 },
    async fetch(url, init) {
      const token = new URLSearchParams(String(init.body ?? '')).get('token')
      const exchange = { url, method: init.method ?? 'GET', token, init }
      server.asked.push(exchange)
      server.inFlight.most = Math.max(server.inFlight.most, ++server.inFlight.now)
      try {
        return await answer(exchange, init)
      } finally {
        server.inFlight.now--
      }
    },
  }
  return server
}

/** A clock that a test sets, in milliseconds. */
export interface Clock {
  now(): number
  advance(ms: number): void
}

export function createClock(): Clock {
  let time = 1_800_000_000_000
  return {
    now: () => time,
    advance(ms) {
      time += ms
    },
  }
}

/** An MCP server with its authorization server, under a clock that a test sets. */
export interface TestServer {
  readonly mcpAuth: McpAuth
  readonly server: AuthorizationServer
  readonly clock: Clock
  readonly events: McpEvent[]
  /** The code of the result for a token, or `accepted`. */
  codeOf(token: string): Promise<string>
}

export function createTestServer(options: Partial<McpAuthOptions> = {}): TestServer {
  const clock = createClock()
  const server = createAuthorizationServer(clock.now)
  const events: McpEvent[] = []
  const mcpAuth = createMcpAuth({
    authUrl,
    resource,
    introspection: credentials,
    fetch: server.fetch,
    now: clock.now,
    onEvent: (event) => void events.push(event),
    ...options,
  })
  return {
    mcpAuth,
    server,
    clock,
    events,
    async codeOf(token) {
      const result = await mcpAuth.authenticateRequest(requestWith(token))
      return result.ok ? 'accepted' : result.code
    },
  }
}

export const requestWith = (token: string, url = resource, init: RequestInit = {}): Request =>
  new Request(url, { ...init, headers: { authorization: `Bearer ${token}` } })

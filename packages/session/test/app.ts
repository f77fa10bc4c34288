import { createPropelAuth, type PropelAuth, type PropelAuthOptions } from '@propelauth-edge/core'
import type { TestIssuer } from '@propelauth-edge/core/testing'
import { createSessions, type SessionEvent, type SessionOptions, type Sessions } from '../src/index.js'
import { type CookieJar, createCookieJar } from './cookie-jar.js'
import { apiKey, authUrl, createIssuer, createTestService, type Person, type TestService } from './service.js'

export const appUrl = 'https://app.example.com'

/** A clock that tests set. */
export interface Clock {
  now(): number
  advance(seconds: number): void
}

export function createClock(start = Date.parse('2026-11-01T12:00:00Z')): Clock {
  let time = start
  return {
    now: () => time,
    advance(seconds) {
      time += seconds * 1_000
    },
  }
}

export interface TestApp {
  readonly clock: Clock
  readonly service: TestService
  readonly propelAuth: PropelAuth
  /** The options of the sessions, for others like them. */
  readonly options: SessionOptions
  readonly sessions: Sessions
  readonly jar: CookieJar
  readonly events: SessionEvent[]
  /** A request of the jar's browser; stores the cookies of the answer of `handler`. */
  request(path: string, init?: RequestInit): Request
  handle(path: string, init?: RequestInit): Promise<Response>
  /** A POST as a script of the app sends it. */
  post(path: string, body?: object): Promise<Response>
  /** Puts a session into the jar as the cookies of the app. */
  logIn(person?: Person): Promise<Response>
  getSession(): ReturnType<Sessions['getSession']>
}

export async function createTestApp(
  options: Partial<SessionOptions> = {},
  core: Partial<PropelAuthOptions> = {},
  clock = createClock(),
  issuer?: TestIssuer,
): Promise<TestApp> {
  const service = createTestService(clock.now, issuer ?? (await createIssuer(clock.now)))
  const jar = createCookieJar(clock.now)
  const events: SessionEvent[] = []
  const propelAuth = createPropelAuth({ authUrl, jwks: service.issuer.jwks, now: clock.now, ...core })
  const onEvent = (event: SessionEvent) => void events.push(event)
  const all: SessionOptions = { apiKey, appUrl, fetch: service.fetch, onEvent, ...options }
  const sessions = createSessions(propelAuth, all)
  const origin = new URL(options.appUrl ?? appUrl).origin

  const app: TestApp = {
    clock,
    service,
    propelAuth,
    options: all,
    sessions,
    jar,
    events,
    request(path, init = {}) {
      const headers = new Headers(init.headers)
      if (jar.header && !headers.has('cookie')) headers.set('cookie', jar.header)
      return new Request(new URL(path, origin), { ...init, headers })
    },
    async handle(path, init) {
      const response = await sessions.handler(app.request(path, init))
      if (!response) throw new Error(`no route ${path}`)
      jar.store(response)
      return response
    },
    post: (path, body) =>
      app.handle(path, {
        method: 'POST',
        headers: { origin, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      }),
    async logIn(person) {
      const start = await app.handle('/api/auth/login')
      const state = new URL(start.headers.get('location') ?? '').searchParams.get('state')
      return app.handle(`/api/auth/callback?code=${service.codeOf(person)}&state=${state}`)
    },
    async getSession() {
      const session = await sessions.getSession(app.request('/'))
      jar.store(session.apply(new Response()))
      return session
    },
  }
  return app
}

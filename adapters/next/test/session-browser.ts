// A Next.js app with sessions without a server: requests as Next.js makes them, and a browser that logs in on the hosted
// page of an emulator in this process.
import { createEmulator, type Emulator, generateSigningKey, PERSONAS } from '@propelauth-edge/emulator'
import { NextRequest } from 'next/server.js'
import { type CookieJar, createCookieJar } from '../../../packages/session/test/cookie-jar.js'
import { createPropelAuth, type NextPropelAuth } from '../src/index.js'
import { createSessions, type NextSessions, type SessionEvent, type SessionOptions } from '../src/session.js'

const signingKey = generateSigningKey()

export const appUrl = 'https://app.example.com'

export interface SessionBrowser extends AsyncDisposable {
  readonly emulator: Emulator
  readonly propelAuth: NextPropelAuth
  readonly sessions: NextSessions
  readonly events: SessionEvent[]
  /** The requests to the service. */
  readonly asked: readonly { readonly path: string; readonly init: RequestInit }[]
  readonly jar: CookieJar
  /** Moves the clock of app, service and browser. */
  advance(seconds: number): void
  /** A request of the browser, at the address that the server listens on. */
  request(path: string, init?: ConstructorParameters<typeof NextRequest>[1]): NextRequest
  /** Sends a request to the routes of the session and stores the cookies of the answer. */
  send(path: string, init?: ConstructorParameters<typeof NextRequest>[1]): Promise<Response>
  logIn(person?: { readonly email: string; readonly password: string }): Promise<Response>
  countRefreshes(): number
}

export function openSessionBrowser(
  options: Partial<SessionOptions> = {},
  Request: typeof NextRequest = NextRequest,
): SessionBrowser {
  let time = Date.parse('2026-11-01T12:00:00Z')
  const now = () => time
  const emulator = createEmulator({ signingKey, now, appUrls: [appUrl] })
  const { authUrl, apiKey } = emulator
  const events: SessionEvent[] = []
  const asked: { path: string; init: RequestInit }[] = []
  const fetch = (url: string, init: RequestInit) => {
    asked.push({ path: new URL(url).pathname, init })
    return emulator.fetch(url, init)
  }
  const propelAuth = createPropelAuth(() => ({ authUrl, fetch, now }))
  const onEvent = (event: SessionEvent) => void events.push(event)
  const sessions = createSessions(propelAuth, () => ({ apiKey, appUrl, onEvent, ...options }))
  const jar = createCookieJar(now)

  function request(path: string, init: ConstructorParameters<typeof NextRequest>[1] = {}) {
    const headers = new Headers(init.headers)
    if (jar.header && !headers.has('cookie')) headers.set('cookie', jar.header)
    return new Request(new URL(path, 'http://localhost:3000'), { ...init, headers })
  }

  async function send(path: string, init: ConstructorParameters<typeof NextRequest>[1] = {}) {
    const found = request(path, init)
    const response = await (found.method === 'POST' ? sessions.POST(found) : sessions.GET(found))
    jar.store(response)
    return response
  }

  const locationOf = (response: Response) => new URL(response.headers.get('location') ?? '', authUrl)

  return {
    emulator,
    propelAuth,
    sessions,
    events,
    asked,
    jar,
    advance(seconds) {
      time += seconds * 1_000
    },
    request,
    send,
    async logIn({ email, password } = PERSONAS.owner) {
      const page = locationOf(await emulator.fetch(locationOf(await send('/api/auth/login'))))
      const body = new URLSearchParams({ email, password })
      const form = await emulator.fetch(page, { method: 'POST', body, headers: { origin: authUrl } })
      const cookie = form.headers
        .getSetCookie()
        .map((header) => header.split(';', 1)[0])
        .join('; ')
      const callback = locationOf(await emulator.fetch(locationOf(form), { headers: { cookie } }))
      return send(callback.pathname + callback.search)
    },
    countRefreshes: () => emulator.requests('/api/backend/v1/refresh_token').length,
    [Symbol.asyncDispose]: () => emulator.close(),
  }
}

/** The headers of the request that the app gets from the proxy, and whether the proxy let it go on. */
export function passedOn(response: Response): Headers {
  if (response.headers.get('x-middleware-next') !== '1') throw new Error('the request was not passed on')
  const names = response.headers.get('x-middleware-override-headers')?.split(',') ?? []
  return new Headers(names.map((name) => [name, response.headers.get(`x-middleware-request-${name}`) ?? '']))
}

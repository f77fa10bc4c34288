// An app on a real PropelAuth: the emulator in this process, its hosted login page, and a browser that follows redirects.
import { createPropelAuth, type PropelAuth, type PropelAuthOptions } from '@propelauth-edge/core'
import { createEmulator, type Emulator, type EmulatorOptions, generateSigningKey } from '@propelauth-edge/emulator'
import { createSessions, type SessionEvent, type SessionOptions, type Sessions } from '../src/index.js'
import { type Clock, createClock } from './app.js'
import { type CookieJar, createCookieJar } from './cookie-jar.js'

const signingKey = generateSigningKey()

export interface EmulatorApp extends AsyncDisposable {
  readonly emulator: Emulator
  readonly propelAuth: PropelAuth
  readonly sessions: Sessions
  readonly clock: Clock
  readonly events: SessionEvent[]
  readonly appUrl: string
  /** The cookies of the browser for the app. */
  readonly jar: CookieJar
  /** One request to the app, or to the service. Redirects are not followed. */
  send(url: string, init?: RequestInit): Promise<Response>
  /** Follows redirects, as a browser does when a link is clicked. Returns the last answer and its address. */
  navigate(url: string): Promise<{ readonly url: string; readonly response: Response }>
  /** Logs in through the hosted page, from a link of the app. */
  logIn(person: { readonly email: string; readonly password: string }, path?: string): Promise<{ readonly url: string }>
  getSession(): ReturnType<Sessions['getSession']>
  /** The calls to a path of the service so far. */
  countCalls(path: string): number
}

interface Options {
  readonly appUrl?: string
  /** One that runs already, with its clock. It stays open. */
  readonly running?: { readonly emulator: Emulator; readonly clock: Clock }
  readonly emulator?: EmulatorOptions
  readonly core?: Partial<PropelAuthOptions>
  readonly session?: Partial<SessionOptions>
}

const mostRedirects = 10

export function createEmulatorApp(options: Options = {}): EmulatorApp {
  const { appUrl = 'https://app.example.com' } = options
  const clock = options.running?.clock ?? createClock()
  const emulator =
    options.running?.emulator ?? createEmulator({ signingKey, now: clock.now, appUrls: [appUrl], ...options.emulator })
  const events: SessionEvent[] = []
  const { authUrl, apiKey } = emulator
  const fetch = (url: string, init: RequestInit) => emulator.fetch(url, init)
  const propelAuth = createPropelAuth({ authUrl, fetch, now: clock.now, ...options.core })
  const onEvent = (event: SessionEvent) => void events.push(event)
  const sessions = createSessions(propelAuth, { apiKey, appUrl, onEvent, ...options.session })
  const jars = { app: createCookieJar(clock.now), service: new Map<string, string>() }

  /** The pages of the app: every one shows who is logged in. */
  async function toApp(request: Request): Promise<Response> {
    const answer = await sessions.handler(request)
    if (answer) return answer
    const session = await sessions.getSession(request)
    return session.apply(Response.json({ status: session.status, userId: session.user?.userId ?? null }))
  }

  async function toService(url: URL, init: RequestInit, headers: Headers): Promise<Response> {
    headers.set('cookie', [...jars.service].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await emulator.fetch(url, { ...init, headers })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      cookie.includes('Max-Age=0') ? jars.service.delete(name) : jars.service.set(name, value)
    }
    return response
  }

  async function send(address: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address, appUrl)
    const headers = new Headers(init.headers)
    if (url.origin === emulator.authUrl) return toService(url, init, headers)
    if (url.origin !== new URL(appUrl).origin) throw new Error(`left the app for ${url.origin}`)
    if (jars.app.header) headers.set('cookie', jars.app.header)
    const response = await toApp(new Request(url, { ...init, headers }))
    jars.app.store(response)
    return response
  }

  async function navigate(address: string) {
    const headers = { 'sec-fetch-mode': 'navigate', accept: 'text/html' }
    let url = new URL(address, appUrl).href
    for (let count = 0; count < mostRedirects; count++) {
      const response = await send(url, { headers })
      const location = response.headers.get('location')
      if (!location) return { url, response }
      url = new URL(location, url).href
    }
    throw new Error(`redirects without an end, now at ${url}`)
  }

  return {
    emulator,
    propelAuth,
    sessions,
    clock,
    events,
    appUrl,
    jar: jars.app,
    send,
    navigate,
    async logIn({ email, password }, path = '/api/auth/login') {
      const page = await navigate(path)
      if (!page.url.startsWith(`${emulator.authUrl}/login`)) return page
      const body = new URLSearchParams({ email, password })
      const form = await send(page.url, { method: 'POST', body, headers: { origin: emulator.authUrl } })
      return navigate(new URL(form.headers.get('location') ?? '', page.url).href)
    },
    async getSession() {
      const session = await sessions.getSession(new Request(appUrl, { headers: { cookie: jars.app.header } }))
      jars.app.store(session.apply(new Response()))
      return session
    },
    countCalls: (path) => emulator.requests(path).length,
    async [Symbol.asyncDispose]() {
      if (!options.running) await emulator.close()
    },
  }
}

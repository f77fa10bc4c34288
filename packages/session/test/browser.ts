// A browser with tabs on the app: cookies, requests and the service are real; events, timers and channels between tabs
// are the least that a page needs.
import type { Page } from '../src/client/page.js'
import { createClient, type SessionClient } from '../src/client/session-client.js'
import type { EmulatorApp } from './emulator-app.js'

type Between = 'BroadcastChannel' | 'localStorage' | 'nothing'

interface Timer {
  readonly endsAt: number
  readonly run: () => void
}

export interface Tab {
  readonly client: SessionClient
  /** The requests of this tab so far, as `GET session`. */
  readonly requests: string[]
  /** Where the page has gone. */
  readonly visited: string[]
  hidden: boolean
  fire(type: string, properties?: object): void
  /** Answers a request instead of the app. */
  fault: ((request: Request) => Response | Promise<Response> | undefined) | undefined
  /** The pauses, in seconds, after which the page does something. */
  timers(): number[]
}

export interface Browser {
  open(options?: TabOptions): Tab
  /** Moves the clock of everything, and runs the timers that are due. */
  advance(seconds: number): Promise<void>
}

interface TabOptions {
  readonly basePath?: string
  /** How far the clock of the device is wrong. */
  readonly clockSeconds?: number
}

let underWay = 0
const enoughTurns = 10

/** Until no request is under way, and none has begun for some turns of the event loop. */
export async function settle(): Promise<void> {
  for (let quiet = 0; quiet < enoughTurns; quiet = underWay > 0 ? 0 : quiet + 1)
    await new Promise((resolve) => setImmediate(resolve))
}

export function createBrowser(app: EmulatorApp, between: Between = 'BroadcastChannel'): Browser {
  const { appUrl, clock } = app
  const tabs: {
    timers: Map<number, Timer>
    target: EventTarget
    channels: Set<{ name: string; hear(data: unknown): void }>
  }[] = []
  let lastTimer = 0

  const guard = app.propelAuth.withUser(
    async (request, { user }) => Response.json({ userId: user.userId, body: await request.text() }),
    { tokenFrom: app.sessions.tokenFrom },
  )

  function open({ basePath, clockSeconds = 0 }: TabOptions = {}): Tab {
    const own = { timers: new Map<number, Timer>(), target: new EventTarget(), channels: new Set<never>() as never }
    const self = own as (typeof tabs)[number]
    tabs.push(self)
    const others = () => tabs.filter((tab) => tab !== self)

    class PageRequest extends Request {
      constructor(input: RequestInfo | URL, init?: RequestInit) {
        super(typeof input === 'string' ? new URL(input, appUrl) : input, init)
      }
    }

    class Channel {
      onmessage?: (event: { data: unknown }) => void
      readonly #name: string
      constructor(name: string) {
        this.#name = name
        self.channels.add({ name, hear: (data) => this.onmessage?.({ data }) })
      }
      postMessage(data: unknown) {
        const heard = others().flatMap(({ channels }) => [...channels])
        for (const { name, hear } of heard) if (name === this.#name) queueMicrotask(() => hear(data))
      }
    }

    async function answer(request: Request, pathname: string, headers: Headers): Promise<Response> {
      if (pathname.startsWith('/api/me')) {
        headers.set('cookie', app.jar.header)
        return guard(new Request(request, { headers }))
      }
      const body = request.method === 'GET' ? null : await request.text()
      const response = await app.send(request.url, { method: request.method, headers, body })
      response.headers.set('date', new Date(clock.now()).toUTCString())
      return response
    }

    async function send(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
      const request = new PageRequest(input, init)
      const { pathname } = new URL(request.url)
      tab.requests.push(`${request.method} ${pathname.slice(pathname.lastIndexOf('/') + 1)}`)
      const headers = new Headers(request.headers)
      headers.set('sec-fetch-mode', 'cors')
      headers.set('sec-fetch-site', 'same-origin')
      if (request.method !== 'GET') headers.set('origin', appUrl)
      const faulty = await tab.fault?.(request)
      if (faulty) return faulty
      underWay++
      try {
        return await answer(request, pathname, headers)
      } finally {
        underWay--
      }
    }

    const storage = {
      values: new Map<string, string>(),
      change(key: string, newValue: string | null) {
        for (const { target } of others()) target.dispatchEvent(Object.assign(new Event('storage'), { key, newValue }))
      },
      setItem: (key: string, value: string) => storage.change(key, value),
      removeItem: (key: string) => storage.change(key, null),
    }

    const now = () => clock.now() + clockSeconds * 1_000
    const page = {
      Date: { now, parse: Date.parse },
      Request: PageRequest,
      addEventListener: (type: string, listener: (event: Event) => void) =>
        self.target.addEventListener(type, listener),
      setTimeout(run: () => void, ms: number) {
        self.timers.set(++lastTimer, { endsAt: clock.now() + ms, run })
        return lastTimer
      },
      clearTimeout: (timer: number) => self.timers.delete(timer),
      queueMicrotask,
      document: {
        get hidden() {
          return tab.hidden
        },
      },
      fetch: send,
      location: {
        origin: appUrl,
        pathname: '/reports',
        search: '?year=2026',
        hash: '#top',
        assign: (url: string) => void tab.visited.push(url),
      },
      ...(between === 'BroadcastChannel' && { BroadcastChannel: Channel }),
      get localStorage() {
        if (between === 'nothing') throw new DOMException('blocked', 'SecurityError')
        return storage
      },
    }

    const tab: Tab = {
      client: createClient(page as unknown as Page, basePath ? { basePath } : {}),
      requests: [],
      visited: [],
      hidden: false,
      fault: undefined,
      fire: (type, properties) => void self.target.dispatchEvent(Object.assign(new Event(type), properties)),
      timers: () => [...self.timers.values()].map(({ endsAt }) => (endsAt - clock.now()) / 1_000),
    }
    return tab
  }

  return {
    open,
    async advance(seconds) {
      clock.advance(seconds)
      for (const { timers } of tabs)
        for (const [key, { endsAt, run }] of [...timers])
          if (endsAt <= clock.now()) {
            timers.delete(key)
            run()
          }
      await settle()
    },
  }
}

import { readBasePath, type SessionClientOptions } from './options.js'
import type { Page } from './page.js'
import type { EmptySessionJson, SessionJson, UserSessionJson } from './session-json.js'
import { joinTabs } from './tabs.js'

/**
 * The session of the browser.
 *
 * - `active`: there is a user.
 * - `anonymous`: there is none.
 * - `unavailable`: the app or PropelAuth cannot be reached. The last session stays; the client keeps asking.
 */
export type ClientSession =
  | (UserSessionJson & { readonly status: 'active' | 'unavailable' })
  | (EmptySessionJson & { readonly status: 'anonymous' | 'unavailable' })

export interface LoginOptions {
  /** The page of the app to come back to. Default: the present one. */
  readonly returnTo?: string | undefined
  /** Further parameters for PropelAuth's page. */
  readonly params?: Readonly<Record<string, string>> | undefined
}

export interface SessionClient {
  /** The session: from memory while it is current, else from the app. Never rejects. */
  get(): Promise<ClientSession>
  /** Calls the listener with the session as soon as it is known, and after each change. Returns what ends that. */
  subscribe(listener: (session: ClientSession) => void): () => void
  /** Goes to PropelAuth's login page. */
  login(options?: LoginOptions): void
  /** Goes to PropelAuth's page for a new account. */
  signup(options?: LoginOptions): void
  /**
   * Ends the session, in every tab. Resolves with the URL of the option `afterLogout`; rejects if the app cannot be
   * reached, and the session then goes on.
   */
  logout(): Promise<string>
  /**
   * Makes an org of the user the active one, in every tab. Resolves with the session, or with `null` if the user is not
   * a member; rejects if the app or PropelAuth cannot be reached.
   */
  setActiveOrg(orgId: string): Promise<ClientSession | null>
  /**
   * `fetch` for the API of the app. A 401 refreshes the session once; an idempotent request (GET, HEAD, OPTIONS, PUT,
   * DELETE) is then sent once more. Every other answer is given as it is.
   */
  readonly fetch: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>
}

const timeoutMs = 10_000
/** How long before the end of an access token the app is asked, or up to half as long again: tabs ask one by one. */
const aheadMs = 30_000
const shortestMs = 5_000
const longestPauseMs = 60_000
const longestMs = 86_400_000

/** Who is logged in, and for which org: what tabs compare. Not empty, also without a user. */
const whoIn = ({ user }: SessionJson) => `${user?.userId} ${user?.activeOrgId}`

export function createClient(page: Page, options: SessionClientOptions = {}): SessionClient {
  const basePath = readBasePath(options)
  const listeners = new Set<(session: ClientSession) => void>()
  let session: ClientSession | undefined
  let who: string | undefined
  /** When the session is no longer current, by the clock of the device. */
  let endsAt = 0
  let failures = 0
  let timer: ReturnType<Page['setTimeout']> | undefined
  /** Announces a change to other tabs. Set from the first use on, where there is a page. */
  let announce: ((who: string) => void) | undefined
  /** The end of the last request: the next one waits for it. */
  let last: Promise<unknown> = Promise.resolve()
  /** The last refresh, until a refresh has ended. */
  let pending: Promise<ClientSession> | undefined

  function show(next: ClientSession) {
    if (JSON.stringify(next) === JSON.stringify(session)) return
    session = next
    // In a task of its own, an error of one listener does not concern the others.
    for (const listener of listeners) page.queueMicrotask(() => listeners.has(listener) && listener(next))
  }

  /** A hidden tab asks when it is shown. */
  const wake = () => page.document.hidden || current()

  function wakeIn(ms: number) {
    page.clearTimeout(timer)
    // On a server there is nothing to wake.
    timer = announce && page.setTimeout(wake, Math.min(ms, longestMs))
  }

  function learn(json: SessionJson, date: string | null) {
    const before = who
    const now = page.Date.now()
    // By the clock of the app, since that of a device may be wrong.
    const lifetime = json.user ? json.expiresAt * 1_000 - (Date.parse(date as string) || now) : longestMs
    endsAt = now + lifetime
    wakeIn(Math.max(lifetime - aheadMs * (1 + Math.random() / 2), shortestMs))
    failures = 0
    who = whoIn(json)
    show(json.user ? { ...json, status: 'active' } : { user: null, status: 'anonymous' })
    if (who !== before) announce?.(who)
  }

  /** Asks a route, and learns the session from its answer. `null` for a POST that is refused by 401. */
  async function ask(path: string, body?: object): Promise<(SessionJson & { readonly redirectTo?: string }) | null> {
    const init = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    // Older browsers have no `AbortSignal.timeout`, and wait as long as `fetch` does.
    const signal = AbortSignal.timeout?.(timeoutMs)
    const response = await page.fetch(`${basePath}/${path}`, { signal, ...init })
    if (body && response.status === 401) return null
    const json = response.ok && (await response.json())
    // After a logout there is no user; another answer without one is not from these routes.
    if (!json || !(body || 'user' in json)) throw new Error(`${path}: ${response.status}`)
    learn(json, response.headers.get('date'))
    return json
  }

  /** One request at a time: no answer is older than the one before. */
  function enqueue<Result>(work: () => Promise<Result>): Promise<Result> {
    start()
    const done = last.then(work)
    last = done.catch(() => {})
    return done
  }

  /** Asks from now on: a refresh under way may have been answered before the reason for this one. */
  function refresh() {
    pending = enqueue(async () => {
      try {
        await ask('session')
      } catch {
        endsAt = Number.MAX_VALUE
        wakeIn(Math.min(1_000 * 2 ** failures++, longestPauseMs) * (1 - Math.random() / 2))
        show({ user: null, ...session, status: 'unavailable' } as ClientSession)
      }
      pending = undefined
      return session as ClientSession
    })
    return pending
  }

  const current = () => pending ?? refresh()

  /** Listens to the page and to other tabs, from the first use on. */
  function start() {
    if (announce || !page.document) return
    announce = joinTabs(page, `propelauth${basePath}`, (other) => {
      if (other === who && !pending) return
      // The other tab has announced it already.
      who = other
      refresh()
    })
    page.addEventListener('focus', wake)
    page.addEventListener('visibilitychange', wake)
    page.addEventListener('online', refresh)
    // A page that the browser brings back from its memory may show a session that has ended.
    page.addEventListener('pageshow', ({ persisted }) => persisted && refresh())
  }

  const goTo =
    (path: string) =>
    ({ returnTo, params }: LoginOptions = {}) => {
      const { pathname, search, hash } = page.location
      const query = new URLSearchParams(params)
      query.set('return_to_path', returnTo ?? pathname + search + hash)
      page.location.assign(`${basePath}/${path}?${query}`)
    }

  return {
    get: async () => (session && page.Date.now() < endsAt ? session : current()),
    subscribe(listener) {
      const own = (next: ClientSession) => listener(next)
      listeners.add(own)
      if (session) own(session)
      else current()
      return () => listeners.delete(own)
    },
    login: goTo('login'),
    signup: goTo('signup'),
    logout: async () => (await enqueue(() => ask('logout', {})))?.redirectTo ?? '/',
    async setActiveOrg(orgId) {
      if (await enqueue(() => ask('set-active-org', { orgId }))) return session as ClientSession
      // No member, or no session any more.
      await refresh()
      return null
    },
    async fetch(input, init) {
      const request = new page.Request(input, init)
      const again = /^(GET|HEAD|OPTIONS|PUT|DELETE)$/.test(request.method) && request.clone()
      const response = await page.fetch(request)
      return response.status === 401 && (await current()).status === 'active' && again ? page.fetch(again) : response
    },
  }
}

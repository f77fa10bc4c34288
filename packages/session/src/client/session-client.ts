import type { ClientSession } from './client-session.js'
import { createMemory } from './memory.js'
import { readBasePath, type SessionClientOptions } from './options.js'
import type { Page } from './page.js'
import { createRequests } from './requests.js'

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

/** Leaves for PropelAuth's page. */
const goTo =
  (page: Page, url: string) =>
  ({ returnTo, params }: LoginOptions = {}) => {
    const { pathname, search, hash } = page.location
    const query = { ...params, return_to_path: returnTo ?? pathname + search + hash }
    page.location.assign(`${url}?${new URLSearchParams(query)}`)
  }

export function createClient(page: Page, options: SessionClientOptions = {}): SessionClient {
  const basePath = readBasePath(options)
  // A hidden tab asks when it is shown.
  const wake = () => page.document.hidden || current()
  const [latest, fresh, listen, keep] = createMemory(page, wake)
  const [current, refresh, post] = createRequests(page, basePath, wake, latest, keep)
  return {
    get: async () => fresh() ?? current(),
    subscribe(listener) {
      if (!latest()) current()
      return listen(listener)
    },
    login: goTo(page, `${basePath}/login`),
    signup: goTo(page, `${basePath}/signup`),
    logout: async () => (await post('logout', {}))?.redirectTo ?? '/',
    async setActiveOrg(orgId) {
      if (await post('set-active-org', { orgId })) return latest() as ClientSession
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

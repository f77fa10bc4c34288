import type { SessionOptions } from '../../src/index.js'

/** What the browser has before the request. */
export type Before =
  | 'nothing'
  | 'a session'
  | 'a session whose access token has expired'
  | 'a session that has ended at the service'
  | 'only an expired access token'
  | 'cookies of the official library'
  | 'garbage'

/** What is wrong with the service during the request. */
export type Fault = 'away' | 'status 500' | 'status 429' | 'wrong API key' | 'profile away'

export interface SessionCase {
  readonly title: string
  readonly before: Before
  readonly fault?: Fault
  readonly options?: Partial<SessionOptions>
  /** A route of the handler; `requireSession` and `getSession` are asked about the path instead. */
  readonly ask?: 'handler' | 'requireSession' | 'getSession'
  readonly method?: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: object
  readonly expected: {
    /** 0 if the handler has no answer. */
    readonly status: number
    readonly code?: string
    readonly headers?: Readonly<Record<string, string | RegExp | null>>
    readonly body?: unknown
    /** Names of the cookies that are set, in order. Default: none. */
    readonly sets?: readonly string[]
    /** Names of the cookies that are deleted, in order. Default: none. */
    readonly deletes?: readonly string[]
    /** The calls to the service, in order. Default: none. */
    readonly calls?: readonly string[]
  }
}

export interface Observed {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly sets: readonly string[]
  readonly deletes: readonly string[]
  readonly calls: readonly string[]
}

export const appUrl = 'https://app.example.com'
export const own = { origin: appUrl }
export const navigation = { 'sec-fetch-mode': 'navigate' }
export const tokens = ['__Host-pa_at', '__Host-pa_rt']
export const refresh = 'POST /api/backend/v1/refresh_token'
export const probe = 'GET /api/v1/token_verification_metadata'
export const profile = 'GET /propelauth/oauth/userinfo'
export const logout = 'POST /api/backend/v1/logout'
export const stateCookie = /^__Host-pa_state_[\da-f]{16}$/

export const isPrivate = { 'cache-control': 'private, no-store', vary: /\bCookie\b/ }
export const signedOut = (code: string) => ({ status: 401, code, headers: isPrivate })
export const away = (calls: readonly string[]) => ({
  status: 503,
  code: 'session_unavailable',
  headers: { ...isPrivate, 'retry-after': /^\d+$/ },
  calls,
})

import type { WireRequest } from '../../http.ts'

export interface HostileCase extends WireRequest {
  readonly title: string
  readonly expected: Expected
}

export interface Expected {
  /** Any of these. Never a redirect, and no 404 where a guard answers. */
  readonly status: readonly number[]
  /** Of the refusal. Absent for HEAD, which has no body. */
  readonly code?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Whether the handler behind the guards has run. */
  readonly runs: boolean
}

export type Headers = Readonly<Record<string, string>>

export const refused = (status: number, code: string): Expected => ({ status: [status], code, runs: false })
export const missing = refused(401, 'missing_token')
export const notOneToken = refused(401, 'invalid_request')
export const crossSite = refused(403, 'cross_site_request')
export const admitted: Expected = { status: [200], runs: true }

/** For a path that need not exist: the server may answer by itself, as long as no handler behind a guard runs. */
export const closed: Expected = { status: [400, 401, 403, 404, 405], runs: false }

/** The connection is closed without an answer. */
export const hungUp: Expected = { status: [0], runs: false }

/** Next.js redirects other spellings of a path to its canonical one, before any handler. */
export const tidied: Expected = { ...closed, status: [...closed.status, 307, 308] }

export const pairs = (headers: Headers): WireRequest['headers'] => Object.entries(headers)

export const foreign = 'https://evil.example.com'

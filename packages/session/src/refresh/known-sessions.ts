import { type createBoundedMap, createLease, type Lease } from '@propelauth-edge/core/adapter'
import type { Tokens } from '../cookies/session-cookies.js'
import { keptMs, mostCalls } from '../options/limits.js'
import type { Connected } from '../service/service.js'
import type { Backoff } from './backoff.js'

/** What this isolate knows about a session. Plain values: no promise is shared between requests. */
export interface KnownSession {
  readonly lease: Lease
  /** When one of its refresh tokens was last used or issued. */
  at: number
  /** The newest ones; `null` after its end. */
  tokens?: Tokens | null
}

/** The settings, with what this isolate remembers of the service. */
export interface App extends Connected {
  readonly backoff: Backoff
  /** Sessions by refresh token. */
  readonly known: ReturnType<typeof createBoundedMap<KnownSession>>
}

/** From now on, the refresh token is known for the session. */
export function keep(app: App, refreshToken: string, session: KnownSession): KnownSession {
  session.at = app.now()
  app.known.set(refreshToken, session)
  return session
}

/** The session that a refresh token is known for; a new one if it is not, or not any more. */
export function sessionOf(app: App, refreshToken: string): KnownSession {
  const session = app.known.get(refreshToken)
  if (session && Math.abs(app.now() - session.at) < keptMs) return session
  return keep(app, refreshToken, { lease: createLease(app.now, mostCalls * app.timeoutMs), at: 0 })
}

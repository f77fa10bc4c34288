import { createLease } from '@propelauth-edge/core/adapter'
import { keptMs, mostCalls } from '../options/limits.js'
import type { App, KnownSession } from './app.js'
import { createBackoff } from './backoff.js'

/** From now on, the refresh token is known for the session. */
export function keep(app: App, refreshToken: string, session: KnownSession): KnownSession {
  app.known.set(refreshToken, { session, at: app.now() })
  return session
}

/** The session that a refresh token is known for; a new one if it is not, or not any more. */
export function sessionOf(app: App, refreshToken: string): KnownSession {
  const known = app.known.get(refreshToken)
  if (known && Math.abs(app.now() - known.at) < keptMs) return known.session
  return keep(app, refreshToken, {
    lease: createLease(app.now, mostCalls * app.timeoutMs),
    backoff: createBackoff(app.now),
  })
}

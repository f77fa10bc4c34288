import type { TokenSource } from '@propelauth-edge/core'
import type { SessionCookies } from '../cookies/session-cookies.js'
import type { Settings } from '../options/settings.js'
import type { Session } from './session.js'

/** The sessions that `getSession` and `requireSession` have found, by the request. */
export type FoundSessions = WeakMap<object, Session>

/**
 * Reads the access token of the session, for guards. It is not refreshed: that is for `getSession`, whose session counts
 * where it was asked for the same request before.
 */
export const createTokenSource =
  ({ refuseForeign }: Settings, { read }: SessionCookies, found: FoundSessions): TokenSource =>
  (request) => {
    const { accessToken } = found.get(request) ?? read(request)
    return accessToken ? (refuseForeign(request) ?? accessToken) : null
  }

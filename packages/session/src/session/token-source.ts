import type { Refusal, RequestLike } from '@propelauth-edge/core'
import { readVisit } from '../cookies/session-cookies.js'
import type { Settings } from '../options/settings.js'
import { refuseForeign } from './refusal.js'
import type { Session } from './session.js'

/** The sessions that `getSession` and `requireSession` have found, by the request. */
export type FoundSessions = WeakMap<object, Session>

/**
 * Reads the access token of the session, for guards. It is not refreshed: that is for `getSession`, whose session counts
 * where it was asked for the same request before.
 */
export function readSessionToken(
  settings: Settings,
  request: RequestLike,
  found: FoundSessions,
): string | Refusal | null {
  const { accessToken } = found.get(request) ?? readVisit(settings, request)
  return accessToken ? (refuseForeign(settings, request) ?? accessToken) : null
}

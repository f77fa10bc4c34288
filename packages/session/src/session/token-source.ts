import type { Refusal, RequestLike } from '@propelauth-edge/core'
import { readVisit } from '../cookies/session-cookies.js'
import type { App } from '../refresh/app.js'
import { refuseForeign } from './refusal.js'

/**
 * Reads the access token of the session, for guards. It is not refreshed: that is for `getSession`, whose session counts
 * where it was asked for the same request before.
 */
export function readSessionToken(app: App, request: RequestLike): string | Refusal | null {
  const { accessToken } = app.seen.get(request) ?? readVisit(app, request)
  return accessToken ? (refuseForeign(app, request) ?? accessToken) : null
}

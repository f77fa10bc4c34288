import type { SessionJson } from '../client/session-json.js'
import { toJsonResponse } from '../responses/responses.js'
import type { FoundSession } from '../session/found-session.js'
import { type Route, type RouteParts, refuseSession } from './route.js'

/** The session for the browser: the user, never a refresh token, and the access token only where the options say so. */
export function answerSession(parts: RouteParts, found: FoundSession): Response {
  const { status, user, expiresAt, accessToken, apply } = found.session
  if (!user && status === 'unavailable') return refuseSession(parts, found)
  const json = user ? { user, expiresAt, ...(parts.exposeAccessToken && { accessToken }) } : { user }
  return apply(toJsonResponse(json as SessionJson))
}

export const createSession =
  (parts: RouteParts): Route =>
  async (_, visit) =>
    answerSession(parts, await parts.finder.find(visit))

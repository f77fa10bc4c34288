import type { SessionJson } from '../client/session-json.js'
import type { Settings } from '../options/settings.js'
import { toJsonResponse } from '../responses/responses.js'
import { type FoundSession, findSession } from '../session/find-session.js'
import { hasUser } from '../session/session.js'
import { type Route, refuseSession } from './route.js'

/** The session for the browser: the user, never a refresh token, and the access token only where the options say so. */
export function answerSession(found: FoundSession, settings: Settings): Response {
  const { session } = found
  if (hasUser(session)) {
    const { user, expiresAt, accessToken } = session
    const json: SessionJson = { user, expiresAt, ...(settings.exposeAccessToken && { accessToken }) }
    return session.apply(toJsonResponse(json))
  }
  if (session.status === 'unavailable') return refuseSession(settings, found)
  const json: SessionJson = { user: null }
  return session.apply(toJsonResponse(json))
}

export const session: Route = async (request, context, parts) =>
  answerSession(await findSession(parts, request, context), parts.settings)

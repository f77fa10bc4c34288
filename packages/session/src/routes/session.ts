import type { UserSessionJson } from '../client/session-json.js'
import type { App } from '../refresh/app.js'
import { toJsonResponse } from '../responses/responses.js'
import { find } from '../session/find-session.js'
import type { Session } from '../session/session.js'
import { type Route, refuseSession } from './route.js'

/** The session for the browser: the user, never a refresh token, and the access token only where the options say so. */
export function answerSession(app: App, session: Session): Response {
  const { status, user, expiresAt, accessToken } = session
  if (!user && status === 'unavailable') return refuseSession(app, session)
  const json = { user, ...(user && { expiresAt, ...(app.exposeAccessToken && { accessToken }) }) }
  return session.apply(toJsonResponse(json satisfies { [Name in keyof UserSessionJson]?: unknown }))
}

export const session: Route = async (app, visit) => answerSession(app, await find(app, visit))

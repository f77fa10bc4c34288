import type { AuthError, ErrorResponseOptions, RequestLike } from '@propelauth-edge/core'
import { toError, toRefusalResponse } from '@propelauth-edge/core/adapter'
import { toLoginUrl } from '../paths/login-url.js'
import type { App } from '../refresh/app.js'
import { isNavigation, toRedirect } from '../responses/responses.js'
import { refuseFor, refuseForeign } from './refusal.js'
import type { Session, UserSession } from './session.js'

/** The error of `requireSession`. Its response has the cookies of the session. */
export interface SessionError extends AuthError {
  /** For an answer of one's own: `error.session.apply(response)` gives it the cookies. */
  readonly session: Session
}

/** @throws {SessionError} see `Sessions.requireSession` */
export function requireUser(app: App, request: RequestLike, session: Session): UserSession {
  const refusal = session.user ? refuseForeign(app, request) : refuseFor(app, session)
  if (!refusal) return session as UserSession
  const error = toError(app, refusal)
  const page = request.url?.replace(/^(\w+:)?\/\/[^/?#]*/, '') || '/'
  // A login can lead back to a page alone, which is shown again by its address.
  const isLogin = error.status === 401 && (request.method ?? 'GET') === 'GET' && isNavigation(request)
  const toResponse = ({ detail }: ErrorResponseOptions = {}) =>
    session.apply(isLogin ? toRedirect(toLoginUrl(app, { returnTo: page })) : toRefusalResponse(app, refusal, detail))
  // Not enumerable: what is logged must not have the access token.
  throw Object.defineProperties(error, { session: { value: session }, toResponse: { value: toResponse } })
}

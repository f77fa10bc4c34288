import {
  AuthError,
  type AuthErrorCode,
  type AuthErrorOptions,
  type ErrorResponseOptions,
  type RequestLike,
} from '@propelauth-edge/core'
import { refuseCrossSite } from '@propelauth-edge/core/adapter'
import type { RequestContext } from '../options/request-context.js'
import type { Settings } from '../options/settings.js'
import { toLoginUrl } from '../paths/login-url.js'
import { isNavigation, toRedirect } from '../responses/responses.js'
import { type FoundSession, findSession, type SessionParts } from './find-session.js'
import { hasUser, type Session, type UserSession } from './session.js'

/** The error of `requireSession`. Its response has the cookies of the session. */
export class SessionError extends AuthError {
  // Private: what is logged must not have the access token.
  readonly #session: Session
  readonly #replace: (() => Response) | undefined

  /** @internal */
  constructor(code: AuthErrorCode, options: AuthErrorOptions, session: Session, replace?: () => Response) {
    super(code, options)
    this.#session = session
    this.#replace = replace
  }

  /** For an answer of one's own: `error.session.apply(response)` gives it the cookies. */
  get session(): Session {
    return this.#session
  }

  override toResponse(options?: ErrorResponseOptions): Response {
    return this.#session.apply(this.#replace?.() ?? super.toResponse(options))
  }
}

const refuseWith = (
  { authenticator }: Settings,
  { session, retryAfterSeconds }: FoundSession,
  code: AuthErrorCode,
  detail: string | undefined,
  replace?: () => Response,
) => {
  const options = { ...authenticator.parts.challenge, detail, retryAfterSeconds }
  return new SessionError(code, options, session, replace)
}

/** A page to come back to: only a page that is shown again by its address. */
function toLogin(settings: Settings, { url = '', method = 'GET', headers }: RequestLike): (() => Response) | undefined {
  if (method !== 'GET' || !isNavigation({ headers })) return undefined
  const { pathname, search } = new URL(url, settings.appOrigin)
  const location = toLoginUrl(settings, { returnTo: settings.appOrigin + pathname + search })
  return () => toRedirect(location)
}

/** @throws {AuthError} see `Sessions.requireSession` */
export async function requireSession(
  parts: SessionParts,
  request: RequestLike,
  context: RequestContext,
): Promise<UserSession> {
  const { settings } = parts
  const found = await findSession(parts, request, context)
  const { session } = found
  if (!hasUser(session)) {
    if (session.status === 'unavailable')
      throw refuseWith(settings, found, 'session_unavailable', 'The session could not be refreshed or verified')
    const code = session.status === 'ended' ? 'token_expired' : 'missing_token'
    throw refuseWith(settings, found, code, `The session is ${session.status}`, toLogin(settings, request))
  }
  const crossSite = refuseCrossSite(request, undefined, () => settings.appOrigin)
  if (crossSite) throw refuseWith(settings, found, crossSite.code, crossSite.detail)
  return session
}

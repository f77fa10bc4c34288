import type { UserPrincipal } from '@propelauth-edge/core'
import { type Tokens, type Visit, writeCookies } from '../cookies/session-cookies.js'
import type { App } from '../refresh/app.js'
import { sessionOf } from '../refresh/known-sessions.js'
import { withCookies } from '../responses/headers.js'
import type { Session } from './session.js'

/** The session of a visit. Tokens are given where they are not those of the cookies; the visit has them from now on. */
export function toSession(
  app: App,
  visit: Visit,
  status: Session['status'],
  principal?: UserPrincipal,
  tokens?: Tokens | null,
): Session {
  const session = {
    status,
    user: principal?.user ?? null,
    accessToken: principal ? (tokens ?? visit).accessToken : null,
    expiresAt: principal?.expiresAt ?? null,
    setCookies: [],
    apply: (response: Response) => withCookies(response, session.setCookies),
  }
  // Not in the literal, where a getter would take longer than all the rest.
  if (tokens || status === 'ended') {
    // Found now, as it may be forgotten by the time of a slow answer.
    const known = tokens && sessionOf(app, tokens.refreshToken)
    Object.defineProperty(session, 'setCookies', {
      // Read when the answer is sent: a slow one must not bring back tokens that another request has replaced or ended.
      get: () => writeCookies(app, visit, known?.tokens === undefined ? tokens : known.tokens),
    })
  }
  // A token that is still that of the cookies is read from them: entries of this map cost the garbage collector.
  if ((session.accessToken ?? '') !== visit.accessToken) app.seen.set(visit.request, session)
  if (tokens) visit.tokens = tokens
  return session
}

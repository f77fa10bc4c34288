import type { UserPrincipal } from '@propelauth-edge/core'
import type { SessionCookies, Tokens, Visit } from '../cookies/session-cookies.js'
import type { Refresher } from '../refresh/refresher.js'
import { withCookies } from '../responses/headers.js'
import type { Session } from './session.js'

/** A session with what the routes need beyond it. Never given away as a whole: it has the refresh token. */
export interface FoundSession {
  readonly session: Session
  /** What the browser has after the answer. */
  readonly current: Tokens
  readonly retryAfterSeconds: number
}

/** Tokens are given where they are not those of the visit. */
export type ToFound = (
  status: Session['status'],
  visit: Visit,
  principal?: UserPrincipal,
  tokens?: Tokens,
  retryAfterSeconds?: number,
) => FoundSession

export const createToFound =
  (cookies: SessionCookies, refresher: Refresher): ToFound =>
  (status, visit, principal, tokens, retryAfterSeconds = 1) => {
    const current = tokens ?? visit
    const isChanged = tokens || status === 'ended'
    // Read when the answer is sent: a slow one must not bring back tokens that another request has replaced or ended.
    const newest = () => tokens && refresher.newest(tokens)
    const session: Session = {
      status,
      user: principal?.user ?? null,
      accessToken: principal ? current.accessToken : null,
      expiresAt: principal?.expiresAt ?? null,
      get setCookies() {
        return isChanged ? cookies.write(newest(), visit) : []
      },
      apply: (response) => withCookies(response, session.setCookies),
      forwardCookies: (header) => (isChanged ? cookies.replace(header, newest(), visit) : (header ?? '')),
    }
    return { session, current, retryAfterSeconds }
  }

import { keepAlive } from '@propelauth-edge/core/adapter'
import type { Tokens, Visit } from '../cookies/session-cookies.js'
import { endSession, type OrgIds } from '../service/service.js'
import { readUnverified } from '../service/verify.js'
import type { App, KnownSession } from './app.js'
import { keep, sessionOf } from './known-sessions.js'
import { type Refreshed, refreshSession } from './refresh-session.js'

/** The access token of an answer may expire while it is kept. */
const isLive = (app: App, { accessToken }: Tokens) => Number(readUnverified(accessToken).exp) * 1_000 > app.now()

/** Refreshes a session as the owner of its lease, and keeps the answer. */
const run = (app: App, session: KnownSession, refreshToken: string, orgIds: OrgIds) =>
  session.lease.run(async (): Promise<Refreshed> => {
    // Also for requests that come while it runs.
    keep(app, refreshToken, session)
    const tokens = await refreshSession(app, session, refreshToken, orgIds)
    if (session.tokens === null) {
      // A logout came in between: the service may not know that it meant these tokens, too.
      if (tokens) await endSession(app, tokens.refreshToken)
      return null
    }
    // An outage is no answer: the back-off decides when to call again.
    if (tokens !== undefined) session.tokens = tokens
    // The answer serves late requests for its whole time, however long it took.
    keep(app, refreshToken, session)
    if (tokens) keep(app, tokens.refreshToken, session)
    return tokens
  })

/**
 * Refreshes a session once in this isolate. The answer also serves requests that come late with the old token, unless
 * `force` asks the service although it would do.
 */
export async function refresh(
  app: App,
  { context }: Visit,
  refreshToken: string,
  orgIds: OrgIds,
  force: boolean,
): Promise<Refreshed> {
  // Every pass but the last waits for the refresh of another request.
  for (;;) {
    const session = sessionOf(app, refreshToken)
    const { lease, tokens: before } = session
    if (before === null) return null
    if (!lease.isHeld()) {
      if (before && !force && isLive(app, before)) return before
      const work = run(app, session, before?.refreshToken ?? refreshToken, orgIds)
      keepAlive(work, context)
      return work
    }
    await lease.wait()
    const { tokens } = session
    if (force && tokens && tokens !== before && tokens.orgId === orgIds[0]) return tokens
  }
}

/** Ends a session here, so that no late request revives it. Returns the newest refresh token of the session. */
export function forget(app: App, refreshToken: string): string {
  const session = sessionOf(app, refreshToken)
  const newest = session.tokens?.refreshToken ?? refreshToken
  session.tokens = null
  keep(app, refreshToken, session)
  return newest
}

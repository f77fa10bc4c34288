import type { Settings } from '../options/settings.js'
import type { Service } from '../service/service.js'
import type { KnownSession, Memory } from './memory.js'
import { createRefreshSession, type OrgIds, type Refreshed } from './refresh-session.js'

export type Run = (session: KnownSession, refreshToken: string, orgIds: OrgIds) => Promise<Refreshed>

/** Refreshes a session as the owner of its lease, and keeps the answer. */
export function createRun(settings: Settings, service: Service, keep: Memory['keep']): Run {
  const refreshSession = createRefreshSession(settings, service)
  return async (session, refreshToken, orgIds) => {
    let refreshed: Refreshed = {}
    await session.lease.run(async () => {
      // Also for requests that come while it runs.
      keep(refreshToken, session)
      const found = await refreshSession(refreshToken, orgIds)
      const { tokens = null, retryAfterSeconds } = found
      if (!session.isClosed) {
        refreshed = found
        // An outage is no answer: the back-off decides when to call again.
        if (!retryAfterSeconds) session.tokens = tokens
        if (tokens) keep(tokens.refreshToken, session)
      }
      // A logout came in between: the service may not know that it meant these tokens, too.
      else if (tokens) await service.logout(tokens.refreshToken).catch(() => {})
    })
    return refreshed
  }
}

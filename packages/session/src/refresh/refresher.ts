import { keepAlive } from '@propelauth-edge/core/adapter'
import type { Tokens } from '../cookies/session-cookies.js'
import type { RequestContext } from '../options/request-context.js'
import type { Settings } from '../options/settings.js'
import type { Service } from '../service/service.js'
import { readUnverified } from '../service/verify.js'
import { createMemory } from './memory.js'
import type { OrgIds, Refreshed } from './refresh-session.js'
import { createRun } from './run.js'

/** One refresh per session in this isolate. Its answer also serves requests that come late with the old token. */
export interface Refresher {
  /** `force` asks the service although a kept answer would do. */
  refresh(refreshToken: string, orgIds: OrgIds, context: RequestContext, force: boolean): Promise<Refreshed>
  /** The newest tokens of the session that has these; `undefined` if it has ended in the meantime. */
  newest(tokens: Tokens): Tokens | undefined
  /** Ends a session here, so that no late request revives it. Returns the newest refresh token of the session. */
  end(refreshToken: string): string
}

export function createRefresher(settings: Settings, service: Service): Refresher {
  const { sessionOf, keep } = createMemory(settings)
  const run = createRun(settings, service, keep)

  /** The access token of an answer may expire while it is kept. */
  const isLive = ({ accessToken }: Tokens) => Number(readUnverified(accessToken).exp) * 1_000 > settings.now()

  return {
    async refresh(refreshToken, orgIds, context, force) {
      // Every pass but the last waits for the refresh of another request.
      for (;;) {
        const session = sessionOf(refreshToken)
        const { lease, tokens: before } = session
        if (before === null) return {}
        if (!lease.isHeld()) {
          if (before && !force && isLive(before)) return { tokens: before }
          const work = run(session, before?.refreshToken ?? refreshToken, orgIds)
          keepAlive(work, context)
          return work
        }
        await lease.wait()
        const { tokens } = session
        if (force && tokens && tokens !== before && tokens.orgId === orgIds[0]) return { tokens }
      }
    },

    newest(tokens) {
      const newest = sessionOf(tokens.refreshToken).tokens
      return newest === null ? undefined : (newest ?? tokens)
    },

    end(refreshToken) {
      const session = sessionOf(refreshToken)
      const newest = session.tokens?.refreshToken ?? refreshToken
      session.isClosed = true
      session.tokens = null
      keep(refreshToken, session)
      return newest
    },
  }
}

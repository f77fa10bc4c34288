import { createLease } from '@propelauth-edge/core/adapter'
import type { Tokens } from '../cookies/session-cookies.js'
import type { RequestContext } from '../options/request-context.js'
import { createMemory, type Entry } from './memory.js'
import { type RefreshOutcome, type RefreshParts, refreshSession } from './refresh-session.js'

export interface RefreshRequest {
  readonly refreshToken: string
  readonly orgId: string | undefined
  /** Asks the service although a kept answer would do. */
  readonly force?: boolean
}

/** One refresh per refresh token in this isolate. Its answer also serves requests that come late with the old token. */
export interface Refresher {
  refresh(request: RefreshRequest, context: RequestContext): Promise<RefreshOutcome>
  /** The newest tokens of the session that has these; `undefined` if it has ended in the meantime. */
  newest(tokens: Tokens): Tokens | undefined
  /** Ends a session here, so that no late request revives it. Returns the newest refresh token of the session. */
  end(refreshToken: string): string
}

function keepAlive(context: RequestContext, work: Promise<unknown>): void {
  try {
    // Called as a method: unbound, it throws on Workers.
    context.waitUntil?.(work)
  } catch {
    // One that throws counts as none.
  }
}

/** The refresh, the same without the org, and the probe with its retry. */
const mostCalls = 4

export function createRefresher(parts: RefreshParts, now: () => number, timeoutMs: number): Refresher {
  const memory = createMemory(now, () => createLease(now, mostCalls * timeoutMs))

  /** Refreshes as the owner of the lease. */
  async function run(entry: Entry, token: string, orgId: string | undefined): Promise<RefreshOutcome> {
    let outcome: RefreshOutcome = { status: 'ended' }
    await entry.lease.run(async () => {
      const found = await refreshSession(parts, token, orgId)
      if (!entry.isClosed) {
        outcome = found
        memory.keep(entry, found)
        return
      }
      // A logout came in between: the service may not know that it meant this token, too.
      if (found.status === 'fresh') await parts.service.logout(found.tokens.refreshToken).catch(() => {})
    })
    return outcome
  }

  return {
    async refresh({ refreshToken, orgId, force = false }, context) {
      // Every pass but the last waits for the refresh of another request.
      for (;;) {
        const { token, answer } = memory.find(refreshToken)
        if (answer?.status === 'ended') return answer
        const entry = memory.entryOf(token)
        const isRunning = entry.lease.isHeld()
        if (answer && !force && !isRunning) return answer
        if (!isRunning) {
          const work = run(entry, token, orgId)
          keepAlive(context, work)
          return work
        }
        const { runs } = entry
        await entry.lease.wait()
        const latest = entry.runs === runs ? undefined : entry.latest
        // An outage must not take the place of an answer that is kept.
        if (latest && (latest.status !== 'unavailable' || !answer) && serves(latest, orgId, force)) return latest
      }
    },

    newest(tokens) {
      const { answer } = memory.find(tokens.refreshToken)
      if (answer?.status === 'ended') return undefined
      return answer?.status === 'fresh' ? answer.tokens : tokens
    },

    end(refreshToken) {
      const { token } = memory.find(refreshToken)
      for (const closed of [refreshToken, token]) memory.close(memory.entryOf(closed))
      return token
    },
  }
}

/** Whether the outcome for another request serves this one, too. */
const serves = (outcome: RefreshOutcome, orgId: string | undefined, force: boolean) =>
  !force || outcome.status !== 'fresh' || outcome.tokens.orgId === orgId

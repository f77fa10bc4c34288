import { createLease, type Lease } from '@propelauth-edge/core/adapter'
import type { Tokens } from '../cookies/session-cookies.js'
import { keptMs, mostCalls, mostTokens } from '../options/limits.js'
import type { Settings } from '../options/settings.js'

/** What this isolate knows about a session. Plain values: no promise is shared between requests. */
export interface KnownSession {
  readonly lease: Lease
  /** The newest ones; `null` after its end. */
  tokens?: Tokens | null
  /** A logout ended it. */
  isClosed?: boolean
}

export interface Memory {
  /** The session that a refresh token is known for; a new one if it is not, or not any more. */
  sessionOf(refreshToken: string): KnownSession
  /** From now on, the refresh token is known for the session. */
  keep(refreshToken: string, session: KnownSession): KnownSession
}

export function createMemory({ now, timeoutMs }: Settings): Memory {
  const known = new Map<string, { readonly session: KnownSession; readonly at: number }>()

  function keep(refreshToken: string, session: KnownSession) {
    // The oldest are first.
    known.delete(refreshToken)
    known.set(refreshToken, { session, at: now() })
    const [oldest = ''] = known.keys()
    if (known.size > mostTokens) known.delete(oldest)
    return session
  }

  return {
    keep,
    sessionOf(refreshToken) {
      const { session, at = 0 } = known.get(refreshToken) ?? {}
      const isKept = session && Math.abs(now() - at) < keptMs
      return isKept ? session : keep(refreshToken, { lease: createLease(now, mostCalls * timeoutMs) })
    },
  }
}

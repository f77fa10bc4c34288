import type { createBoundedMap, Lease } from '@propelauth-edge/core/adapter'
import type { Tokens } from '../cookies/session-cookies.js'
import type { Connected } from '../service/service.js'
import type { Backoff } from './backoff.js'

/** What this isolate knows about a session. Plain values: no promise is shared between requests. */
export interface KnownSession {
  readonly lease: Lease
  /** For what the service answers to this session alone. */
  readonly backoff: Backoff
  /** The newest ones; `null` after its end. */
  tokens?: Tokens | null
}

/** The settings, with what this isolate remembers of the service. */
export interface App extends Connected {
  /** For a service that is away. */
  readonly backoff: Backoff
  /** By refresh token: its session, and when the token was last used or issued. One that was replaced is forgotten. */
  readonly known: ReturnType<typeof createBoundedMap<{ readonly session: KnownSession; readonly at: number }>>
  /** The sessions that requests were found to have, where their access token is not that of the cookies. */
  readonly seen: WeakMap<object, { readonly accessToken: string | null }>
}

import type { AuthErrorCode } from '@propelauth-edge/core'

/** Something that happened to a request or to a call to the authorization server. Never holds a token or a credential. */
export interface McpEvent {
  /**
   * `accepted` and `refused`: the result for a request or a token. `introspection`: a call to the authorization server.
   * `metadata`: the document for the mirror could not be fetched.
   */
  readonly type: 'accepted' | 'refused' | 'introspection' | 'metadata'
  /**
   * The reason of a refusal, or of a failed call: `invalid_credentials` if the authorization server refuses those of the
   * option `introspection`, `rate_limited` for its 429, `mcp_unavailable` for everything else.
   */
  readonly code?: AuthErrorCode | 'invalid_credentials'
  readonly durationMs: number
  /** The exact reason of a refusal. */
  readonly detail?: string | undefined
  /**
   * The error behind a failed call: a rejected `fetch`, a status, an answer of the wrong form. It has a message and nothing
   * else, since errors of HTTP libraries hold the request.
   */
  readonly cause?: unknown
}

/** Calls the listener. `startedAt`: the time at which the work began, in milliseconds. */
export type Report = (event: Omit<McpEvent, 'durationMs'>, startedAt: number) => void

export function createReport(now: () => number, onEvent: ((event: McpEvent) => void) | undefined): Report {
  return (event, startedAt) => {
    // A listener that fails, now or later, neither refuses a request nor ends the process.
    const tell = async () => onEvent?.({ ...event, durationMs: now() - startedAt })
    tell().catch(() => {})
  }
}

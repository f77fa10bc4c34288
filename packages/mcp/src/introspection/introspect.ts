import { type Refusal, refuse } from '@propelauth-edge/core'
import { createAudienceCheck, fetchUncached, toJson, within } from '@propelauth-edge/core/adapter'
import { toFailure } from '../events/failure.js'
import type { McpEvent } from '../events/report.js'
import type { Settings } from '../options/settings.js'
import type { McpPrincipal } from './principal.js'
import { readAnswer } from './read-answer.js'
import { readRetryAfter } from './retry-after.js'

/** What became of a token: whom it acts for, or why it does not count. */
export type Outcome = McpPrincipal | Refusal

/** After a 429 that does not say how long to wait. */
const defaultPauseSeconds = 5

const codes: Readonly<Record<number, McpEvent['code']>> = {
  401: 'invalid_credentials',
  403: 'invalid_credentials',
  429: 'rate_limited',
}

/** What the operator has to look at, for a status with a usual cause. */
const hints: Readonly<Record<number, string>> = {
  401: ': wrong introspection credentials',
  404: ': MCP is off, or authUrl is wrong',
}

/**
 * Asks the authorization server about a token (RFC 7662). Never rejects: whatever is wrong with the server or its answer
 * is `mcp_unavailable`, and says nothing about the token. `pause` is called for a 429.
 */
export function createIntrospect(settings: Settings, pause: (seconds: number) => void) {
  const { authUrl, resource, credentials, timeoutMs, fetch, now, report } = settings
  const url = `${authUrl}/oauth/2.1/introspect`
  const headers = { authorization: credentials, 'content-type': 'application/x-www-form-urlencoded' }
  const checkAudience = createAudienceCheck(resource, undefined)

  return async (token: string): Promise<Outcome> => {
    const startedAt = now()
    let response: Response | undefined
    const form = String(new URLSearchParams({ token }))
    const post = {
      async fetch(target: string, init: RequestInit) {
        response = await fetch(target, { ...init, method: 'POST', body: `${form}&token_type_hint=access_token` })
        return response
      },
    }
    try {
      const answer = await within(timeoutMs, (signal) => fetchUncached(post, url, signal, headers))
      const outcome = readAnswer(toJson(answer), resource, checkAudience, now())
      report({ type: 'introspection' }, startedAt)
      return outcome
    } catch (thrown) {
      const cause = toFailure(thrown, [credentials, form, token])
      const status = response?.status ?? 0
      const isLimit = status === 429
      const seconds =
        readRetryAfter(response?.headers?.get('retry-after'), now()) ?? (isLimit ? defaultPauseSeconds : 1)
      if (isLimit) pause(seconds)
      report({ type: 'introspection', code: codes[status] ?? 'mcp_unavailable', cause }, startedAt)
      const detail = `Introspection failed: ${cause.message}${hints[status] ?? ''}`
      return refuse('mcp_unavailable', detail, { retryAfterSeconds: seconds, cause })
    }
  }
}

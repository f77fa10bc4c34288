import { createLease, fetchUncached, toJson, within } from '@propelauth-edge/core/adapter'
import { toFailure } from '../events/failure.js'
import { isWithin } from '../introspection/is-within.js'
import type { Settings } from '../options/settings.js'

const freshMs = 3_600_000
const pauseAfterFailureMs = 1_000

/**
 * The metadata of the authorization server (RFC 8414), unchanged, for clients that ask the MCP server for it. A copy
 * counts for an hour, and for longer while there is no newer one. Without any, the answer is 502: clients then try the
 * next address, which they do not after a 500.
 */
export function createMirror({ authUrl, timeoutMs, fetch, now, report }: Settings): () => Promise<Response> {
  const url = `${authUrl}/.well-known/oauth-authorization-server/oauth/2.1`
  const lease = createLease(now, 2 * timeoutMs)
  let copy: string | undefined
  let askedAt = 0
  let dueAt = 0
  async function refresh() {
    const startedAt = now()
    askedAt = startedAt
    try {
      const answer = await within(timeoutMs, (signal) => fetchUncached({ fetch }, url, signal))
      if (!Object(toJson(answer)).issuer) throw new Error('the answer names no issuer')
      copy = answer.text
      dueAt = startedAt + freshMs
    } catch (thrown) {
      dueAt = startedAt + pauseAfterFailureMs
      report({ type: 'metadata', code: 'mcp_unavailable', cause: toFailure(thrown, []) }, startedAt)
    }
  }

  return async () => {
    if (!isWithin(now(), askedAt, dueAt) && !lease.isHeld()) await lease.run(refresh)
    else if (!copy) await lease.wait()
    if (!copy) return new Response(null, { status: 502, headers: { 'cache-control': 'no-store' } })
    const headers = { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' }
    return new Response(copy, { headers })
  }
}

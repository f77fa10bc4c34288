import { refuse } from '@propelauth-edge/core'
import { createBoundedMap, createLease, type Lease, toCredentialId } from '@propelauth-edge/core/adapter'
import type { Settings } from '../options/settings.js'
import { createCallLimits, maxWaitMs } from './call-limits.js'
import { createIntrospect, type Outcome } from './introspect.js'
import { createOutcomeCache } from './outcome-cache.js'

/** A call under way. Others that need its outcome wait for its lease. */
interface Call {
  readonly lease: Lease
  outcome?: Outcome
}

/** More calls than the limits allow within the lifetime of one. */
const maxTracked = 10_000

const noPlace = /* @__PURE__ */ refuse('mcp_unavailable', 'Too many tokens are being introspected')

/** RFC 6750 §2.1. */
const tokenForm = /^[\w.~+/-]+=*$/
const malformed = /* @__PURE__ */ refuse('malformed_token', 'Not the form of a bearer token')
const notOneToken = /* @__PURE__ */ refuse('invalid_request', 'Expected: Authorization: Bearer <access token>')

/** For the lease of a call that was cancelled, and its place. */
const slackMs = 1_000

/**
 * The outcome of a token, from the cache or from the authorization server, which is asked about a token once at a time.
 * Requests share plain values and never a promise: on Workers, a promise of a request whose client has disconnected never
 * settles.
 */
export function createTokenCheck(settings: Settings): (token: string) => Promise<Outcome> {
  const { now, timeoutMs } = settings
  const longestCallMs = timeoutMs + slackMs
  const limits = createCallLimits(now, longestCallMs)
  const cache = createOutcomeCache(settings)
  const introspect = createIntrospect(settings, limits.pause)
  const calls = createBoundedMap<Call>(maxTracked)

  async function ask(id: string, token: string, isKnown: boolean): Promise<Outcome> {
    const place = await limits.enter(isKnown)
    if (!place) return noPlace
    const from = now()
    // Asked for while this request has waited, perhaps.
    const outcome = limits.pauseOf() ?? (await introspect(token))
    place.leave()
    cache.remember(id, outcome, from)
    return outcome
  }

  async function run(id: string, token: string): Promise<Outcome> {
    const isKnown = cache.isKnown(id)
    const refusal = limits.refuse(isKnown)
    if (refusal) return refusal
    const call: Call = { lease: createLease(now, maxWaitMs + longestCallMs) }
    calls.set(id, call)
    await call.lease.run(async () => {
      call.outcome = await ask(id, token, isKnown)
    })
    if (calls.get(id) === call) calls.delete(id)
    return call.outcome ?? noPlace
  }

  return async (token) => {
    if (!tokenForm.test(token)) return /[\s,]/.test(token) ? notOneToken : malformed
    const id = await toCredentialId(token)
    for (;;) {
      const cached = cache.recall(id, now())
      if (cached) return cached
      const other = calls.get(id)
      if (!other?.lease.isHeld()) return run(id, token)
      await other.lease.wait()
      if (other.outcome) return other.outcome
    }
  }
}

import { type Refusal, refuse } from '@propelauth-edge/core'
import type { createAudienceCheck } from '@propelauth-edge/core/adapter'
import { isScope } from '../options/scopes.js'
import type { McpPrincipal } from './principal.js'

const clockToleranceSeconds = 10
const secondsWithoutExpiry = 60

const inactive = /* @__PURE__ */ refuse('token_not_active', 'active is false')
const notAccessToken = /* @__PURE__ */ refuse('invalid_claims', 'token_type is that of a refresh token')
const isBound = /* @__PURE__ */ refuse('invalid_claims', 'cnf is not supported')

const wrongClaim = (name: string, expected: string) => refuse('invalid_claims', `${name} must be ${expected}`)

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** Separated by spaces (RFC 7662 §2.2), or a list. What has other characters than a scope is left out. */
const readScopes = (scope: unknown): readonly string[] =>
  (Array.isArray(scope) ? scope : isText(scope) ? scope.split(' ') : []).filter(isScope)

interface Times {
  readonly exp?: unknown
  readonly nbf?: unknown
}

function refuseTimes({ exp, nbf }: Times, now: number): Refusal | undefined {
  if (!Number.isFinite(exp ?? 0)) return wrongClaim('exp', 'a number')
  if (!Number.isFinite(nbf ?? 0)) return wrongClaim('nbf', 'a number')
  // Negated, so that a clock which returns NaN refuses instead of accepting.
  if (exp != null && !(now < Number(exp) + clockToleranceSeconds)) return refuse('token_expired', `exp is ${exp}`)
  if (nbf != null && !(now >= Number(nbf) - clockToleranceSeconds)) return refuse('token_not_active', `nbf is ${nbf}`)
  return undefined
}

/**
 * The principal of an answer of introspection (RFC 7662 §2.2). Members that are null count as absent.
 * @throws {Error} for anything that is no such answer: the token is then neither good nor bad
 */
export function readAnswer(
  answer: unknown,
  resource: string,
  checkAudience: ReturnType<typeof createAudienceCheck>,
  nowMs: number,
): McpPrincipal | Refusal {
  const { active, sub, scope, client_id: clientId, org_id: orgId, token_type: type, cnf, ...rest } = Object(answer)
  if (typeof active !== 'boolean') throw new Error('the answer has no boolean "active"')
  if (!active) return inactive
  if (/refresh/i.test(String(type))) return notAccessToken
  if (cnf != null) return isBound
  const refusal = checkAudience?.(rest.aud ?? rest.resource ?? null) ?? refuseTimes(rest, nowMs / 1_000)
  if (refusal) return refusal
  if (!isText(sub)) return wrongClaim('sub', 'a non-empty string')
  return Object.freeze({
    userId: sub,
    clientId: isText(clientId) ? clientId : 'unknown',
    scopes: Object.freeze(readScopes(scope)),
    audience: resource,
    expiresAt: Number(rest.exp ?? Math.floor(nowMs / 1_000) + secondsWithoutExpiry),
    ...(isText(orgId) && { orgId }),
  })
}

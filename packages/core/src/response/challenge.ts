import { AUTH_ERRORS } from './errors.js'
import type { Refusal } from './refusal.js'

/** What an `AuthError` may carry beside its code. */
export interface AuthErrorOptions extends Omit<Refusal, 'refused' | 'code'> {
  readonly realm?: string | undefined
  /** URL of the protected-resource metadata document (RFC 9728 §5.1). */
  readonly resourceMetadata?: string | undefined
  /** Whether the body gives the exact reason unless asked otherwise. */
  readonly showDetail?: boolean | undefined
}

const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`

function challengeOf({ code }: Refusal, { realm = 'propelauth', resourceMetadata }: AuthErrorOptions) {
  const { challenge } = AUTH_ERRORS[code]
  if (challenge === 'none') return undefined
  const error = challenge === 'bare' ? '' : `, error="${challenge}"`
  const resource = resourceMetadata ? `, resource_metadata=${quoted(resourceMetadata)}` : ''
  return `Bearer realm=${quoted(realm)}${error}${resource}`
}

/**
 * The response to a refused request: problem+json (RFC 9457) with the challenge of RFC 6750 §3 or RFC 9470 §3. The exact
 * reason is included only with `detail`.
 */
export function toResponse(refusal: Refusal, settings: AuthErrorOptions, detail = settings.showDetail): Response {
  const { code } = refusal
  const { status, title } = AUTH_ERRORS[code]
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
  const challenge = challengeOf(refusal, settings)
  if (challenge) headers.set('www-authenticate', challenge)
  if (status === 429 || status === 503) headers.set('retry-after', String(refusal.retryAfterSeconds ?? 1))
  const problem = { type: `urn:propelauth-edge:${code}`, title, status, code }
  const body = detail && refusal.detail ? { ...problem, detail: refusal.detail } : problem
  return new Response(JSON.stringify(body), { status, headers })
}

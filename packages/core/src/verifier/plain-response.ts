import type { AuthErrorCode } from '../response/errors.js'
import type { Refusal } from '../response/refusal.js'

/** A verifier refuses tokens, or has no keys. A test compares this with `AUTH_ERRORS`, which bundles leave out. */
export const statusOf = (code: AuthErrorCode): 401 | 503 => (code === 'jwks_unavailable' ? 503 : 401)

const challengeOf = (code: AuthErrorCode) =>
  code === 'missing_token' ? '' : `, error="${code === 'invalid_request' ? code : 'invalid_token'}"`

/** The response to a refused token: problem+json (RFC 9457) with the challenge of RFC 6750 §3. */
export function toPlainResponse({ code, detail, retryAfterSeconds = 1 }: Refusal, showDetail?: boolean): Response {
  const status = statusOf(code)
  return new Response(JSON.stringify({ status, code, ...(showDetail && { detail }) }), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(status === 503
        ? { 'retry-after': String(retryAfterSeconds) }
        : { 'www-authenticate': `Bearer realm="propelauth"${challengeOf(code)}` }),
    },
  })
}

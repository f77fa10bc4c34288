/** What HTTP says of a refusal: its status and the word after `error=` in `WWW-Authenticate` (RFC 6750 §3.1). */
const rows = <Status extends number, Challenge extends string, Code extends string>(
  status: Status,
  challenge: Challenge,
  ...codes: readonly Code[]
) =>
  Object.fromEntries(codes.map((code) => [code, { status, challenge, title: toTitle(code) }])) as Record<
    Code,
    { readonly status: Status; readonly challenge: Challenge; readonly title: string }
  >

/** The code in words, for people. What it means and what to do about it is in docs/errors.md. */
const toTitle = (code: string) => code.replaceAll('_', ' ').replace(/^./, (letter) => letter.toUpperCase())

const table = /* @__PURE__ */ (() => ({
  ...rows(401, 'bare', 'missing_token'),
  ...rows(401, 'invalid_request', 'invalid_request'),
  ...rows(
    401,
    'invalid_token',
    'malformed_token',
    'algorithm_not_allowed',
    'unknown_key',
    'invalid_signature',
    'issuer_mismatch',
    'token_expired',
    'token_not_active',
    'invalid_claims',
    'invalid_api_key',
  ),
  ...rows(
    403,
    'insufficient_scope',
    'not_org_member',
    'insufficient_role',
    'insufficient_permission',
    'impersonation_denied',
  ),
  ...rows(403, 'none', 'cross_site_request'),
  ...rows(429, 'none', 'rate_limited'),
  ...rows(503, 'none', 'jwks_unavailable', 'api_keys_unavailable'),
}))()

/**
 * Every `code` an {@link AuthError} can carry, with its status, its challenge (`bare` has no error word, `none` sends no
 * challenge) and its title.
 */
export const AUTH_ERRORS: Readonly<typeof table> = table

export type AuthErrorCode = keyof typeof AUTH_ERRORS

/**
 * A "no" as plain data. The steps return it instead of throwing, so that refusing a request costs no stack trace;
 * `propelauth.ts` makes an `AuthError` of it where somebody wants one.
 */
export class Refusal {
  readonly code: AuthErrorCode
  readonly detail: string | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(code: AuthErrorCode, detail?: string, retryAfterSeconds?: number) {
    this.code = code
    this.detail = detail
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/* @__NO_SIDE_EFFECTS__ */
export const refuse = (code: AuthErrorCode, detail?: string, retryAfterSeconds?: number) =>
  new Refusal(code, detail, retryAfterSeconds)

/**
 * Every `code` an {@link AuthError} can carry, with its status and its title. The challenge is the word after `error=` in
 * `WWW-Authenticate` (RFC 6750 §3.1, RFC 9470 §3); `bare` has none, and `none` sends no challenge.
 */
export const AUTH_ERRORS = {
  missing_token: { status: 401, challenge: 'bare', title: 'An access token is required' },
  invalid_request: { status: 401, challenge: 'invalid_request', title: 'Expected exactly one bearer token' },
  malformed_token: { status: 401, challenge: 'invalid_token', title: 'The access token is malformed' },
  algorithm_not_allowed: { status: 401, challenge: 'invalid_token', title: 'The signing algorithm is not allowed' },
  unknown_key: { status: 401, challenge: 'invalid_token', title: 'The signing key is unknown' },
  invalid_signature: { status: 401, challenge: 'invalid_token', title: 'The signature is invalid' },
  issuer_mismatch: { status: 401, challenge: 'invalid_token', title: 'The access token is from another issuer' },
  token_expired: { status: 401, challenge: 'invalid_token', title: 'The access token has expired' },
  token_not_active: { status: 401, challenge: 'invalid_token', title: 'The access token is not active' },
  invalid_claims: { status: 401, challenge: 'invalid_token', title: 'The access token has invalid claims' },
  token_revoked: { status: 401, challenge: 'invalid_token', title: 'The access token has been revoked' },
  invalid_api_key: { status: 401, challenge: 'invalid_token', title: 'The API key is not valid' },
  step_up_required: {
    status: 401,
    challenge: 'insufficient_user_authentication',
    title: 'A second factor is required',
  },
  not_org_member: { status: 403, challenge: 'insufficient_scope', title: 'Not a member of the organization' },
  insufficient_role: { status: 403, challenge: 'insufficient_scope', title: 'The role is insufficient' },
  insufficient_permission: { status: 403, challenge: 'insufficient_scope', title: 'A permission is missing' },
  impersonation_denied: { status: 403, challenge: 'insufficient_scope', title: 'Not allowed while impersonating' },
  insufficient_scope: { status: 403, challenge: 'insufficient_scope', title: 'A scope is missing' },
  cross_site_request: { status: 403, challenge: 'none', title: 'Cross-site request rejected' },
  rate_limited: { status: 429, challenge: 'none', title: 'The API key has reached its rate limit' },
  jwks_unavailable: { status: 503, challenge: 'none', title: 'Verification keys are unavailable' },
  api_keys_unavailable: { status: 503, challenge: 'none', title: 'API key validation is unavailable' },
  step_up_unavailable: { status: 503, challenge: 'none', title: 'Step-up verification is unavailable' },
  session_unavailable: { status: 503, challenge: 'none', title: 'Sessions are unavailable' },
  mcp_unavailable: { status: 503, challenge: 'none', title: 'Introspection is unavailable' },
} as const satisfies Record<
  string,
  {
    readonly status: 401 | 403 | 429 | 503
    readonly challenge:
      | 'bare'
      | 'invalid_request'
      | 'invalid_token'
      | 'insufficient_scope'
      | 'insufficient_user_authentication'
      | 'none'
    readonly title: string
  }
>

export type AuthErrorCode = keyof typeof AUTH_ERRORS

import { expect, test } from 'vitest'
import { AUTH_ERRORS } from './errors.js'

test('every refusal has the status and the challenge of the documented table', () => {
  const rows = Object.entries(AUTH_ERRORS).map(([code, { status, challenge }]) => [code, status, challenge])
  expect(rows).toEqual([
    ['missing_token', 401, 'bare'],
    ['invalid_request', 401, 'invalid_request'],
    ['malformed_token', 401, 'invalid_token'],
    ['algorithm_not_allowed', 401, 'invalid_token'],
    ['unknown_key', 401, 'invalid_token'],
    ['invalid_signature', 401, 'invalid_token'],
    ['issuer_mismatch', 401, 'invalid_token'],
    ['token_expired', 401, 'invalid_token'],
    ['token_not_active', 401, 'invalid_token'],
    ['invalid_claims', 401, 'invalid_token'],
    ['token_revoked', 401, 'invalid_token'],
    ['invalid_api_key', 401, 'invalid_token'],
    ['step_up_required', 401, 'insufficient_user_authentication'],
    ['not_org_member', 403, 'insufficient_scope'],
    ['insufficient_role', 403, 'insufficient_scope'],
    ['insufficient_permission', 403, 'insufficient_scope'],
    ['impersonation_denied', 403, 'insufficient_scope'],
    ['insufficient_scope', 403, 'insufficient_scope'],
    ['cross_site_request', 403, 'none'],
    ['rate_limited', 429, 'none'],
    ['jwks_unavailable', 503, 'none'],
    ['api_keys_unavailable', 503, 'none'],
    ['step_up_unavailable', 503, 'none'],
    ['session_unavailable', 503, 'none'],
    ['mcp_unavailable', 503, 'none'],
  ])
})

test('every title is a distinct fixed text', () => {
  const titles = Object.values(AUTH_ERRORS).map(({ title }) => title)
  expect(new Set(titles).size).toBe(titles.length)
  for (const title of titles) expect(title).toMatch(/^[A-Z][ -~]+[^.]$/)
})

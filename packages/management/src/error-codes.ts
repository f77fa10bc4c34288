/** Every code a `ManagementError` can have, and what it means. */
export const MANAGEMENT_ERRORS = {
  invalid_api_key: 'The backend API key is missing, wrong or of another environment.',
  forbidden: 'The API key may not do this.',
  not_found: 'There is no such user, organization, key or token.',
  conflict: 'The request contradicts what is there.',
  feature_gated: 'The feature is switched off for this project or not part of its plan.',
  invalid_fields: 'A field was refused: see fieldErrors.',
  mfa_not_enabled: 'The user has not set up MFA.',
  incorrect_mfa_code: 'The MFA code is wrong.',
  rate_limited: 'Too many requests: see retryAfterSeconds.',
  unavailable: 'The service failed to answer properly (5xx).',
  unexpected_response: 'The answer is not what this operation is declared to give.',
  timeout: 'The time for the call was up.',
  network: 'The request or its answer got lost on the way.',
} as const

export type ManagementErrorCode = keyof typeof MANAGEMENT_ERRORS

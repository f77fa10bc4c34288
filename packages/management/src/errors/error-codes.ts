/** The meaning of every code that a `ManagementError` can have. */
export const MANAGEMENT_ERRORS = {
  invalid_fields: 'A field was refused: `fieldErrors` has the messages by wire name (`first_name`).',
  invalid_api_key: 'The backend API key is missing, wrong or of another environment.',
  forbidden: 'The API key may not do this.',
  not_found: 'There is no such user, organization, key or token.',
  conflict: 'The request contradicts the current state.',
  feature_gated: 'The feature, such as organizations, is off in this project or not part of its plan.',
  rate_limited: 'Too many requests: `retryAfterSeconds` has the time to wait, if the service names one.',
  mfa_not_enabled: 'The user has not set up MFA.',
  incorrect_mfa_code: 'The MFA code is wrong.',
  unavailable: 'The service failed (5xx).',
  unexpected_response:
    'A redirect, another status, a 404 that is not from PropelAuth, or a body of another form than declared.',
  timeout: 'The time limit of the call has passed.',
  network: 'The connection failed or broke: `cause` has the reason.',
} as const

export type ManagementErrorCode = keyof typeof MANAGEMENT_ERRORS

/** What a status means to the caller of an endpoint: a value, or an error of this code. */
export type Outcome = null | false | ManagementErrorCode

/** The code of a status, where an endpoint declares no other meaning. A table of its own, so that bundles have no prose. */
export const STATUS_OUTCOMES: { readonly [status: number]: ManagementErrorCode } = {
  400: 'invalid_fields',
  401: 'invalid_api_key',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  // PropelAuth's answer when organizations are switched off.
  426: 'feature_gated',
  429: 'rate_limited',
}

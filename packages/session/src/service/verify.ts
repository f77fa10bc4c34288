import { AUTH_ERRORS, type AuthErrorCode, type User } from '@propelauth-edge/core'
import type { RequestContext } from '../options/request-context.js'
import type { Settings } from '../options/settings.js'

/** The user of a valid access token. Times are in seconds. */
export interface Verified {
  readonly ok: true
  readonly user: User
  readonly issuedAt: number
  readonly expiresAt: number
}

export interface NotVerified {
  readonly ok: false
  readonly code: AuthErrorCode
  /** The token may be valid: it could not be checked. */
  readonly isUnavailable: boolean
}

const noHeaders = { headers: { get: () => null } }

/** Checks an access token as every guard does. */
export async function verify(
  { propelAuth }: Settings,
  accessToken: string,
  context: RequestContext,
): Promise<Verified | NotVerified> {
  const waitUntil = context.waitUntil && ((work: Promise<unknown>) => context.waitUntil?.(work))
  const result = await propelAuth.authenticateRequest(noHeaders, { tokenFrom: () => accessToken, waitUntil })
  if (!result.ok) return { ok: false, code: result.code, isUnavailable: AUTH_ERRORS[result.code].status === 503 }
  const { user, issuedAt, expiresAt } = result.principal
  return { ok: true, user, issuedAt, expiresAt }
}

/** What a token claims, expired tokens included. Unverified: it must never admit anyone. */
export function readUnverified(accessToken: string): { readonly user_id?: unknown; readonly exp?: unknown } {
  try {
    const payload = accessToken.split('.', 2)[1]?.replace(/-/g, '+').replace(/_/g, '/') ?? ''
    return Object(JSON.parse(atob(payload)))
  } catch {
    return {}
  }
}

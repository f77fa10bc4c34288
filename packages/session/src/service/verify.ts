import type { Refusal, UserPrincipal } from '@propelauth-edge/core'
import { type MaybePromise, toBearerToken } from '@propelauth-edge/core/adapter'
import type { Visit } from '../cookies/session-cookies.js'
import type { Settings } from '../options/settings.js'

/** Checks an access token as every guard does. */
export const verify = (
  { check, parts }: Settings,
  { context }: Visit,
  accessToken: string,
): MaybePromise<UserPrincipal | Refusal> =>
  // API keys are not accepted, so a principal is a user's.
  check(toBearerToken(accessToken, parts.rules.maxTokenBytes), { isSlice: true }, context) as ReturnType<typeof verify>

/** Whether a token could not be checked: it may be valid. */
export const isOutage = ({ code }: Refusal): boolean => /_unavailable$/.test(code)

/** What a token claims, expired tokens included. Unverified: it must never admit anyone. */
export function readUnverified(accessToken: string): { readonly user_id?: unknown; readonly exp?: unknown } {
  try {
    return Object(JSON.parse(atob(accessToken.split('.')[1]?.replace(/-/g, '+').replace(/_/g, '/') ?? '')))
  } catch {
    return {}
  }
}

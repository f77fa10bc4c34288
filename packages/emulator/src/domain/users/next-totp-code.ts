import type { Project } from '../project/project.js'
import { ServiceError } from '../project/service-error.js'
import { readSettings } from '../project/settings.js'
import { ACCEPTED_AHEAD_STEPS, startOfStep, stepAt, totpCode } from './totp.js'
import type { User } from './user-lookup.js'

/** The code to enter next, or from when on one is accepted, in Unix seconds. */
export type NextTotpCode = { readonly code: string } | { readonly acceptedFrom: number }

/**
 * What the authenticator app shows, or will show next if that code was used. Undefined for a user without such an app. A
 * code is accepted up to 30 seconds ahead of its time, so a third one within 30 seconds has to wait.
 */
export function findNextTotpCode(project: Project, { mfa_secret, mfa_last_step }: User): NextTotpCode | undefined {
  if (mfa_secret === null) return undefined
  const current = stepAt(project.clock.seconds())
  const unused = readSettings(project).totp_code_reuse ? current : Math.max(current, mfa_last_step + 1)
  return unused > current + ACCEPTED_AHEAD_STEPS
    ? { acceptedFrom: startOfStep(unused - ACCEPTED_AHEAD_STEPS) }
    : { code: totpCode(mfa_secret, unused) }
}

/** @throws {ServiceError} `bad_request` without an authenticator app, or while all codes that are accepted were used */
export function nextTotpCode(project: Project, user: User): string {
  const next = findNextTotpCode(project, user)
  if (next === undefined) throw new ServiceError('bad_request', 'The user has no authenticator app (mfa_secret)')
  if ('code' in next) return next.code
  const seconds = next.acceptedFrom - project.clock.seconds()
  throw new ServiceError(
    'bad_request',
    `All codes that are accepted now were used. The next one is in ${seconds} s: advance the clock, or set totp_code_reuse`,
  )
}

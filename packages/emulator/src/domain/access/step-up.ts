import { matchesSmsCode, sendSmsCode } from '../mail/sms.js'
import type { Project } from '../project/project.js'
import { readSettings } from '../project/settings.js'
import { phonesOf } from '../users/mfa-phones.js'
import { createOneTimeToken, peekOneTimeToken, redeemOneTimeToken } from '../users/one-time-tokens.js'
import { redeemTotpCode } from '../users/second-factor.js'
import { findUser, type User } from '../users/user-lookup.js'
import { StepUpError } from './step-up-error.js'

/** A one-time grant is spent by its first verification, the other kind is valid until it expires. */
export const GRANT_TYPES = ['ONE_TIME_USE', 'TIME_BASED'] as const

/** The grant that a code is entered for. */
export interface GrantRequest {
  readonly userId: string
  readonly actionType: string
  readonly grantType: (typeof GRANT_TYPES)[number]
  readonly validForSeconds: number
}

/** @throws {StepUpError} `user_not_found`, `mfa_not_enabled`, `incorrect_mfa_code` */
export function grantByTotp(project: Project, request: GrantRequest, code: string): string {
  if (requireUser(project, request.userId).mfa_secret === null) throw new StepUpError(project, 'mfa_not_enabled')
  if (!redeemTotpCode(project, request.userId, code)) throw new StepUpError(project, 'incorrect_mfa_code')
  return createGrant(project, request)
}

/**
 * Sends a code to one of the user's phones. Returns the id of the challenge.
 * @throws {StepUpError} `user_not_found`, `mfa_not_enabled`, `invalid_request_fields` for the phone of another user
 */
export function startSmsChallenge(project: Project, request: GrantRequest, phoneId: string): string {
  const phones = phonesOf(requireUser(project, request.userId))
  if (phones.length === 0) throw new StepUpError(project, 'mfa_not_enabled')
  const phone = phones.find(({ mfa_phone_id }) => mfa_phone_id === phoneId)
  if (!phone) throw notFound(project, 'mfa_phone_id', 'mfa_phone_not_found', 'The user has no such phone.')
  const { userId, actionType, grantType, validForSeconds } = request
  const { hash, lifetimeSeconds } = sendSmsCode(project, phone.number)
  const data = { actionType, grantType, validForSeconds, code_hash: hash }
  return createOneTimeToken(project, { purpose: 'sms_challenge', userId, lifetimeSeconds, data })
}

/** @throws {StepUpError} `incorrect_mfa_code`, `invalid_request_fields` for a challenge that is unknown, expired or used */
export function grantBySms(project: Project, challengeId: string, userId: string, code: string): string {
  return project.db.transaction(() => {
    const challenge = peekOneTimeToken(project, 'sms_challenge', challengeId)
    if (challenge?.userId !== userId)
      throw notFound(project, 'challenge_id', 'challenge_not_found', 'The code has expired, or was used.')
    const { code_hash, ...request } = challenge.data
    if (!matchesSmsCode(code, String(code_hash))) throw new StepUpError(project, 'incorrect_mfa_code')
    redeemOneTimeToken(project, 'sms_challenge', challengeId)
    // What `startSmsChallenge` has stored.
    return createGrant(project, { userId, ...request } as unknown as GrantRequest)
  })
}

/**
 * Verifies a grant. That of another action or user is refused like an unknown one.
 * @throws {StepUpError} `invalid_request_fields`
 */
export function redeemGrant(project: Project, grant: string, userId: string, actionType: string): void {
  const redeemed = project.db.transaction(() => {
    const found = peekOneTimeToken(project, 'step_up_grant', grant)
    const matches = found?.userId === userId && found.data.actionType === actionType
    if (matches || readSettings(project).step_up_mismatch === 'spend')
      redeemOneTimeToken(project, 'step_up_grant', grant)
    return matches
  })
  if (!redeemed) throw notFound(project, 'grant', 'grant_not_found', 'The grant is unknown, expired or used.')
}

/** @throws {StepUpError} `feature_gated` */
export function requireStepUp(project: Project): void {
  if (!readSettings(project).step_up_enabled) throw new StepUpError(project, 'feature_gated')
}

function createGrant(project: Project, { userId, actionType, grantType, validForSeconds }: GrantRequest): string {
  return createOneTimeToken(project, {
    purpose: 'step_up_grant',
    userId,
    lifetimeSeconds: validForSeconds,
    singleUse: grantType === 'ONE_TIME_USE',
    data: { actionType },
  })
}

function requireUser(project: Project, userId: string): User {
  const user = findUser(project, userId)
  if (!user) throw new StepUpError(project, 'user_not_found')
  return user
}

const notFound = (project: Project, field: string, code: string, text: string): StepUpError =>
  new StepUpError(project, 'invalid_request_fields', { [field]: { code, text } })

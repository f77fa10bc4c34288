import { matchesSmsCode, sendSmsCode } from '../mail/sms.js'
import { joinByDomain } from '../orgs/domain-join.js'
import { acceptInvites } from '../orgs/invites.js'
import type { Project } from '../project/project.js'
import { forgetFailedLogins } from '../users/failed-logins.js'
import { isKnownDevice } from '../users/known-devices.js'
import { phonesOf } from '../users/mfa-phones.js'
import {
  createOneTimeToken,
  type OneTimeToken,
  peekOneTimeToken,
  redeemOneTimeToken,
} from '../users/one-time-tokens.js'
import { hasSecondFactor, redeemBackupCode, redeemTotpCode } from '../users/second-factor.js'
import { findUser, type User } from '../users/user-lookup.js'
import { type LoginMethod, storedLoginMethod } from './login-method.js'
import { refuseLogin } from './refuse-login.js'
import { startSession } from './sessions.js'

/** A user who has passed the first factor, and where the browser goes next. */
export interface SignInAttempt {
  readonly user: User
  readonly loginMethod: LoginMethod
  readonly location: string
  /** The token of a browser that was remembered. */
  readonly device?: string | undefined
}

export type SignInResult =
  | {
      readonly outcome: 'signed_in'
      readonly userId: string
      readonly refreshToken: string
      readonly location: string
    }
  /** The token identifies the attempt in the form for the code. */
  | {
      readonly outcome: 'code_required'
      readonly token: string
      readonly location: string
      /** Where the code comes from. */
      readonly from: 'app' | 'sms'
      readonly wrongCode: boolean
    }
  | { readonly outcome: 'blocked'; readonly because: 'disabled' | 'locked'; readonly reason: string }
  /** The attempt has timed out, or its user was deleted. */
  | { readonly outcome: 'expired' }

type SignedIn = Extract<SignInResult, { readonly outcome: 'signed_in' }>
type Blocked = Extract<SignInResult, { readonly outcome: 'blocked' }>

export const LOCKED: Blocked = { outcome: 'blocked', because: 'locked', reason: 'This account is locked.' }

/** Starts a session, or requires the second factor if the user has one. */
export function signIn(project: Project, attempt: SignInAttempt): SignInResult {
  const blocked = loginBlock(attempt.user)
  if (blocked) return blocked
  const { user, device } = attempt
  const isKnown = device !== undefined && isKnownDevice(project, user.user_id, device)
  if (isKnown || !hasSecondFactor(user)) return startSignedIn(project, attempt)
  const from = user.mfa_secret === null ? 'sms' : 'app'
  const token = createStep(project, attempt)
  return { outcome: 'code_required', token, location: attempt.location, from, wrongCode: false }
}

/** Starts a session without asking for a second factor. */
export const signInDirectly = (project: Project, attempt: SignInAttempt): SignedIn | Blocked =>
  loginBlock(attempt.user) ?? startSignedIn(project, attempt)

/** What counts as the second factor: a code of the app or the phone, a backup code, or both. */
export type CodeKind = 'code' | 'backup' | 'either'

/** Completes an attempt with the code of the second factor. */
export function signInWithCode(project: Project, token: string, code: string, kind: CodeKind = 'either'): SignInResult {
  const step = peekOneTimeToken(project, 'mfa_step', token)
  if (!step) return { outcome: 'expired' }
  const location = String(step.data.location)
  const from = step.data.sms_code_hash === undefined ? 'app' : 'sms'
  if (!acceptsCode(project, step, code, kind))
    return refuseLogin(project, step.userId, 'mfa_account_locked')
      ? LOCKED
      : { outcome: 'code_required', token, location, from, wrongCode: true }
  const user = redeemOneTimeToken(project, 'mfa_step', token) && findUser(project, step.userId)
  if (!user) return { outcome: 'expired' }
  return signInDirectly(project, { user, loginMethod: storedLoginMethod(step.data.login_method), location })
}

const acceptsCode = (project: Project, step: OneTimeToken, code: string, kind: CodeKind): boolean =>
  (kind !== 'backup' && acceptsFactor(project, step, code)) ||
  (kind !== 'code' && redeemBackupCode(project, step.userId, code))

const acceptsFactor = (project: Project, { userId, data }: OneTimeToken, code: string): boolean =>
  typeof data.sms_code_hash === 'string'
    ? matchesSmsCode(code, data.sms_code_hash)
    : redeemTotpCode(project, userId, code)

function loginBlock(user: User): Blocked | undefined {
  if (user.enabled === 0) return { outcome: 'blocked', because: 'disabled', reason: 'This account is disabled.' }
  return user.locked === 1 ? LOCKED : undefined
}

/** How long the form for the code of an authenticator app is valid. */
const APP_STEP_SECONDS = 600

/** Sends a code to the first phone of a user without an authenticator app. */
function createStep(project: Project, { user, loginMethod, location }: SignInAttempt): string {
  const phone = user.mfa_secret === null ? phonesOf(user)[0] : undefined
  const sms = phone && sendSmsCode(project, phone.number)
  return createOneTimeToken(project, {
    purpose: 'mfa_step',
    userId: user.user_id,
    lifetimeSeconds: sms?.lifetimeSeconds ?? APP_STEP_SECONDS,
    data: { login_method: loginMethod, location, ...(sms ? { sms_code_hash: sms.hash } : {}) },
  })
}

/** Every sign-in accepts the pending invitations of the user's address, and may join organizations of its domain. */
function startSignedIn(project: Project, { user, loginMethod, location }: SignInAttempt): SignedIn {
  const refreshToken = startSession(project, user.user_id, loginMethod)
  forgetFailedLogins(project, user.user_id)
  acceptInvites(project, user)
  joinByDomain(project, user)
  return { outcome: 'signed_in', userId: user.user_id, refreshToken, location }
}

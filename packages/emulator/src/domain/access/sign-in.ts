import { acceptInvites } from '../orgs/invites.js'
import type { Project } from '../project/project.js'
import { createOneTimeToken, peekOneTimeToken, redeemOneTimeToken } from '../users/one-time-tokens.js'
import { redeemTotpCode } from '../users/second-factor.js'
import { findUser, type User } from '../users/user-lookup.js'
import { type LoginMethod, storedLoginMethod } from './login-method.js'
import { startSession } from './sessions.js'

/** A user who has passed the first factor, and where the browser goes next. */
export interface SignInAttempt {
  readonly user: User
  readonly loginMethod: LoginMethod
  readonly location: string
}

export type SignInResult =
  | { readonly outcome: 'signed_in'; readonly refreshToken: string; readonly location: string }
  /** The token identifies the attempt in the form for the code. */
  | {
      readonly outcome: 'code_required'
      readonly token: string
      readonly location: string
      readonly wrongCode: boolean
    }
  | { readonly outcome: 'blocked'; readonly reason: string }
  /** The attempt has timed out, or its user was deleted. */
  | { readonly outcome: 'expired' }

/** Starts a session, or requires the second factor if the user has one. */
export function signIn(project: Project, attempt: SignInAttempt): SignInResult {
  const reason = loginBlockReason(attempt.user)
  if (reason !== undefined) return { outcome: 'blocked', reason }
  if (attempt.user.mfa_secret === null) return startSignedIn(project, attempt)
  const token = createStep(project, attempt)
  return { outcome: 'code_required', token, location: attempt.location, wrongCode: false }
}

/** Starts a session without asking for a second factor. */
export function signInDirectly(project: Project, attempt: SignInAttempt): SignInResult {
  const reason = loginBlockReason(attempt.user)
  return reason === undefined ? startSignedIn(project, attempt) : { outcome: 'blocked', reason }
}

/** Completes an attempt with the code of the second factor. */
export function signInWithCode(project: Project, token: string, code: string): SignInResult {
  const step = peekOneTimeToken(project, 'mfa_step', token)
  if (!step) return { outcome: 'expired' }
  const location = String(step.data.location)
  if (!redeemTotpCode(project, step.userId, code)) return { outcome: 'code_required', token, location, wrongCode: true }
  const user = redeemOneTimeToken(project, 'mfa_step', token) && findUser(project, step.userId)
  if (!user) return { outcome: 'expired' }
  return signInDirectly(project, { user, loginMethod: storedLoginMethod(step.data.login_method), location })
}

function loginBlockReason(user: User): string | undefined {
  if (user.enabled === 0) return 'This account is disabled.'
  if (user.locked === 1) return 'This account is locked.'
  return undefined
}

const STEP_SECONDS = 600

function createStep(project: Project, { user, loginMethod, location }: SignInAttempt): string {
  return createOneTimeToken(project, {
    purpose: 'mfa_step',
    userId: user.user_id,
    lifetimeSeconds: STEP_SECONDS,
    data: { login_method: loginMethod, location },
  })
}

/** Every sign-in accepts the pending invitations of the user's address. */
function startSignedIn(project: Project, { user, loginMethod, location }: SignInAttempt): SignInResult {
  const refreshToken = startSession(project, user.user_id, loginMethod)
  acceptInvites(project, user)
  return { outcome: 'signed_in', refreshToken, location }
}

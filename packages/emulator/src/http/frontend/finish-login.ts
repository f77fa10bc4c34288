import type { Context } from 'hono'
import { findSession } from '../../domain/access/sessions.js'
import { type SignInResult, signIn } from '../../domain/access/sign-in.js'
import { sendConfirmation } from '../../domain/mail/mail.js'
import type { Project } from '../../domain/project/project.js'
import { ActionError } from '../../domain/self-service/action-error.js'
import { type LoginState, signedInState } from '../../domain/self-service/login-state.js'
import { createOneTimeToken } from '../../domain/users/one-time-tokens.js'
import type { User } from '../../domain/users/user-lookup.js'
import { readDevice } from '../known-device.js'
import { replaceSessionCookie } from '../session-cookie.js'
import { clearPendingLogin, setPendingLogin } from './pending-login.js'

const BY_PASSWORD = { login_method: 'password' }

const CONFIRM_SECONDS = 86_400

/** Continues after the password: the address, then the second factor, then the session. */
export function continueLogin(project: Project, c: Context, user: User): LoginState {
  if (user.email_confirmed === 0) return waitForConfirmation(project, c, user)
  const attempt = { user, loginMethod: BY_PASSWORD, location: project.authUrl, device: readDevice(c) }
  return finishLogin(project, c, signIn(project, attempt))
}

function waitForConfirmation(project: Project, c: Context, user: User): LoginState {
  sendConfirmation(project, user)
  const token = createOneTimeToken(project, {
    purpose: 'confirm_step',
    userId: user.user_id,
    lifetimeSeconds: CONFIRM_SECONDS,
    singleUse: false,
    data: {},
  })
  setPendingLogin(project, c, { kind: 'confirm', token })
  return 'ConfirmEmailRequired'
}

/** @throws {ActionError} `account_disabled`, `account_locked`, `invalid_mfa_cookie` */
export function finishLogin(project: Project, c: Context, result: SignInResult): LoginState {
  switch (result.outcome) {
    case 'code_required':
      setPendingLogin(project, c, { kind: 'mfa', token: result.token })
      return 'TwoFactorRequired'
    case 'blocked':
      throw new ActionError(result.because === 'locked' ? 'account_locked' : 'account_disabled', result.reason)
    case 'expired':
      throw new ActionError('invalid_mfa_cookie', 'This took too long. Please start again.')
    case 'signed_in': {
      replaceSessionCookie(project, c, result.refreshToken)
      clearPendingLogin(project, c)
      const session = findSession(project, result.refreshToken)
      return session ? signedInState(project, session) : 'LoginRequired'
    }
  }
}

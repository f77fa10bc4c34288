import { type Context, Hono } from 'hono'
import { findUserByPassword } from '../../domain/access/password-login.js'
import { type CodeKind, LOCKED, signInWithCode } from '../../domain/access/sign-in.js'
import { sendMagicLink } from '../../domain/mail/magic-links.js'
import { sendPasswordReset } from '../../domain/mail/password-reset.js'
import { checkSignup, isRefusedAsPersonal } from '../../domain/orgs/signup-rules.js'
import type { Project } from '../../domain/project/project.js'
import { readSettings } from '../../domain/project/settings.js'
import { ActionError, invalidRequest } from '../../domain/self-service/action-error.js'
import { type LoginState, signedInState } from '../../domain/self-service/login-state.js'
import { peekOneTimeToken } from '../../domain/users/one-time-tokens.js'
import { findUser, findUserByEmail, type User } from '../../domain/users/user-lookup.js'
import { isEmail } from '../../domain/users/user-rules.js'
import { createUser } from '../../domain/users/users.js'
import { setDeviceCookie } from '../known-device.js'
import { ownOrigin } from '../own-address.js'
import { readSession } from '../session-cookie.js'
import { readFields } from './caller.js'
import { rejectExposedSignup } from './exposed-signup.js'
import { continueLogin, finishLogin } from './finish-login.js'
import { readPendingLogin } from './pending-login.js'
import { withCodes } from './reply.js'

/** Logging in, in several steps. */
export function loginRoutes(project: Project): Hono {
  return new Hono()
    .get('/login_state', (c) => c.json({ login_state: loginState(project, c) }))
    .post('/login', async (c) => c.json({ login_state: await logIn(project, c) }))
    .post('/verify', async (c) => c.json({ login_state: await verify(project, c, 'code') }))
    .post('/verify_backup', async (c) => c.json({ login_state: await verify(project, c, 'backup') }))
    .post('/login_passwordless', async (c) => {
      await sendLink(project, c)
      return c.json({})
    })
    .post('/forgot_password', async (c) => c.json(await forgotPassword(project, c)))
}

function loginState(project: Project, c: Context): LoginState {
  const session = readSession(project, c)
  if (session) return signedInState(project, session)
  const pending = readPendingLogin(c)
  if (pending?.kind === 'mfa' && peekOneTimeToken(project, 'mfa_step', pending.token)) return 'TwoFactorRequired'
  return pendingConfirmation(project, c)?.email_confirmed === 0 ? 'ConfirmEmailRequired' : 'LoginRequired'
}

/** The user whose login waits for the confirmation of the address. */
export function pendingConfirmation(project: Project, c: Context): User | undefined {
  const pending = readPendingLogin(c)
  if (pending?.kind !== 'confirm') return undefined
  const step = peekOneTimeToken(project, 'confirm_step', pending.token)
  return step && findUser(project, step.userId)
}

async function logIn(project: Project, c: Context): Promise<LoginState> {
  const fields = await readFields(c)
  const email = fields.requiredText('email')
  const password = fields.requiredText('password')
  fields.check()
  if (!readSettings(project).has_password_login)
    throw new ActionError('action_disabled', 'Passwords are off in this project.')
  const user = await findUserByPassword(project, email, password)
  if (!user) throw new ActionError('user_not_found', 'Incorrect email or password.')
  if (user === 'locked') throw new ActionError('account_locked', LOCKED.reason)
  return continueLogin(project, c, user)
}

async function verify(project: Project, c: Context, kind: CodeKind): Promise<LoginState> {
  const fields = await readFields(c)
  const code = fields.text('code') ?? ''
  const remembers = fields.flag('remember_device') ?? false
  fields.check()
  const pending = readPendingLogin(c)
  const token = pending?.kind === 'mfa' ? pending.token : ''
  const result = signInWithCode(project, token, code, kind)
  if (result.outcome === 'code_required') {
    throw kind === 'code'
      ? invalidRequest({ code: 'Incorrect code.' })
      : new ActionError('incorrect_mfa_code', 'Incorrect code.')
  }
  if (remembers && result.outcome === 'signed_in') setDeviceCookie(project, c, result.userId)
  return withCodes({ account_locked: 'account_mfa_locked' }, () => finishLogin(project, c, result))
}

async function sendLink(project: Project, c: Context): Promise<void> {
  const fields = await readFields(c)
  const email = readEmail(fields.requiredText('email'))
  const creates = fields.flag('create_if_doesnt_exist') ?? false
  fields.check()
  if (!readSettings(project).has_passwordless_login)
    throw new ActionError('not_found', 'Links to log in are off in this project.')
  const user = findUserByEmail(project, email) ?? (creates ? newUser(project, email) : undefined)
  if (user?.enabled === 0) throw new ActionError('account_disabled', 'This account is disabled.')
  if (user?.locked === 1) throw new ActionError('account_locked', 'This account is locked.')
  if (user) sendMagicLink(project, user)
}

function newUser(project: Project, email: string): User {
  rejectExposedSignup(project)
  const [problem] = Object.values(checkSignup(project, email)).flat()
  const isPersonal = isRefusedAsPersonal(project, email)
  if (problem !== undefined) throw new ActionError(isPersonal ? 'bad_request' : 'domain_not_allowed', problem)
  return createUser(project, { email })
}

/** The answer is the same for an unknown address. Its links lead to the captured messages. */
async function forgotPassword(project: Project, c: Context) {
  const fields = await readFields(c)
  const email = readEmail(fields.requiredText('email'))
  fields.check()
  const user = findUserByEmail(project, email)
  if (user) sendPasswordReset(project, user)
  const inbox = `${ownOrigin(project, c)}/_emulator/mail?to=${encodeURIComponent(email)}`
  return {
    message: 'If there is an account with this address, a message is on its way.',
    sniper_links: { gmail: inbox, outlook: inbox, yahoo: inbox },
  }
}

function readEmail(text: string): string {
  if (!isEmail(text)) throw invalidRequest({ email: 'Must be a valid email address.' })
  return text.trim()
}

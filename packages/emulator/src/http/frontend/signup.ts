import { type Context, Hono } from 'hono'
import { sendConfirmation } from '../../domain/mail/mail.js'
import { findInvite, isInvited } from '../../domain/orgs/invites.js'
import { checkSignup } from '../../domain/orgs/signup-rules.js'
import type { Project } from '../../domain/project/project.js'
import { rejectInvalid } from '../../domain/project/service-error.js'
import { readSettings } from '../../domain/project/settings.js'
import { ActionError, invalidRequest, rejectProblems } from '../../domain/self-service/action-error.js'
import { ownPropertyProblems } from '../../domain/self-service/own-properties.js'
import { lookupKey } from '../../domain/users/user-lookup.js'
import { createUser } from '../../domain/users/users.js'
import { readSession } from '../session-cookie.js'
import { readFields, requireSession } from './caller.js'
import { rejectExposedSignup } from './exposed-signup.js'
import { continueLogin } from './finish-login.js'
import { pendingConfirmation } from './login.js'

/** Signing up, and the confirmation of the address. */
export function signupRoutes(project: Project): Hono {
  return new Hono()
    .post('/signup', async (c) => c.json(await signUp(project, c)))
    .post('/resend_email_confirmation', (c) => {
      const user = readSession(project, c)?.user ?? pendingConfirmation(project, c) ?? requireSession(project, c)
      if (user.email_confirmed === 1)
        throw new ActionError('email_already_confirmed', 'The email address is confirmed already.')
      sendConfirmation(project, user)
      return c.json({})
    })
}

async function signUp(project: Project, c: Context) {
  rejectExposedSignup(project)
  if (!readSettings(project).has_password_login)
    throw new ActionError('action_disabled', 'Passwords are off in this project.')
  const fields = await readFields(c)
  const input = {
    email: fields.requiredText('email'),
    password: fields.requiredText('password'),
    username: fields.text('username'),
    first_name: fields.text('first_name'),
    last_name: fields.text('last_name'),
    properties: fields.object('properties'),
  }
  const byInvitation = readInvite(project, fields.text('invite_token'), input.email)
  fields.check()
  const owner = { present: {}, createdAt: project.clock.seconds() }
  rejectProblems(ownPropertyProblems(readSettings(project), input.properties ?? {}, owner))
  if (!readSettings(project).allow_public_signups && !isInvited(project, input.email))
    throw new ActionError('action_disabled', 'Sign-ups are closed.')
  rejectInvalid(checkSignup(project, input.email))
  const confirmed = byInvitation || !readSettings(project).signup_confirms_email
  const user = createUser(project, { ...input, email_confirmed: confirmed })
  return { login_state: continueLogin(project, c, user), user_id: user.user_id }
}

/** Whether the token is that of a pending invitation. It was sent to the address, so it confirms the address. */
function readInvite(project: Project, token: string | undefined, email: string): boolean {
  const invite = token === undefined ? undefined : findInvite(project, token)
  if (invite && lookupKey(invite.invitee_email) !== lookupKey(email))
    throw invalidRequest({ email: `The invitation is for ${invite.invitee_email}.` })
  return invite !== undefined
}

import { completeSession, type Session } from '../access/sessions.js'
import { countOrgs, orgsOf } from '../orgs/memberships.js'
import type { Project } from '../project/project.js'
import { readSettings } from '../project/settings.js'
import { mustChangePassword } from '../users/password-rotation.js'
import { hasSecondFactor } from '../users/second-factor.js'
import type { User } from '../users/user-lookup.js'
import { missingProperties } from './own-properties.js'

/** What is left to do of a login, in the words of the frontend API. */
export type LoginState =
  | 'LoginRequired'
  | 'TwoFactorRequired'
  | 'ConfirmEmailRequired'
  | 'UpdatePasswordRequired'
  | 'TwoFactorEnablementRequired'
  | 'UserMetadataRequired'
  | 'OrgCreationRequired'
  | 'Finished'

/** What a user who is signed in has to do first. A login without a further step is complete from then on. */
export function signedInState(project: Project, session: Session): LoginState {
  const state = nextStep(project, session)
  if (state === 'Finished' && !session.complete) completeSession(project, session.id)
  return state
}

/** An identity provider has its own passwords and second factors. */
function nextStep(project: Project, { user, loginMethod }: Session): LoginState {
  if (loginMethod.login_method !== 'saml_sso') {
    if (needsPassword(project, user)) return 'UpdatePasswordRequired'
    if (!hasSecondFactor(user) && needsSecondFactor(project, user)) return 'TwoFactorEnablementRequired'
  }
  if (missingProperties(project, user).length > 0) return 'UserMetadataRequired'
  return needsOrg(project, user) ? 'OrgCreationRequired' : 'Finished'
}

/**
 * Whether apps can use the session: every step of the login is done, or the project only reports what is left. A login
 * that was complete stays so.
 */
export const isLoginComplete = (project: Project, session: Session): boolean =>
  session.complete || readSettings(project).login_steps === 'reported' || signedInState(project, session) === 'Finished'

const needsPassword = (project: Project, user: User): boolean =>
  readSettings(project).has_password_login && mustChangePassword(project, user)

/** Whether the time has come at which an organization of the user requires a second factor. */
function needsSecondFactor(project: Project, user: User): boolean {
  const times = orgsOf(project, user.user_id).map((org) => org.require_2fa_by)
  return times.some((time) => time !== null && Date.parse(time) <= project.clock.milliseconds())
}

function needsOrg(project: Project, user: User): boolean {
  const { has_orgs, users_must_be_in_an_organization: required } = readSettings(project)
  return has_orgs && required && countOrgs(project, user.user_id) === 0
}

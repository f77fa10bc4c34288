import { memberEntries } from '../orgs/memberships.js'
import { getOrg } from '../orgs/orgs.js'
import type { Project } from '../project/project.js'
import { hasSecondFactor } from '../users/second-factor.js'
import type { User } from '../users/user-lookup.js'

/** What is left to do of a login, in the words of the frontend API. */
export type LoginState =
  | 'LoginRequired'
  | 'TwoFactorRequired'
  | 'ConfirmEmailRequired'
  | 'UpdatePasswordRequired'
  | 'TwoFactorEnablementRequired'
  | 'Finished'

/** What a user who is signed in has to do first. The session works in any case. */
export function signedInState(project: Project, user: User): LoginState {
  if (user.update_password_required === 1) return 'UpdatePasswordRequired'
  if (!hasSecondFactor(user) && needsSecondFactor(project, user)) return 'TwoFactorEnablementRequired'
  return 'Finished'
}

/** Whether the time has come at which an organization of the user requires a second factor. */
function needsSecondFactor(project: Project, user: User): boolean {
  const times = memberEntries(project, user.user_id).map(({ org_id }) => getOrg(project, org_id).require_2fa_by)
  return times.some((time) => time !== null && Date.parse(time) <= project.clock.milliseconds())
}

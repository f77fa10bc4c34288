import { entriesByOrg, memberEntries } from '../orgs/memberships.js'
import type { Project } from '../project/project.js'
import { touchUser } from '../users/activity.js'
import { userRecord } from '../users/user-record.js'
import { issueAccessToken } from './access-tokens.js'
import type { Session } from './sessions.js'

/**
 * The session on the wire, with a new access token.
 * @throws {ServiceError} `invalid_fields` if the user is not a member of the active organization
 */
export async function authenticationInfo(project: Project, session: Session, activeOrgId: string | undefined) {
  const { user, loginMethod } = session
  const entries = memberEntries(project, user.user_id)
  const { token, claims } = await issueAccessToken(project, user, { loginMethod, activeOrgId, entries })
  touchUser(project, user.user_id)
  return {
    access_token: token,
    expires_at_seconds: claims.exp,
    org_id_to_org_member_info: entriesByOrg(entries),
    user: userRecord(user),
  }
}

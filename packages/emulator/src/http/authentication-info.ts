import { issueAccessToken } from '../domain/access-tokens.js'
import type { Session } from '../domain/sessions.js'
import { touchUser } from '../domain/users.js'
import type { Project } from '../project.js'
import { orgEntries, userRecord } from './backend/records.js'

/**
 * What an SDK gets to know of a session, with a fresh access token.
 * @throws {ServiceError} `invalid_fields` when the user is not a member of the active organization
 */
export async function authenticationInfo(project: Project, session: Session, activeOrgId: string | undefined) {
  const { user, loginMethod } = session
  const { token, claims } = await issueAccessToken(project, user, { loginMethod, activeOrgId })
  touchUser(project, user.user_id)
  return {
    access_token: token,
    expires_at_seconds: claims.exp,
    org_id_to_org_member_info: orgEntries(project, user.user_id),
    user: userRecord(user),
  }
}

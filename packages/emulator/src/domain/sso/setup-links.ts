import { newHex, sha256 } from '../../values/ids.js'
import { getOrg } from '../orgs/orgs.js'
import type { Project } from '../project/project.js'
import { readSettings } from '../project/settings.js'

/**
 * A link to the page on which the customer's IT department sets the connection up. It works until it expires.
 * @throws {ServiceError} `org_not_found`
 */
export function createSetupLink(project: Project, orgId: string, lifetimeSeconds?: number): string {
  getOrg(project, orgId)
  const token = newHex(32)
  const now = project.clock.seconds()
  const lifetime = lifetimeSeconds ?? readSettings(project).sso_setup_link_seconds
  project.db.transaction(() => {
    project.db.run('DELETE FROM sso_setup_links WHERE expires_at <= ?', now)
    project.db.run('INSERT INTO sso_setup_links VALUES (?, ?, ?)', sha256(token), orgId, now + lifetime)
  })
  return `${project.authUrl}/saml/setup?t=${token}`
}

/** The organization of a link that has not expired. */
export function orgOfSetupLink(project: Project, token: string): string | undefined {
  const sql = 'SELECT org_id FROM sso_setup_links WHERE token_hash = ? AND expires_at > ?'
  return project.db.get<{ org_id: string }>(sql, sha256(token), project.clock.seconds())?.org_id
}

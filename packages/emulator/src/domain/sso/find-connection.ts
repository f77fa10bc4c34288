import { hasDomainOf } from '../orgs/memberships.js'
import type { Org } from '../orgs/orgs.js'
import type { Project } from '../project/project.js'

/** What a visitor knows of an organization: one of these. */
export interface SsoHint {
  readonly orgId?: string | undefined
  readonly domain?: string | undefined
  readonly email?: string | undefined
}

/** The organizations whose connection is live and that log in such a visitor. */
export function ssoOrgs(project: Project, { orgId, domain, email }: SsoHint): string[] {
  const address = domain === undefined ? email : `@${domain}`
  const sql = 'SELECT orgs.* FROM sso_connections JOIN orgs USING (org_id) WHERE live = 1 ORDER BY orgs.seq'
  return project.db
    .all<Org>(sql)
    .filter((org) => org.org_id === orgId || (address !== undefined && hasDomainOf(org, address)))
    .map(({ org_id }) => org_id)
}

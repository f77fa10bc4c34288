import { hasDomainOf } from '../orgs/memberships.js'
import { getOrg } from '../orgs/orgs.js'
import type { Project } from '../project/project.js'
import { listConnections } from './connections.js'

/** What a visitor knows of an organization: one of these. */
export interface SsoHint {
  readonly orgId?: string | undefined
  readonly domain?: string | undefined
  readonly email?: string | undefined
}

/** The organizations that log in such a visitor: those whose connection is live. */
export function ssoOrgs(project: Project, { orgId, domain, email }: SsoHint): string[] {
  const address = domain === undefined ? email : `@${domain}`
  return listConnections(project)
    .filter(({ live }) => live)
    .map((connection) => connection.orgId)
    .filter((id) => id === orgId || (address !== undefined && hasDomainOf(getOrg(project, id), address)))
}

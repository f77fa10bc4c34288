import type { Project } from '../project/project.js'

/** What the identity provider of an organization needs to know about the service. */
export interface ServiceProvider {
  readonly entityId: string
  readonly acsUrl: string
  readonly logoutUrl: string
}

/** The addresses of the service for one organization. Its id is in the path: it stays when the name changes. */
export function serviceProvider({ authUrl }: Pick<Project, 'authUrl'>, orgId: string): ServiceProvider {
  const base = `${authUrl}/saml/${orgId}`
  return { entityId: `${base}/metadata`, acsUrl: `${base}/acs`, logoutUrl: `${base}/logout` }
}

import type { Project } from '../project/project.js'
import { readSettings } from '../project/settings.js'

/** The address under which the endpoints of OAuth 2.1 are. */
export const mcpBase = ({ authUrl }: Project): string => `${authUrl}/oauth/2.1`

/** The issuer of OAuth 2.1. Tokens are opaque, so only the metadata document and redirects name it. */
export const mcpIssuer = (project: Project): string =>
  readSettings(project).mcp_issuer === 'origin' ? project.authUrl : mcpBase(project)

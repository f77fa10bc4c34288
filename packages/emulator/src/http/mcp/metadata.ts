import { Hono } from 'hono'
import { mcpBase, mcpIssuer } from '../../domain/oauth/mcp-issuer.js'
import type { Project } from '../../domain/project/project.js'
import { readSettings } from '../../domain/project/settings.js'
import { MCP_METADATA_PATH } from '../paths.js'
import { notFoundResponse } from './not-found.js'

const APPENDED_PATH = '/oauth/2.1/.well-known/oauth-authorization-server'

/** Other addresses where clients look for the document. They go on after a 404, and stop at a 501. */
const OTHER_PATHS = [
  '/.well-known/oauth-authorization-server',
  '/.well-known/openid-configuration/oauth/2.1',
  '/oauth/2.1/.well-known/openid-configuration',
]

/** The metadata document (RFC 8414), with the well-known part before the path of the issuer. */
export function metadataRoutes(project: Project): Hono {
  const routes = new Hono()
  const hint = `The metadata document is ${project.authUrl}${MCP_METADATA_PATH}`
  routes.get(MCP_METADATA_PATH, (c) => c.json(metadata(project)))
  routes.get(APPENDED_PATH, (c) =>
    readSettings(project).mcp_appended_metadata ? c.json(metadata(project)) : notFoundResponse(c, hint),
  )
  for (const path of OTHER_PATHS) routes.get(path, (c) => notFoundResponse(c, hint))
  return routes
}

function metadata(project: Project) {
  const settings = readSettings(project)
  const base = mcpBase(project)
  const canRegister = settings.mcp_dynamic_registration || settings.mcp_registration_endpoint === 'always'
  return {
    issuer: mcpIssuer(project),
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    introspection_endpoint: `${base}/introspect`,
    ...(canRegister ? { registration_endpoint: `${base}/register` } : {}),
    ...(settings.mcp_revocation ? { revocation_endpoint: `${base}/revoke` } : {}),
    ...(settings.mcp_jwks_uri ? { jwks_uri: `${project.authUrl}/.well-known/jwks.json` } : {}),
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    ...(settings.mcp_iss_parameter ? { authorization_response_iss_parameter_supported: true } : {}),
    scopes_supported: settings.mcp_scopes.map(({ name }) => name),
  }
}

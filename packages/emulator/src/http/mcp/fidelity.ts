import type { RouteFidelity } from '../fidelity.js'

/** How OAuth 2.1 for MCP is known. */
export const MCP_FIDELITY: readonly RouteFidelity[] = [
  {
    title: 'Metadata document',
    routes: [
      'GET /.well-known/oauth-authorization-server/oauth/2.1',
      'GET /oauth/2.1/.well-known/oauth-authorization-server',
      'GET /.well-known/oauth-authorization-server',
      'GET /.well-known/openid-configuration/oauth/2.1',
      'GET /oauth/2.1/.well-known/openid-configuration',
    ],
    from: ['documented'],
    assumed: '`mcp_issuer`, `mcp_appended_metadata`, `mcp_jwks_uri`',
  },
  {
    title: 'Registration of clients',
    routes: ['POST /oauth/2.1/register'],
    from: ['documented'],
    assumed: '`mcp_registration_allow_list`, `mcp_loopback_redirects`, `mcp_registration_endpoint`',
  },
  {
    title: 'Authorization and consent',
    routes: ['GET /oauth/2.1/authorize', 'POST /oauth/2.1/authorize'],
    from: ['documented'],
    assumed: 'the consent page; `mcp_unknown_scopes`, `mcp_iss_parameter`',
  },
  {
    title: 'Tokens',
    routes: ['POST /oauth/2.1/token'],
    from: ['documented'],
    assumed: '`mcp_refresh_tokens`, `mcp_access_token_minutes`, `mcp_code_seconds`',
  },
  {
    title: 'Revocation',
    routes: ['POST /oauth/2.1/revoke'],
    from: ['assumed'],
    assumed: 'only with `mcp_revocation`',
  },
  {
    title: 'Introspection',
    routes: ['POST /oauth/2.1/introspect'],
    from: ['documented'],
    assumed: '`mcp_introspection_fields`, `mcp_introspection_credentials`, `mcp_introspects_refresh_tokens`',
  },
]

/** A scope of OAuth 2.1. */
export interface McpScope {
  readonly name: string
  /** Shown on the consent page. */
  readonly description?: string
  /** A scope for one organization of the user, who selects it on the consent page. Default false. */
  readonly org?: boolean
  /** Only members with one of these roles are offered an organization scope. Default: every member. */
  readonly roles?: readonly string[]
}

/** The `issuer` of the metadata document: `AUTH/oauth/2.1`, or the auth URL. */
export const MCP_ISSUERS = ['path', 'origin'] as const

/** Whether the metadata document has `registration_endpoint` while registration is off. */
export const REGISTRATION_ANNOUNCEMENTS = ['when-enabled', 'always'] as const

/** What happens to a requested scope that the project does not have. `reject`: the error `invalid_scope`. */
export const UNKNOWN_SCOPES = ['ignore', 'reject'] as const

/**
 * A refresh always returns a new refresh token. `keep`: the old one stays valid. `rotate-with-grace`: it is accepted for
 * `refresh_token_grace_seconds`. `strict`: it is refused at once, and its reuse ends all tokens of the grant.
 */
export const MCP_REFRESH_TOKEN_MODES = ['keep', 'rotate-with-grace', 'strict'] as const

/** How an MCP server sends the introspection credentials. */
export const INTROSPECTION_CREDENTIALS = ['basic', 'basic-or-body'] as const

/** The fields of an introspection answer, beside `active`. */
export const INTROSPECTION_FIELDS = [
  'sub',
  'aud',
  'resource',
  'scope',
  'client_id',
  'iat',
  'exp',
  'token_type',
  'org_id',
  'org_role',
  'email',
  'username',
] as const

export type IntrospectionField = (typeof INTROSPECTION_FIELDS)[number]

/** Settings of OAuth 2.1 for MCP, with the names of the seed file. */
export interface McpSettings {
  /** If false, every address of OAuth 2.1 answers 404. */
  readonly mcp_enabled: boolean
  readonly mcp_scopes: readonly McpScope[]
  readonly mcp_unknown_scopes: (typeof UNKNOWN_SCOPES)[number]
  /** Whether clients may register themselves. */
  readonly mcp_dynamic_registration: boolean
  readonly mcp_registration_endpoint: (typeof REGISTRATION_ANNOUNCEMENTS)[number]
  /** The redirect URIs of clients that register themselves, compared as a whole. */
  readonly mcp_redirect_uris: readonly string[]
  /** Whether a redirect URI on this machine is allowed without an entry there, with any port and path. */
  readonly mcp_loopback_redirects: boolean
  /** If false, clients may register redirect URIs that are not allowed here. */
  readonly mcp_registration_allow_list: boolean
  readonly mcp_access_token_minutes: number
  readonly mcp_code_seconds: number
  readonly mcp_refresh_tokens: (typeof MCP_REFRESH_TOKEN_MODES)[number]
  readonly mcp_issuer: (typeof MCP_ISSUERS)[number]
  /** Whether the metadata document is also at `/oauth/2.1/.well-known/oauth-authorization-server`. */
  readonly mcp_appended_metadata: boolean
  /** Whether the metadata document has a `jwks_uri`. */
  readonly mcp_jwks_uri: boolean
  /** Whether there is a revocation endpoint (RFC 7009). */
  readonly mcp_revocation: boolean
  /** Whether the redirect to a client has `iss` (RFC 9207). */
  readonly mcp_iss_parameter: boolean
  /** Whether pages of allowed apps can call the metadata, registration and token endpoints. */
  readonly mcp_cors: boolean
  readonly mcp_introspection_credentials: (typeof INTROSPECTION_CREDENTIALS)[number]
  readonly mcp_introspection_fields: readonly IntrospectionField[]
  /** Whether a refresh token is active, with its own `token_type`. */
  readonly mcp_introspects_refresh_tokens: boolean
}

/** The redirect URIs of the templates for Claude, ChatGPT and Cursor. */
const TEMPLATE_REDIRECT_URIS = [
  'https://claude.ai/api/mcp/auth_callback',
  'https://claude.com/api/mcp/auth_callback',
  'https://chatgpt.com/connector_platform_oauth_redirect',
  'cursor://anysphere.cursor-mcp/oauth/callback',
]

export const DEFAULT_MCP_SETTINGS: McpSettings = {
  mcp_enabled: true,
  mcp_scopes: [
    { name: 'read:user_data', description: 'Read your profile' },
    { name: 'plans:read', description: 'Read the plans of the organization', org: true },
    { name: 'plans:write', description: 'Change the plans of the organization', org: true, roles: ['Admin'] },
  ],
  mcp_unknown_scopes: 'ignore',
  mcp_dynamic_registration: true,
  mcp_registration_endpoint: 'when-enabled',
  mcp_redirect_uris: TEMPLATE_REDIRECT_URIS,
  mcp_loopback_redirects: true,
  mcp_registration_allow_list: true,
  mcp_access_token_minutes: 90,
  mcp_code_seconds: 60,
  mcp_refresh_tokens: 'rotate-with-grace',
  mcp_issuer: 'path',
  mcp_appended_metadata: false,
  mcp_jwks_uri: false,
  mcp_revocation: false,
  mcp_iss_parameter: false,
  mcp_cors: true,
  mcp_introspection_credentials: 'basic',
  mcp_introspection_fields: ['sub', 'aud', 'scope', 'client_id', 'iat', 'exp', 'token_type', 'org_id'],
  mcp_introspects_refresh_tokens: false,
}

import { patternProblem, redirectUriProblem } from '../../domain/oauth/redirect-uris.js'
import {
  INTROSPECTION_CREDENTIALS,
  INTROSPECTION_FIELDS,
  MCP_ISSUERS,
  MCP_REFRESH_TOKEN_MODES,
  type McpSettings,
  REGISTRATION_ANNOUNCEMENTS,
  UNKNOWN_SCOPES,
} from '../../domain/project/mcp-settings.js'
import {
  type Check,
  checkedText,
  count,
  flag,
  listOf,
  matching,
  oneOf,
  record,
  sha256Hex,
  text,
} from '../values/checks.js'

const redirectUri = checkedText(redirectUriProblem)
const redirectPattern = checkedText(patternProblem)

/** A scope token (RFC 6749, section 3.3). */
const scopeName = matching('a scope name: ASCII without white space, quotation marks and backslashes', /^[!#-[\]-~]+$/)

const scope = record({ name: scopeName, description: text, org: flag, roles: listOf(text) }, ['name'])

export const MCP_CHECKS = {
  mcp_enabled: flag,
  mcp_scopes: listOf(scope),
  mcp_unknown_scopes: oneOf(...UNKNOWN_SCOPES),
  mcp_dynamic_registration: flag,
  mcp_registration_endpoint: oneOf(...REGISTRATION_ANNOUNCEMENTS),
  mcp_redirect_uris: listOf(redirectUri),
  mcp_loopback_redirects: flag,
  mcp_registration_allow_list: flag,
  mcp_access_token_minutes: count,
  mcp_code_seconds: count,
  mcp_refresh_tokens: oneOf(...MCP_REFRESH_TOKEN_MODES),
  mcp_issuer: oneOf(...MCP_ISSUERS),
  mcp_appended_metadata: flag,
  mcp_jwks_uri: flag,
  mcp_revocation: flag,
  mcp_iss_parameter: flag,
  mcp_cors: flag,
  mcp_introspection_credentials: oneOf(...INTROSPECTION_CREDENTIALS),
  mcp_introspection_fields: listOf(oneOf(...INTROSPECTION_FIELDS)),
  mcp_introspects_refresh_tokens: flag,
} as const satisfies Record<keyof McpSettings, Check>

const clientId = matching('1 to 200 characters: letters, digits and . _ ~ -', /^[\w.~-]{1,200}$/)

const OF_ANY_CLIENT = {
  client_id: clientId,
  name: text,
  client_secret: text,
  client_secret_hash: sha256Hex,
  client_uri: text,
}

export const mcpClient = record({ ...OF_ANY_CLIENT, redirect_uris: listOf(redirectUri), user: text }, [
  'client_id',
  'redirect_uris',
])

export const oauthClient = record({ ...OF_ANY_CLIENT, redirect_uris: listOf(redirectPattern) }, [
  'client_id',
  'redirect_uris',
])

import type { JsonObject } from '../../values/json.js'
import type { IntrospectionField } from '../project/mcp-settings.js'
import type { Project } from '../project/project.js'
import { readSettings } from '../project/settings.js'
import { orgOfGrant } from './grants.js'
import { remainingScopes, scopeNames } from './scopes.js'
import { findLiveToken, type LiveToken } from './tokens.js'

/** What an MCP server is told about a token (RFC 7662). The project selects the fields. */
export function introspect(project: Project, token: string): JsonObject {
  const { mcp_introspection_fields: fields, mcp_introspects_refresh_tokens: showsRefresh } = readSettings(project)
  const live = findLiveToken(project, token)
  // A grant of the older API has no resource.
  if (!live || live.grant.resource === null) return { active: false }
  if (live.token.kind === 'refresh' && !showsRefresh) return { active: false }
  const facts = factsOf(project, live)
  return { active: true, ...Object.fromEntries(fields.flatMap((name) => entryOf(name, facts[name]))) }
}

type Facts = Readonly<Record<IntrospectionField, string | number | null>>

/** None for a fact that there is not. */
const entryOf = (name: IntrospectionField, value: string | number | null): [string, string | number][] =>
  value === null ? [] : [[name, value]]

function factsOf(project: Project, live: LiveToken): Facts {
  const { token, grant, session } = live
  const { user } = session
  const entry = orgOfGrant(project, live)
  return {
    sub: user.user_id,
    aud: grant.resource,
    resource: grant.resource,
    scope: remainingScopes(project, live, scopeNames(token.scope)).join(' '),
    client_id: grant.client_id,
    iat: token.issued_at,
    exp: token.expires_at ?? session.expiresAt,
    token_type: token.kind === 'access' ? 'Bearer' : 'refresh_token',
    org_id: entry?.org_id ?? null,
    org_role: entry?.user_role ?? null,
    email: user.email,
    username: user.username,
  }
}

import type { Project } from '../project/project.js'
import { readSettings } from '../project/settings.js'
import type { LiveGrant } from './grants.js'
import { remainingScopes, scopeNames } from './scopes.js'
import { addAccessToken, addRefreshTokenOf, type Refreshed } from './tokens.js'

/** Both tokens of OAuth 2.1, on the wire. */
export interface McpTokens {
  readonly access_token: string
  readonly refresh_token: string
  readonly token_type: 'Bearer'
  readonly expires_in: number
  readonly scope: string
}

/** The tokens for a code. */
export function firstTokens(project: Project, live: LiveGrant): McpTokens {
  return project.db.transaction(() =>
    issue(project, live, scopeNames(live.grant.scope), addRefreshTokenOf(project, live.grant)),
  )
}

/** The tokens for a refresh token. The access token has the scopes that are asked for, as far as they were granted. */
export function nextTokens(project: Project, refreshed: Refreshed, scope: string): McpTokens {
  const granted = scopeNames(refreshed.grant.scope)
  return issue(project, refreshed, narrowed(granted, scope), refreshed.refreshToken)
}

function narrowed(granted: readonly string[], scope: string): readonly string[] {
  const names = scopeNames(scope)
  return names.length === 0 ? granted : granted.filter((name) => names.includes(name))
}

function issue(project: Project, live: LiveGrant, scopes: readonly string[], refreshToken: string): McpTokens {
  const scope = remainingScopes(project, live, scopes).join(' ')
  const lifetime = readSettings(project).mcp_access_token_minutes * 60
  return {
    access_token: addAccessToken(project, live.grant, scope, lifetime),
    refresh_token: refreshToken,
    token_type: 'Bearer',
    expires_in: lifetime,
    scope,
  }
}

import { sha256 } from '../../values/ids.js'
import { newOpaqueToken } from '../../values/secrets.js'
import { endSessions, extendSession } from '../access/sessions.js'
import type { Project } from '../project/project.js'
import { readSettings } from '../project/settings.js'
import { endGrant, findLiveGrant, type Grant, type LiveGrant } from './grants.js'
import { OAuthError } from './oauth-error.js'

export type TokenKind = 'access' | 'refresh'

/** A row of the tokens table. Access tokens of the older API are JWTs and have no row. */
export interface OAuthToken {
  readonly grant_id: string
  readonly kind: TokenKind
  readonly scope: string
  /** Unix seconds, as the others. */
  readonly issued_at: number
  /** null for a refresh token: it ends with the session. */
  readonly expires_at: number | null
  /** The time at which a replaced refresh token is refused. */
  readonly accepted_until: number | null
}

/** Creates an access token that the service knows, not the caller. Only its hash is stored. */
export function addAccessToken(project: Project, grant: Grant, scope: string, lifetimeSeconds: number): string {
  const now = project.clock.seconds()
  project.db.run('DELETE FROM oauth_tokens WHERE expires_at <= ?', now)
  return addToken(project, { grantId: grant.grant_id, kind: 'access', scope, expiresAt: now + lifetimeSeconds })
}

export const addRefreshTokenOf = (project: Project, { grant_id, scope }: Grant): string =>
  addToken(project, { grantId: grant_id, kind: 'refresh', scope, expiresAt: null })

interface NewToken {
  readonly grantId: string
  readonly kind: TokenKind
  readonly scope: string
  readonly expiresAt: number | null
}

function addToken(project: Project, { grantId, kind, scope, expiresAt }: NewToken): string {
  const token = newOpaqueToken()
  const values = [sha256(token), grantId, kind, scope, project.clock.seconds(), expiresAt] as const
  project.db.run('INSERT INTO oauth_tokens VALUES (?, ?, ?, ?, ?, ?, NULL)', ...values)
  return token
}

/** A token that is in force, with its grant. */
export interface LiveToken extends LiveGrant {
  readonly token: OAuthToken
}

/** The token, unless it has expired or been replaced, or its session has ended. */
export function findLiveToken(project: Project, token: string): LiveToken | undefined {
  const now = project.clock.seconds()
  const row = project.db.get<OAuthToken>(
    `SELECT * FROM oauth_tokens WHERE token_hash = ? AND (expires_at IS NULL OR expires_at > ?)
       AND (accepted_until IS NULL OR accepted_until > ?)`,
    sha256(token),
    now,
    now,
  )
  const live = row && findLiveGrant(project, row.grant_id)
  return row && live && { token: row, ...live }
}

/** How a refresh treats the refresh token. `reuse`: it stays the same. The others are those of the settings. */
export type Rotation = 'reuse' | 'keep' | 'rotate-with-grace' | 'strict'

export interface Refreshed extends LiveGrant {
  readonly refreshToken: string
}

/**
 * Uses a refresh token of the client and extends its session. Atomic: of several requests with the same token in the
 * mode `strict`, one is answered.
 * @throws {OAuthError} `invalid_grant`
 */
export function redeemRefreshToken(
  project: Project,
  clientId: string,
  refreshToken: string,
  rotation: Rotation,
): Refreshed {
  const refreshed = project.db.transaction(() => {
    const live = findLiveToken(project, refreshToken)
    if (live?.token.kind !== 'refresh' || live.grant.client_id !== clientId) {
      if (rotation === 'strict') endIfReplaced(project, clientId, refreshToken)
      return undefined
    }
    extendSession(project, live.session)
    return { ...live, refreshToken: nextRefreshToken(project, live.grant, refreshToken, rotation) }
  })
  if (!refreshed) throw new OAuthError('invalid_grant', 'The refresh token is unknown, replaced or expired')
  return refreshed
}

/** The grace of a token starts with its first use. */
function nextRefreshToken(project: Project, grant: Grant, refreshToken: string, rotation: Rotation): string {
  if (rotation === 'reuse') return refreshToken
  if (rotation !== 'keep') {
    const grace = rotation === 'strict' ? 0 : readSettings(project).refresh_token_grace_seconds
    const sql = 'UPDATE oauth_tokens SET accepted_until = ? WHERE token_hash = ? AND accepted_until IS NULL'
    project.db.run(sql, project.clock.seconds() + grace, sha256(refreshToken))
  }
  return addRefreshTokenOf(project, grant)
}

/** A token that was replaced may have been stolen. */
function endIfReplaced(project: Project, clientId: string, refreshToken: string): void {
  const row = project.db.get<{ grant_id: string }>(
    `SELECT grant_id FROM oauth_tokens JOIN oauth_grants USING (grant_id)
       WHERE token_hash = ? AND client_id = ? AND accepted_until <= ?`,
    sha256(refreshToken),
    clientId,
    project.clock.seconds(),
  )
  if (row) endGrant(project, row.grant_id)
}

/** Ends the token, and with a refresh token its grant (RFC 7009). A token of another client is left alone. */
export function revokeToken(project: Project, clientId: string, token: string): void {
  project.db.transaction(() => {
    const live = findLiveToken(project, token)
    if (live?.grant.client_id !== clientId) return
    if (live.token.kind === 'refresh') endGrant(project, live.grant.grant_id)
    else project.db.run('DELETE FROM oauth_tokens WHERE token_hash = ?', sha256(token))
  })
}

/** Ends the session from which the refresh token came, for all apps. */
export function endSessionOfToken(project: Project, refreshToken: string): void {
  const isIts = `session_id = (SELECT session_id FROM oauth_grants JOIN oauth_tokens USING (grant_id)
    WHERE token_hash = ? AND kind = 'refresh')`
  endSessions(project, isIts, sha256(refreshToken))
}

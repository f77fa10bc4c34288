import { newHex, sha256 } from '../../values/ids.js'
import { newOpaqueToken } from '../../values/secrets.js'
import { findSessionById, type Session } from '../access/sessions.js'
import { memberEntry, type OrgMemberEntry } from '../orgs/memberships.js'
import type { Project } from '../project/project.js'
import type { OAuthClient } from './clients.js'
import { OAuthError } from './oauth-error.js'
import { matchesChallenge } from './pkce.js'

/** What a user has allowed a client. It ends with the user's session, and all its tokens with it. */
export interface Grant {
  readonly grant_id: string
  readonly client_id: string
  readonly session_id: string
  readonly scope: string
  /** The audience of OAuth 2.1. */
  readonly resource: string | null
  readonly org_id: string | null
  readonly redirect_uri: string
  readonly code_challenge: string | null
  readonly nonce: string | null
  readonly code_expires_at: number
  readonly code_used: number
}

export interface NewGrant {
  readonly client: OAuthClient
  readonly sessionId: string
  readonly redirectUri: string
  readonly scope: string
  readonly resource?: string | undefined
  readonly orgId?: string | undefined
  readonly codeChallenge?: string | undefined
  readonly nonce?: string | undefined
  readonly codeSeconds: number
}

/** Returns the code of the grant. Only its hash is stored. */
export function createGrant(project: Project, input: NewGrant): string {
  const code = newOpaqueToken()
  const now = project.clock.seconds()
  project.db.transaction(() => {
    project.db.run('DELETE FROM oauth_grants WHERE code_used = 0 AND code_expires_at <= ?', now)
    project.db.run(
      `INSERT INTO oauth_grants (grant_id, client_id, session_id, scope, resource, org_id, redirect_uri, code_hash,
         code_challenge, nonce, code_expires_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      newHex(16),
      input.client.client_id,
      input.sessionId,
      input.scope,
      input.resource ?? null,
      input.orgId ?? null,
      input.redirectUri,
      sha256(code),
      input.codeChallenge ?? null,
      input.nonce ?? null,
      now + input.codeSeconds,
      now,
    )
  })
  return code
}

/** What a client sends with a code. */
export interface CodeRequest {
  readonly client: OAuthClient
  readonly code: string
  readonly redirectUri: string
  readonly codeVerifier: string | undefined
}

/** A grant whose session has not ended. */
export interface LiveGrant {
  readonly grant: Grant
  readonly session: Session
}

/**
 * Uses a code. A second use ends the grant with all its tokens, since the code may have been stolen (RFC 6749, section
 * 4.1.2). A use with a wrong client, redirect URI or verifier ends it, too.
 * @throws {OAuthError} `invalid_grant`
 */
export function redeemCode(project: Project, request: CodeRequest): LiveGrant {
  const live = project.db.transaction(() => {
    const grant = project.db.get<Grant>('SELECT * FROM oauth_grants WHERE code_hash = ?', sha256(request.code))
    if (!grant) return undefined
    const session = findSessionById(project, grant.session_id)
    if (!session || !isRightUse(project, grant, request)) return endGrant(project, grant.grant_id)
    project.db.run('UPDATE oauth_grants SET code_used = 1 WHERE grant_id = ?', grant.grant_id)
    return { grant, session }
  })
  if (!live) throw new OAuthError('invalid_grant', 'Unknown, used or expired code, or another redirect_uri or verifier')
  return live
}

function isRightUse(project: Project, grant: Grant, { client, redirectUri, codeVerifier }: CodeRequest): boolean {
  const { code_challenge: challenge } = grant
  return (
    grant.code_used === 0 &&
    grant.code_expires_at > project.clock.seconds() &&
    grant.client_id === client.client_id &&
    grant.redirect_uri === redirectUri &&
    (challenge === null ? codeVerifier === undefined : matchesChallenge(codeVerifier ?? '', challenge))
  )
}

/** The grant, unless its session has ended. */
export function findLiveGrant(project: Project, grantId: string): LiveGrant | undefined {
  const grant = project.db.get<Grant>('SELECT * FROM oauth_grants WHERE grant_id = ?', grantId)
  const session = grant && findSessionById(project, grant.session_id)
  return grant && session && { grant, session }
}

/** The organization of the grant, if it has one and the user is still a member. */
export const orgOfGrant = (project: Project, { grant, session }: LiveGrant): OrgMemberEntry | undefined =>
  grant.org_id === null ? undefined : memberEntry(project, session.user.user_id, grant.org_id)

export function endGrant(project: Project, grantId: string): undefined {
  project.db.run('DELETE FROM oauth_grants WHERE grant_id = ?', grantId)
}

import { sha256 } from '../../values/ids.js'
import { findMembership } from '../orgs/memberships.js'
import type { Project } from '../project/project.js'
import { readSettings } from '../project/settings.js'
import { addRefreshToken, endSession, extendSession, findSession, type Session } from './sessions.js'

export type Renewal =
  | { readonly outcome: 'renewed'; readonly session: Session; readonly refreshToken: string }
  /** The refresh token stays valid. */
  | { readonly outcome: 'not_in_org'; readonly session: Session }
  | { readonly outcome: 'not_signed_in' }

/**
 * Uses a refresh token, for an active organization if one is given. The project's mode decides whether the token is
 * replaced. Atomic: of several requests with the same token in the mode `strict`, one is renewed.
 */
export function renewSession(project: Project, refreshToken: string, activeOrgId: string | undefined): Renewal {
  return project.db.transaction(() => {
    const session = findSession(project, refreshToken)
    if (!session) {
      endIfReused(project, refreshToken)
      return { outcome: 'not_signed_in' }
    }
    if (activeOrgId !== undefined && !findMembership(project, session.user.user_id, activeOrgId))
      return { outcome: 'not_in_org', session }
    const expiresAt = extendSession(project, session)
    const next = nextRefreshToken(project, session, refreshToken)
    return { outcome: 'renewed', session: { ...session, expiresAt }, refreshToken: next }
  })
}

/** The grace of a token starts with its first use. */
function nextRefreshToken(project: Project, session: Session, refreshToken: string): string {
  const { refresh_tokens: mode, refresh_token_grace_seconds: grace } = readSettings(project)
  if (mode === 'reuse') return refreshToken
  const acceptedUntil = project.clock.seconds() + (mode === 'strict' ? 0 : grace)
  const sql = 'UPDATE refresh_tokens SET accepted_until = ? WHERE token_hash = ? AND accepted_until IS NULL'
  project.db.run(sql, acceptedUntil, sha256(refreshToken))
  return addRefreshToken(project, session.id)
}

/** A token that was replaced may have been stolen. */
function endIfReused(project: Project, refreshToken: string): void {
  if (readSettings(project).refresh_tokens !== 'strict') return
  const sql = 'SELECT 1 FROM refresh_tokens WHERE token_hash = ? AND accepted_until <= ?'
  if (project.db.get(sql, sha256(refreshToken), project.clock.seconds())) endSession(project, refreshToken)
}

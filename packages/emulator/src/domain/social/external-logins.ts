import { newHex, sha256 } from '../../values/ids.js'
import { type JsonObject, parseObject } from '../../values/json.js'
import type { Project } from '../project/project.js'

/** What a state is for. A state of one purpose is never accepted for another. */
export type ExternalLoginPurpose = 'saml' | 'oidc' | 'social' | 'fake_code' | 'fake_token'

const LIFETIME_SECONDS = 600

/** Stores what a login at another provider needs when the browser comes back. Returns its state: a random text. */
export function startExternalLogin(project: Project, purpose: ExternalLoginPurpose, data: JsonObject): string {
  const state = newHex(32)
  const now = project.clock.seconds()
  project.db.transaction(() => {
    project.db.run('DELETE FROM external_logins WHERE expires_at <= ?', now)
    const values = [sha256(state), JSON.stringify({ purpose, data }), now + LIFETIME_SECONDS] as const
    project.db.run('INSERT INTO external_logins VALUES (?, ?, ?)', ...values)
  })
  return state
}

/** Reads a valid state without using it up. */
export function peekExternalLogin(
  project: Project,
  purpose: ExternalLoginPurpose,
  state: string,
): JsonObject | undefined {
  const sql = 'SELECT data FROM external_logins WHERE state_hash = ? AND expires_at > ?'
  const row = project.db.get<{ data: string }>(sql, sha256(state), project.clock.seconds())
  const stored = row && parseObject(row.data)
  return stored?.purpose === purpose ? (stored.data as JsonObject) : undefined
}

/** Reads a valid state. It works once. */
export function finishExternalLogin(
  project: Project,
  purpose: ExternalLoginPurpose,
  state: string,
): JsonObject | undefined {
  return project.db.transaction(() => {
    const data = peekExternalLogin(project, purpose, state)
    if (data) project.db.run('DELETE FROM external_logins WHERE state_hash = ?', sha256(state))
    return data
  })
}

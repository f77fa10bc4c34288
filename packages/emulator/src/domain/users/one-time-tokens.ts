import { newHex, sha256 } from '../../values/ids.js'
import type { Json, JsonObject } from '../../values/json.js'
import { parseObject } from '../../values/json.js'
import type { Project } from '../project/project.js'

/** What a token is for. A token of one purpose is never accepted for another. */
export type TokenPurpose =
  | 'magic_link'
  | 'confirm_email'
  | 'reset_password'
  | 'confirm_step'
  | 'mfa_step'
  | 'known_device'
  | 'sms_challenge'
  | 'step_up_grant'
  | 'ssr_code'
  | 'mcp_consent'

export interface NewOneTimeToken {
  readonly purpose: TokenPurpose
  readonly userId: string
  readonly lifetimeSeconds: number
  /** Default true. */
  readonly singleUse?: boolean
  /** State for the request that redeems the token. */
  readonly data: JsonObject
}

export interface OneTimeToken {
  readonly userId: string
  readonly data: Readonly<Record<string, Json>>
}

/** Returns the token for a link, a form or a redirect. Only its hash is stored. */
export function createOneTimeToken(project: Project, input: NewOneTimeToken): string {
  const token = newHex(32)
  const now = project.clock.seconds()
  project.db.transaction(() => {
    project.db.run('DELETE FROM one_time_tokens WHERE expires_at <= ?', now)
    project.db.run(
      'INSERT INTO one_time_tokens (token_hash, purpose, user_id, data, single_use, expires_at) VALUES (?, ?, ?, ?, ?, ?)',
      sha256(token),
      input.purpose,
      input.userId,
      JSON.stringify(input.data),
      (input.singleUse ?? true) ? 1 : 0,
      now + input.lifetimeSeconds,
    )
  })
  return token
}

const VALID = 'token_hash = ? AND purpose = ? AND expires_at > ?'

/** Reads a valid token without redeeming it. */
export function peekOneTimeToken(project: Project, purpose: TokenPurpose, token: string): OneTimeToken | undefined {
  const row = project.db.get<{ user_id: string; data: string }>(
    `SELECT user_id, data FROM one_time_tokens WHERE ${VALID}`,
    sha256(token),
    purpose,
    project.clock.seconds(),
  )
  return row && { userId: row.user_id, data: parseObject(row.data) }
}

/** Reads a valid token and invalidates it, unless it allows several uses. */
export function redeemOneTimeToken(project: Project, purpose: TokenPurpose, token: string): OneTimeToken | undefined {
  return project.db.transaction(() => {
    const found = peekOneTimeToken(project, purpose, token)
    const sql = `DELETE FROM one_time_tokens WHERE ${VALID} AND single_use = 1`
    project.db.run(sql, sha256(token), purpose, project.clock.seconds())
    return found
  })
}

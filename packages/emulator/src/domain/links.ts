import { newHex, sha256 } from '../ids.js'
import type { Json, JsonObject } from '../json.js'
import { parseObject } from '../json.js'
import type { Project } from '../project.js'

/** What a link is for. One kind never opens what another was made for. */
export type LinkKind = 'magic_link' | 'confirm_email' | 'mfa_step' | 'ssr_code'

export interface NewLink {
  readonly kind: LinkKind
  readonly userId: string
  readonly lifetimeSeconds: number
  readonly singleUse: boolean
  /** Whatever the page behind the link needs to know. */
  readonly data: JsonObject
}

export interface Link {
  readonly userId: string
  readonly data: Readonly<Record<string, Json>>
}

/** Returns the token to put into a URL; only its hash is stored. */
export function createLink(project: Project, link: NewLink): string {
  const token = newHex(32)
  const now = project.clock.seconds()
  project.db.transaction(() => {
    project.db.run('DELETE FROM links WHERE expires_at <= ?', now)
    project.db.run(
      'INSERT INTO links (token_hash, kind, user_id, data, single_use, expires_at) VALUES (?, ?, ?, ?, ?, ?)',
      sha256(token),
      link.kind,
      link.userId,
      JSON.stringify(link.data),
      link.singleUse ? 1 : 0,
      now + link.lifetimeSeconds,
    )
  })
  return token
}

const LIVE = 'token_hash = ? AND kind = ? AND expires_at > ?'

/** Looks without using the link up. */
export function peekLink(project: Project, kind: LinkKind, token: string): Link | undefined {
  const sql = `SELECT user_id, data FROM links WHERE ${LIVE}`
  const row = project.db.get<{ user_id: string; data: string }>(sql, sha256(token), kind, project.clock.seconds())
  return row && { userId: row.user_id, data: parseObject(row.data) }
}

/** Opens the link; one for a single use opens nothing a second time. */
export function openLink(project: Project, kind: LinkKind, token: string): Link | undefined {
  return project.db.transaction(() => {
    const link = peekLink(project, kind, token)
    project.db.run(`DELETE FROM links WHERE ${LIVE} AND single_use = 1`, sha256(token), kind, project.clock.seconds())
    return link
  })
}

import type { Project } from '../project/project.js'
import { type ClientFamily, type ClientSource, type OAuthClient, redirectUrisOf } from './clients.js'

/** An OAuth client, without its secret. */
export interface OAuthClientInfo {
  readonly clientId: string
  readonly name: string
  /** `mcp`: a client of OAuth 2.1. `oauth`: a client of the older API. */
  readonly family: ClientFamily
  /** Who made it: the seed, the client itself, or `mintMcpToken`. */
  readonly source: ClientSource
  readonly hasSecret: boolean
  readonly redirectUris: readonly string[]
  /** Only this user may use the client. null: every user. */
  readonly userId: string | null
  /** How often a user has allowed it, in sessions that have not been ended. */
  readonly grants: number
  /** Unix seconds. */
  readonly createdAt: number
}

/** Newest first. */
export function listClients(project: Project): OAuthClientInfo[] {
  const rows = project.db.all<OAuthClient & { readonly grants: number }>(
    `SELECT *, (SELECT count(*) FROM oauth_grants WHERE oauth_grants.client_id = oauth_clients.client_id AND code_used = 1)
       AS grants FROM oauth_clients ORDER BY seq DESC`,
  )
  return rows.map((row) => ({
    clientId: row.client_id,
    name: row.name,
    family: row.family,
    source: row.source,
    hasSecret: row.secret_hash !== null,
    redirectUris: redirectUrisOf(row),
    userId: row.user_id,
    grants: row.grants,
    createdAt: row.created_at,
  }))
}

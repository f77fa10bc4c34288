import { type Found, findPage, type PageRequest } from '../project/page.js'
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

type ClientRow = OAuthClient & { readonly grants: number }

const CLIENTS = `FROM (SELECT *, (SELECT count(*) FROM oauth_grants
  WHERE oauth_grants.client_id = oauth_clients.client_id AND code_used = 1) AS grants FROM oauth_clients)`

/** Newest first. */
export const listClients = (project: Project): OAuthClientInfo[] =>
  project.db.all<ClientRow>(`SELECT * ${CLIENTS} ORDER BY seq DESC`).map(toInfo)

/** One page of the clients, newest first. */
export function findClients(project: Project, page: PageRequest): Found<OAuthClientInfo> {
  const { rows, total } = findPage<ClientRow>(project, CLIENTS, 'seq DESC', page, {})
  return { rows: rows.map(toInfo), total }
}

const toInfo = (row: ClientRow): OAuthClientInfo => ({
  clientId: row.client_id,
  name: row.name,
  family: row.family,
  source: row.source,
  hasSecret: row.secret_hash !== null,
  redirectUris: redirectUrisOf(row),
  userId: row.user_id,
  grants: row.grants,
  createdAt: row.created_at,
})

import { newHex, sha256 } from '../../values/ids.js'
import { matchesHash } from '../../values/secrets.js'
import type { Project } from '../project/project.js'
import type { User } from '../users/user-lookup.js'
import { OAuthError } from './oauth-error.js'
import { matchesPattern } from './redirect-uris.js'

/** `mcp`: a client of OAuth 2.1. `oauth`: a client of the older API. */
export type ClientFamily = 'mcp' | 'oauth'

/** Who made a client: the developer in the seed, the client itself, or the control API for a token without one. */
export type ClientSource = 'seed' | 'registered' | 'minted'

/** A row of the clients table. */
export interface OAuthClient {
  readonly client_id: string
  readonly family: ClientFamily
  readonly source: ClientSource
  readonly name: string
  readonly client_uri: string | null
  /** null for a public client. */
  readonly secret_hash: string | null
  /** A JSON list. */
  readonly redirect_uris: string
  /** Only this user may use the client. null: every user. */
  readonly user_id: string | null
  readonly created_at: number
}

export interface NewClient {
  readonly clientId?: string | undefined
  readonly family: ClientFamily
  readonly source: ClientSource
  readonly name: string
  readonly clientUri?: string | undefined
  readonly secret?: string | undefined
  /** The hash of the secret, instead of `secret`. */
  readonly secretHash?: string | undefined
  readonly redirectUris: readonly string[]
  readonly userId?: string | undefined
}

/** Creates a client, or replaces the one with the same id and keeps its tokens. Only the hash of the secret is stored. */
export function saveClient(project: Project, client: NewClient): OAuthClient {
  const clientId = client.clientId ?? newHex(16)
  project.db.run(
    `INSERT INTO oauth_clients (client_id, family, source, name, client_uri, secret_hash, redirect_uris, user_id,
       created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (client_id) DO UPDATE SET family = excluded.family, source = excluded.source, name = excluded.name,
       client_uri = excluded.client_uri, secret_hash = excluded.secret_hash, redirect_uris = excluded.redirect_uris,
       user_id = excluded.user_id`,
    clientId,
    client.family,
    client.source,
    client.name,
    client.clientUri ?? null,
    client.secret === undefined ? (client.secretHash ?? null) : sha256(client.secret),
    JSON.stringify(client.redirectUris),
    client.userId ?? null,
    project.clock.seconds(),
  )
  return getClient(project, client.family, clientId)
}

export const findClient = (project: Project, family: ClientFamily, clientId: string): OAuthClient | undefined =>
  project.db.get<OAuthClient>('SELECT * FROM oauth_clients WHERE client_id = ? AND family = ?', clientId, family)

/** @throws {OAuthError} `invalid_client` */
export function getClient(project: Project, family: ClientFamily, clientId: string): OAuthClient {
  const client = findClient(project, family, clientId)
  if (!client) throw new OAuthError('invalid_client', 'There is no client with this client_id')
  return client
}

export const redirectUrisOf = (client: OAuthClient): readonly string[] => JSON.parse(client.redirect_uris) as string[]

/** Whether the client has registered the URI: the same text, or in the older API a pattern for it. */
export function hasRedirectUri(client: OAuthClient, uri: string): boolean {
  const registered = redirectUrisOf(client)
  return client.family === 'mcp' ? registered.includes(uri) : registered.some((pattern) => matchesPattern(pattern, uri))
}

export const mayUse = (client: OAuthClient, user: User): boolean =>
  client.user_id === null || client.user_id === user.user_id

/** What a client sends to identify itself. */
export interface ClientCredentials {
  readonly clientId: string
  /** The readings of the secret, none if the client sent no secret. */
  readonly secrets: readonly string[]
}

/**
 * Whether the client has proven itself with its secret. A client that sent none has not.
 * @throws {OAuthError} `invalid_client` for a wrong secret
 */
export function hasProvenSecret({ secret_hash: hash }: OAuthClient, { secrets }: ClientCredentials): boolean {
  if (secrets.length === 0) return false
  if (hash === null || !secrets.some((secret) => matchesHash(secret, hash)))
    throw new OAuthError('invalid_client', 'The client secret is wrong, or the client has none')
  return true
}

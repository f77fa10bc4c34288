import { findAnyOrg, findAnyUser } from '../access/named.js'
import { findSession, startSession } from '../access/sessions.js'
import { memberEntry } from '../orgs/memberships.js'
import { type Project, withoutEvents } from '../project/project.js'
import { invalidFields } from '../project/service-error.js'
import { readSettings } from '../project/settings.js'
import { getClient, type OAuthClient, saveClient } from './clients.js'
import { createGrant, type LiveGrant, redeemCode } from './grants.js'
import { orgOffers, requestedScopes } from './scopes.js'
import { addAccessToken, addRefreshTokenOf } from './tokens.js'

/** Options of an MCP token for tests, including tokens that the service does not issue. */
export interface McpMintOptions {
  /** User id, email address or seed key. */
  readonly user: string
  /** The URL of the MCP server. It is the `aud` of the token. */
  readonly resource: string
  /** Any scopes. Default: those of the project that the user can allow. */
  readonly scopes?: readonly string[] | undefined
  /** Id or seed key of the organization for organization scopes. */
  readonly org?: string | undefined
  /** An existing client. Default: a client that is made for such tokens. */
  readonly clientId?: string | undefined
  /** Seconds until the token expires, negative for an expired token. Default: the lifetime in the project. */
  readonly expiresIn?: number | undefined
}

export interface MintedMcpToken {
  readonly accessToken: string
  readonly refreshToken: string
  readonly clientId: string
  readonly scopes: readonly string[]
  /** Unix seconds. */
  readonly expiresAt: number
}

/**
 * Issues opaque tokens as if the user had allowed them on the consent page. They belong to a session of their own.
 * @throws {ServiceError} `user_not_found`, `org_not_found`, `invalid_fields`
 * @throws {OAuthError} `invalid_client`
 */
export function mintMcpToken(project: Project, options: McpMintOptions): MintedMcpToken {
  if (!options.resource) throw invalidFields({ resource: ['This field is required.'] })
  return project.db.transaction(() => {
    const client = options.clientId === undefined ? mintClient(project) : getClient(project, 'mcp', options.clientId)
    const { grant, scopes } = grantAll(project, client, options)
    const lifetime = options.expiresIn ?? readSettings(project).mcp_access_token_minutes * 60
    return {
      accessToken: addAccessToken(project, grant, grant.scope, lifetime),
      refreshToken: addRefreshTokenOf(project, grant),
      clientId: client.client_id,
      scopes,
      expiresAt: project.clock.seconds() + lifetime,
    }
  })
}

const mintClient = (project: Project): OAuthClient =>
  saveClient(project, {
    clientId: 'emu_minted',
    family: 'mcp',
    source: 'minted',
    name: 'Minted tokens',
    redirectUris: [],
  })

type Granted = Pick<LiveGrant, 'grant'> & { readonly scopes: readonly string[] }

function grantAll(project: Project, client: OAuthClient, { user, org, resource, scopes }: McpMintOptions): Granted {
  const { user_id: userId } = findAnyUser(project, user)
  const orgId = org === undefined ? undefined : findAnyOrg(project, org).org_id
  if (orgId !== undefined && !memberEntry(project, userId, orgId))
    throw invalidFields({ org: ['The user is not a member of this organization.'] })
  const names = scopes ?? allScopes(project, userId, orgId)
  const session = findSession(project, startSession(withoutEvents(project), userId, { login_method: 'password' }))
  if (!session) throw invalidFields({ user: ['The user is disabled.'] })
  const grant = { client, redirectUri: '', resource, orgId, sessionId: session.id, scope: names.join(' ') }
  const code = createGrant(project, { ...grant, codeSeconds: 60 })
  return { ...redeemCode(project, { client, code, redirectUri: '', codeVerifier: undefined }), scopes: names }
}

/** The scopes of the project that the user can allow. */
function allScopes(project: Project, userId: string, orgId: string | undefined): readonly string[] {
  const scopes = requestedScopes(project, '')
  const offer = orgOffers(project, userId, scopes).find(({ entry }) => entry.org_id === orgId)
  return [...scopes.filter(({ org }) => !org), ...(offer?.scopes ?? [])].map(({ name }) => name)
}

import type { ApiKey } from '../../domain/access/api-keys.js'
import type { ClientFamily, OAuthClient } from '../../domain/oauth/clients.js'
import type { Project } from '../../domain/project/project.js'
import { parseObject } from '../../values/json.js'
import type { SeedApiKey, SeedMcpClient } from '../seed.js'
import { filled } from './filled.js'

interface KeyRow extends ApiKey {
  readonly seed_key: string | null
  readonly token_hash: string
  readonly user_key: string | null
  readonly org_key: string | null
}

/** End-user API keys, oldest first. */
export function exportApiKeys(project: Project): SeedApiKey[] {
  const sql = `SELECT api_keys.*, coalesce(users.seed_key, users.user_id) AS user_key,
      coalesce(orgs.seed_key, orgs.org_id) AS org_key
    FROM api_keys LEFT JOIN users USING (user_id) LEFT JOIN orgs USING (org_id) ORDER BY api_keys.seq`
  return project.db.all<KeyRow>(sql).map((key) =>
    filled({
      key: key.seed_key ?? key.api_key_id,
      id: key.api_key_id,
      user: key.user_key,
      org: key.org_key,
      token_hash: key.token_hash,
      imported: key.imported === 1 || undefined,
      display_name: key.display_name,
      metadata: key.metadata === null ? null : parseObject(key.metadata),
      created_at: key.created_at,
      expires_at: key.expires_at_seconds,
      archived_at: key.archived_at,
      usage: exportUsage(project, key.api_key_id),
    }),
  )
}

function exportUsage(project: Project, apiKeyId: string): SeedApiKey['usage'] {
  const sql = 'SELECT date, count FROM api_key_usage WHERE api_key_id = ? ORDER BY date'
  const rows = project.db.all<{ date: string; count: number }>(sql, apiKeyId)
  return Object.fromEntries(rows.map(({ date, count }) => [date, count]))
}

interface ClientRow extends OAuthClient {
  readonly user_key: string | null
}

/** OAuth clients of one family, oldest first. Those that registered themselves are among them. */
export function exportClients(project: Project, family: ClientFamily): SeedMcpClient[] {
  const sql = `SELECT oauth_clients.*, coalesce(users.seed_key, users.user_id) AS user_key
    FROM oauth_clients LEFT JOIN users USING (user_id) WHERE family = ? ORDER BY oauth_clients.seq`
  return project.db.all<ClientRow>(sql, family).map((client) => ({
    ...filled({
      client_id: client.client_id,
      name: client.name === client.client_id ? undefined : client.name,
      client_secret_hash: client.secret_hash,
      client_uri: client.client_uri,
    }),
    redirect_uris: JSON.parse(client.redirect_uris) as string[],
    ...filled({ user: client.user_key }),
  }))
}

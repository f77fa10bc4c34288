import { secretFrom } from '../../store/signing-key.js'
import { sha256 } from '../../values/ids.js'
import type { JsonObject } from '../../values/json.js'
import type { Project } from '../project/project.js'
import { ServiceError } from '../project/service-error.js'

/** An end-user API key of a seed. Its owners exist. Times are Unix seconds. */
export interface SeededApiKey {
  readonly key: string
  /** Default: derived from the key. */
  readonly id?: string | undefined
  readonly userId: string | null
  readonly orgId: string | null
  readonly tokenHash: string
  readonly imported: boolean
  readonly displayName?: string | undefined
  readonly metadata?: JsonObject | undefined
  readonly createdAt?: number | undefined
  readonly expiresAt?: number | undefined
  readonly archivedAt?: number | undefined
  /** Day to the number of validations. */
  readonly usage: Readonly<Record<string, number>>
}

/** Adds the key, or changes the one with its id. The usage is that of a new key. */
export function saveSeededApiKey(project: Project, key: SeededApiKey): void {
  const id = key.id ?? sha256(`api_key ${key.key}`).slice(0, 32)
  const isNew = !project.db.get('SELECT 1 FROM api_keys WHERE api_key_id = ?', id)
  project.db.run(
    `INSERT INTO api_keys (api_key_id, seed_key, token_hash, imported, user_id, org_id, display_name, metadata,
       created_at, expires_at_seconds, archived_at)
     VALUES (:id, :key, :hash, :imported, :user, :org, :name, :metadata, :created_at, :expires_at, :archived_at)
     ON CONFLICT (api_key_id) DO UPDATE SET seed_key = :key, token_hash = :hash, imported = :imported, user_id = :user,
       org_id = :org, display_name = :name, metadata = :metadata, expires_at_seconds = :expires_at`,
    {
      id,
      key: key.key,
      hash: key.tokenHash,
      imported: Number(key.imported),
      user: key.userId,
      org: key.orgId,
      name: key.displayName ?? null,
      metadata: key.metadata === undefined ? null : JSON.stringify(key.metadata),
      created_at: key.createdAt ?? project.clock.seconds(),
      expires_at: key.expiresAt ?? null,
      archived_at: key.archivedAt ?? null,
    },
  )
  if (!isNew) return
  for (const [date, count] of Object.entries(key.usage))
    project.db.run('INSERT INTO api_key_usage VALUES (?, ?, ?)', id, date, count)
}

/** The token of a key that was given none: 96 hexadecimal characters, the same after a restart. */
export const derivedApiKeyToken = ({ signingKey }: Pick<Project, 'signingKey'>, key: string): string =>
  secretFrom(signingKey, `API key ${key}`) + secretFrom(signingKey, `API key ${key}, second part`).slice(0, 32)

/** The token of an API key of the seed that was given none. @throws {ServiceError} `not_found` */
export function apiKeyToken(project: Project, key: string): string {
  const token = derivedApiKeyToken(project, key)
  const row = project.db.get('SELECT 1 FROM api_keys WHERE seed_key = ? AND token_hash = ?', key, sha256(token))
  if (!row) throw new ServiceError('not_found', `The seed has no API key ${JSON.stringify(key)} without a token`)
  return token
}

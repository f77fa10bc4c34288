import { LAST_SECOND } from '../../values/clock.js'
import { newHex, sha256 } from '../../values/ids.js'
import type { JsonObject } from '../../values/json.js'
import { findMembership } from '../orgs/memberships.js'
import { findOrg, type Org } from '../orgs/orgs.js'
import { type Found, findPage, type PageRequest } from '../project/page.js'
import type { Project } from '../project/project.js'
import { type FieldErrors, invalidFields, rejectInvalid, ServiceError } from '../project/service-error.js'
import { where } from '../project/where.js'
import { findUser, type User } from '../users/user-lookup.js'
import { recordEvent } from '../webhooks/record-event.js'

/** A row of the API keys table. A key with only a user is personal, one with an organization belongs to that. */
export interface ApiKey {
  readonly api_key_id: string
  readonly imported: number
  readonly user_id: string | null
  readonly org_id: string | null
  readonly display_name: string | null
  readonly metadata: string | null
  readonly created_at: number
  readonly expires_at_seconds: number | null
  readonly archived_at: number | null
}

export interface NewApiKey {
  readonly userId?: string | undefined
  readonly orgId?: string | undefined
  readonly displayName?: string | undefined
  readonly metadata?: JsonObject | undefined
  readonly expiresAt?: number | undefined
}

export interface CreatedApiKey {
  readonly id: string
  /** Returned once. Only its hash is stored. */
  readonly token: string
}

/** @throws {ServiceError} `invalid_fields` */
export function createApiKey(project: Project, input: NewApiKey): CreatedApiKey {
  const token = newHex(48)
  return { id: insertApiKey(project, input, token, false), token }
}

/** Registers a key of another system. @throws {ServiceError} `invalid_fields` */
export function importApiKey(project: Project, input: NewApiKey, token: string): string {
  if (token.trim() === '') throw invalidFields({ imported_api_key: ['This field is required.'] })
  return insertApiKey(project, input, token, true)
}

function insertApiKey(project: Project, input: NewApiKey, token: string, imported: boolean): string {
  return project.db.transaction(() => {
    rejectInvalid({ ...checkOwner(project, input), ...checkExpiry(project, input.expiresAt) })
    const taken = project.db.get('SELECT 1 FROM api_keys WHERE token_hash = ?', sha256(token))
    if (taken) throw invalidFields({ imported_api_key: ['This key has already been imported.'] })
    const id = newHex(16)
    project.db.run(
      `INSERT INTO api_keys (api_key_id, token_hash, imported, user_id, org_id, display_name, metadata, created_at,
         expires_at_seconds) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      id,
      sha256(token),
      imported ? 1 : 0,
      input.userId ?? null,
      input.orgId ?? null,
      input.displayName ?? null,
      input.metadata === undefined ? null : JSON.stringify(input.metadata),
      project.clock.seconds(),
      input.expiresAt ?? null,
    )
    return id
  })
}

function checkOwner(project: Project, { userId, orgId }: NewApiKey): FieldErrors {
  if (userId !== undefined && !findUser(project, userId)) return { user_id: ['User not found.'] }
  if (orgId !== undefined && !findOrg(project, orgId)) return { org_id: ['Organization not found.'] }
  if (userId !== undefined && orgId !== undefined && !findMembership(project, userId, orgId)) {
    return { user_id: ['The user is not a member of this organization.'] }
  }
  return {}
}

function checkExpiry(project: Project, expiresAt: number | undefined): FieldErrors {
  if (expiresAt === undefined) return {}
  if (expiresAt <= project.clock.seconds()) return { expires_at_seconds: ['Must be in the future.'] }
  return expiresAt > LAST_SECOND ? { expires_at_seconds: ['Must be before the year 10000.'] } : {}
}

/** @throws {ServiceError} `not_found` */
export function getApiKey(project: Project, id: string): ApiKey {
  const key = project.db.get<ApiKey>('SELECT * FROM api_keys WHERE api_key_id = ?', id)
  if (!key) throw keyNotFound()
  return key
}

const keyNotFound = (): ServiceError => new ServiceError('not_found', 'API key not found')

export interface ApiKeyQuery extends PageRequest {
  readonly userId?: string | undefined
  readonly orgId?: string | undefined
  /** True for deleted and expired keys, false for valid ones. */
  readonly archived: boolean
}

export function queryApiKeys(project: Project, query: ApiKeyQuery): Found<ApiKey> {
  const { userId, orgId, archived } = query
  const { sql, values } = where(
    {
      sql: '(archived_at IS NOT NULL OR coalesce(expires_at_seconds <= :now, 0)) = :ended',
      values: { now: project.clock.seconds(), ended: archived ? 1 : 0 },
    },
    userId !== undefined && { sql: 'user_id = :user_id', values: { user_id: userId } },
    orgId !== undefined && { sql: 'org_id = :org_id', values: { org_id: orgId } },
  )
  return findPage<ApiKey>(project, `FROM api_keys ${sql}`, 'created_at, seq', query, values)
}

export interface ApiKeyChange {
  readonly displayName?: string | undefined
  readonly metadata?: JsonObject | undefined
  readonly expiresAt?: number | undefined
  readonly neverExpires?: boolean | undefined
}

/** @throws {ServiceError} `not_found`, `invalid_fields` */
export function updateApiKey(project: Project, id: string, change: ApiKeyChange): void {
  project.db.transaction(() => {
    if (getApiKey(project, id).archived_at !== null) throw keyNotFound()
    rejectInvalid(checkExpiry(project, change.expiresAt))
    const set = (column: 'display_name' | 'metadata' | 'expires_at_seconds', value: string | number | null): void => {
      project.db.run(`UPDATE api_keys SET ${column} = ? WHERE api_key_id = ?`, value, id)
    }
    if (change.displayName !== undefined) set('display_name', change.displayName)
    if (change.metadata !== undefined) set('metadata', JSON.stringify(change.metadata))
    if (change.expiresAt !== undefined) set('expires_at_seconds', change.expiresAt)
    if (change.neverExpires) set('expires_at_seconds', null)
  })
}

/** Invalidates the key and moves it to the archive. @throws {ServiceError} `not_found` */
export function archiveApiKey(project: Project, id: string): void {
  project.db.transaction(() => {
    const sql = 'UPDATE api_keys SET archived_at = ? WHERE api_key_id = ? AND archived_at IS NULL'
    if (project.db.run(sql, project.clock.seconds(), id) === 0) throw keyNotFound()
    const { user_id, org_id } = getApiKey(project, id)
    if (org_id !== null) recordEvent(project, 'org.api_key_deleted', { org_id, api_key_id: id })
    else if (user_id !== null) recordEvent(project, 'user.deleted_personal_api_key', { user_id, api_key_id: id })
  })
}

export interface ValidApiKey {
  readonly key: ApiKey
  readonly user: User | undefined
  readonly org: Org | undefined
}

/** Validates a key and counts the use. @throws {ServiceError} `invalid_fields` */
export function validateApiKey(project: Project, token: string, imported: boolean): ValidApiKey {
  return project.db.transaction(() => {
    const key = project.db.get<ApiKey>(
      `SELECT * FROM api_keys WHERE token_hash = ? AND imported = ? AND archived_at IS NULL
         AND (expires_at_seconds IS NULL OR expires_at_seconds > ?)`,
      sha256(token),
      imported ? 1 : 0,
      project.clock.seconds(),
    )
    const user = key?.user_id ? findUser(project, key.user_id) : undefined
    if (!key || user?.enabled === 0) throw invalidFields({ api_key_token: ['Invalid, expired or archived API key.'] })
    countUse(project, key.api_key_id)
    return { key, user, org: key.org_id ? findOrg(project, key.org_id) : undefined }
  })
}

function countUse(project: Project, id: string): void {
  const date = new Date(project.clock.milliseconds()).toISOString().slice(0, 10)
  const sql =
    'INSERT INTO api_key_usage VALUES (?, ?, 1) ON CONFLICT (api_key_id, date) DO UPDATE SET count = count + 1'
  project.db.run(sql, id, date)
}

export interface UsageQuery {
  readonly date: string
  readonly userId?: string | undefined
  readonly orgId?: string | undefined
  readonly apiKeyId?: string | undefined
}

/** The number of validations on that day (UTC). */
export function countUsage(project: Project, query: UsageQuery): number {
  const sql = `SELECT coalesce(sum(count), 0) AS n FROM api_key_usage JOIN api_keys USING (api_key_id)
    WHERE date = :date AND (:user_id IS NULL OR user_id = :user_id) AND (:org_id IS NULL OR org_id = :org_id)
      AND (:id IS NULL OR api_key_id = :id)`
  const owners = { user_id: query.userId ?? null, org_id: query.orgId ?? null }
  return project.db.get<{ n: number }>(sql, { ...owners, date: query.date, id: query.apiKeyId ?? null })?.n ?? 0
}

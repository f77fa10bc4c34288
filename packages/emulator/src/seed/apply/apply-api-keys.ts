import { derivedApiKeyToken, saveSeededApiKey } from '../../domain/access/seeded-api-keys.js'
import type { Project } from '../../domain/project/project.js'
import { sha256 } from '../../values/ids.js'
import type { SeedApiKey } from '../seed.js'

/** The ids of the owners that a seed names by their keys. */
export interface SeedIds {
  readonly users: ReadonlyMap<string, string>
  readonly orgs: ReadonlyMap<string, string>
}

/** Adds the key, or changes the one with its id. */
export function applyApiKey(project: Project, seed: SeedApiKey, ids: SeedIds): void {
  const token = seed.token ?? derivedApiKeyToken(project, seed.key)
  saveSeededApiKey(project, {
    key: seed.key,
    id: seed.id,
    userId: ids.users.get(seed.user ?? '') ?? null,
    orgId: ids.orgs.get(seed.org ?? '') ?? null,
    tokenHash: seed.token_hash ?? sha256(token),
    imported: seed.imported ?? false,
    displayName: seed.display_name,
    metadata: seed.metadata,
    createdAt: seed.created_at,
    expiresAt: seed.expires_at,
    archivedAt: seed.archived_at,
    usage: seed.usage ?? {},
  })
}

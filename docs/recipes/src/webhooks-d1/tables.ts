import type { ManagementClient, Org, Organization, UserMetadata } from '@propelauth-edge/management'

type Row = readonly [id: string, ...values: (string | null)[]]

/** A table with a copy of what the service has. The queries get the id, the number of a sync, and the values. */
export interface Table<Item> {
  readonly select: string
  readonly insert: string
  readonly remove: string
  fetch(management: ManagementClient, id: string): Promise<Item | null>
  list(management: ManagementClient): AsyncIterable<Item>
  toRow(item: Item): Row
}

/** Whether no later sync of this id has written. */
const isLatest = 'EXISTS (SELECT 1 FROM syncs WHERE id = ?1 AND written = ?2)'

export const users: Table<UserMetadata> = {
  select: 'SELECT user_id, email, first_name, last_name FROM users',
  insert: `INSERT OR REPLACE INTO users SELECT ?1, ?3, ?4, ?5 WHERE ${isLatest}`,
  remove: `DELETE FROM users WHERE user_id = ?1 AND ${isLatest}`,
  fetch: (management, userId) => management.fetchUserMetadataByUserId(userId),
  list: (management) => management.iterateUsers(),
  toRow: ({ userId, email, firstName = null, lastName = null }) => [userId, email, firstName, lastName],
}

export const orgs: Table<Organization | Org> = {
  select: 'SELECT org_id, name FROM orgs',
  insert: `INSERT OR REPLACE INTO orgs SELECT ?1, ?3 WHERE ${isLatest}`,
  remove: `DELETE FROM orgs WHERE org_id = ?1 AND ${isLatest}`,
  fetch: (management, orgId) => management.fetchOrg(orgId),
  list: (management) => management.iterateOrgs(),
  toRow: ({ orgId, name }) => [orgId, name],
}

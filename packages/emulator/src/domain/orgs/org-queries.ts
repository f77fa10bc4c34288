import { type Found, findPage, type PageRequest } from '../project/page.js'
import type { Project } from '../project/project.js'
import { where } from '../project/where.js'
import type { Org } from './orgs.js'

const ORDER = {
  CREATED_AT_ASC: 'created_at, seq',
  CREATED_AT_DESC: 'created_at DESC, seq DESC',
  NAME: 'name_key, seq',
} as const

export type OrgOrder = keyof typeof ORDER

export const ORG_ORDERS = Object.keys(ORDER) as OrgOrder[]

export interface OrgQuery extends PageRequest {
  readonly order: OrgOrder
  readonly name?: string | undefined
  readonly legacyOrgId?: string | undefined
  readonly domain?: string | undefined
}

/** An organization of a list. */
export interface ListedOrg extends Org {
  /** How many. */
  readonly members: number
  /** 1 with a connection to an identity provider. */
  readonly connected: number
}

const LISTED = `FROM (SELECT *,
  (SELECT count(*) FROM memberships WHERE memberships.org_id = orgs.org_id) AS members,
  EXISTS (SELECT 1 FROM sso_connections WHERE sso_connections.org_id = orgs.org_id) AS connected FROM orgs)`

export function queryOrgs(project: Project, query: OrgQuery): Found<ListedOrg> {
  const { name, legacyOrgId, domain } = query
  const { sql, values } = where(
    name !== undefined && { sql: 'instr(name_key, :name) > 0', values: { name: name.toLowerCase() } },
    legacyOrgId !== undefined && { sql: 'legacy_org_id = :legacy_id', values: { legacy_id: legacyOrgId } },
    domain !== undefined && {
      sql: 'domain = :domain OR EXISTS (SELECT 1 FROM json_each(extra_domains) WHERE value = :domain)',
      values: { domain: domain.toLowerCase() },
    },
  )
  return findPage<ListedOrg>(project, `${LISTED} ${sql}`, ORDER[query.order], query, values)
}

export interface OrgSearch extends PageRequest {
  readonly order: OrgOrder
  /** A part of the name or of a domain, the id, or the key of the seed. */
  readonly text?: string | undefined
}

const SEARCHED =
  "name_key || char(10) || org_id || char(10) || coalesce(domain, '') || char(10) || extra_domains || char(10) || lower(coalesce(seed_key, ''))"

export function searchOrgs(project: Project, search: OrgSearch): Found<ListedOrg> {
  const text = search.text?.trim().toLowerCase()
  const { sql, values } = where(text !== undefined && { sql: `instr(${SEARCHED}, :text) > 0`, values: { text } })
  return findPage<ListedOrg>(project, `${LISTED} ${sql}`, ORDER[search.order], search, values)
}

/** A membership, for a list of a user's organizations. */
export interface NamedMembership {
  readonly org_id: string
  readonly name: string
  readonly role: string
  readonly additional_roles: string
}

/** The organizations of a user, oldest first. */
export function orgsOfUser(project: Project, userId: string, page: PageRequest): Found<NamedMembership> {
  const from = `FROM (SELECT orgs.org_id, orgs.name, orgs.seq, role, additional_roles FROM memberships
    JOIN orgs USING (org_id) WHERE user_id = :user_id)`
  return findPage<NamedMembership>(project, from, 'seq', page, { user_id: userId })
}

/**
 * The first memberships of each of the users, oldest organization first, with the number of all. Users without one are
 * missing.
 */
export function firstMemberships(
  project: Project,
  userIds: readonly string[],
  limit: number,
): ReadonlyMap<string, Found<NamedMembership>> {
  const rows = project.db.all<NamedMembership & { readonly user_id: string; readonly total: number }>(
    `SELECT * FROM (
       SELECT user_id, org_id, name, role, additional_roles, count(*) OVER (PARTITION BY user_id) AS total,
         row_number() OVER (PARTITION BY user_id ORDER BY seq) AS position
       FROM json_each(?) JOIN memberships ON user_id = value JOIN orgs USING (org_id))
     WHERE position <= ? ORDER BY user_id, position`,
    JSON.stringify(userIds),
    limit,
  )
  const found = new Map<string, Found<NamedMembership>>()
  for (const { user_id, total, ...membership } of rows) {
    const known = found.get(user_id) ?? { rows: [], total }
    known.rows.push(membership)
    found.set(user_id, known)
  }
  return found
}

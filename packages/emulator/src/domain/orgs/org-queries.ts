import { type Found, findPage, type PageRequest } from '../project/page.js'
import type { Project } from '../project/project.js'
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

export function queryOrgs(project: Project, query: OrgQuery): Found<Org> {
  const from = `FROM orgs WHERE (:name IS NULL OR instr(name_key, :name) > 0)
    AND (:legacy_id IS NULL OR legacy_org_id = :legacy_id)
    AND (:domain IS NULL OR domain = :domain OR EXISTS (SELECT 1 FROM json_each(extra_domains) WHERE value = :domain))`
  const values = {
    name: query.name?.toLowerCase() ?? null,
    legacy_id: query.legacyOrgId ?? null,
    domain: query.domain?.toLowerCase() ?? null,
  }
  return findPage<Org>(project, from, ORDER[query.order], query, values)
}

export interface OrgSearch extends PageRequest {
  readonly order: OrgOrder
  /** A part of the name or of a domain, the id, or the key of the seed. */
  readonly text?: string | undefined
}

/** An organization with the number of its members. */
export interface CountedOrg extends Org {
  readonly members: number
}

export function searchOrgs(project: Project, search: OrgSearch): Found<CountedOrg> {
  const from = `FROM orgs WHERE :text IS NULL OR instr(name_key || char(10) || org_id || char(10) ||
    coalesce(domain, '') || char(10) || extra_domains || char(10) || lower(coalesce(seed_key, '')), :text) > 0`
  const values = { text: search.text?.trim().toLowerCase() ?? null }
  const { rows, total } = findPage<Org>(project, from, ORDER[search.order], search, values)
  return { rows: rows.map((org) => ({ ...org, members: countMembers(project, org.org_id) })), total }
}

export const countMembers = (project: Project, orgId: string): number =>
  project.db.get<{ n: number }>('SELECT count(*) AS n FROM memberships WHERE org_id = ?', orgId)?.n ?? 0

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

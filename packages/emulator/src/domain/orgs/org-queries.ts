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

import { endpoint } from '../endpoint/endpoint.js'
import type { Domain, JsonObject, Shape, Wire } from '../shapes/shape.js'
import { int, list, object, oneOf, optional, text, typed, uuid } from '../shapes/shape.js'
import type { OrgQueryOrderBy } from './enums.js'
import type { PageFields } from './page.js'

const byOrgId = object({ orgId: uuid })

const organizationShape = object(
  {},
  typed<{
    orgId: string
    name: string
    urlSafeOrgSlug: string
    canSetupSaml: boolean
    isSamlConfigured: boolean
    isSamlInTestMode: boolean
    maxUsers?: number | null
    metadata?: JsonObject | null
    domain?: string | null
    extraDomains: string[]
    domainAutojoin: boolean
    domainRestrict: boolean
    customRoleMappingName?: string | null
    legacyOrgId?: string | null
    passwordRotationEnabled?: boolean | null
    passwordRotationHistorySize?: number | null
    passwordRotationPeriod?: number | null
    isolated?: boolean
  }>(),
)
/** One organization with all its settings. */
export interface Organization extends Domain<typeof organizationShape> {}
export interface OrganizationWire extends Wire<typeof organizationShape> {}
const organization: Shape<Organization, OrganizationWire> = organizationShape

const orgShape = object(
  {},
  typed<{
    orgId: string
    name: string
    maxUsers?: number | null
    isSamlConfigured: boolean
    legacyOrgId?: string | null
    metadata?: JsonObject | null
    customRoleMappingName?: string | null
    createdAt?: number
  }>(),
)
/** One organization of a list. */
export interface Org extends Domain<typeof orgShape> {}
export interface OrgWire extends Wire<typeof orgShape> {}
const org: Shape<Org, OrgWire> = orgShape

const orgQueryShape = object({
  pageSize: optional(int),
  pageNumber: optional(int),
  orderBy: optional(oneOf<OrgQueryOrderBy>()),
  name: optional(text),
  legacyOrgId: optional(text),
  domain: optional(text),
})
/** Filter, order and page: `name` may be a part of it; `pageSize` 1 to 100 (default 10), `pageNumber` from 0. */
export interface OrgQuery extends Domain<typeof orgQueryShape> {}
export interface OrgQueryWire extends Wire<typeof orgQueryShape> {}
const orgQuery: Shape<OrgQuery, OrgQueryWire> = orgQueryShape

const orgPageShape = object({ orgs: list(org) }, typed<PageFields & { totalOrgs: number }>())
export interface OrgQueryResponse extends Domain<typeof orgPageShape> {}
export interface OrgQueryResponseWire extends Wire<typeof orgPageShape> {}
const orgQueryResponse: Shape<OrgQueryResponse, OrgQueryResponseWire> = orgPageShape

/** Fetch one organization. */
export const fetchOrg = endpoint({
  name: 'fetchOrg',
  route: 'GET /api/backend/v1/org/{org_id}',
  params: byOrgId,
  args: (orgId: string) => ({ orgId }),
  result: organization,
  on: { 404: null },
})

/** Fetch one page of organizations. */
export const fetchOrgByQuery = endpoint({
  name: 'fetchOrgByQuery',
  route: 'POST /api/backend/v1/org/query',
  body: orgQuery,
  args: (query?: OrgQuery) => ({ ...query }),
  result: orgQueryResponse,
})

const customRoleMappingShape = object(
  {},
  typed<{
    customRoleMappingName: string
    numOrgsSubscribed: number
  }>(),
)
export interface CustomRoleMapping extends Domain<typeof customRoleMappingShape> {}
export interface CustomRoleMappingWire extends Wire<typeof customRoleMappingShape> {}
const customRoleMapping: Shape<CustomRoleMapping, CustomRoleMappingWire> = customRoleMappingShape

const customRoleMappingsShape = object({ customRoleMappings: list(customRoleMapping) })
export interface CustomRoleMappings extends Domain<typeof customRoleMappingsShape> {}
export interface CustomRoleMappingsWire extends Wire<typeof customRoleMappingsShape> {}
const customRoleMappings: Shape<CustomRoleMappings, CustomRoleMappingsWire> = customRoleMappingsShape

/** Fetch the role mappings an organization can subscribe to. */
export const fetchCustomRoleMappings = endpoint({
  name: 'fetchCustomRoleMappings',
  route: 'GET /api/backend/v1/custom_role_mappings',
  args: () => ({}),
  result: customRoleMappings,
})

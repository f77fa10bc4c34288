import { endpoint } from '../endpoint.js'
import type { OrgQueryOrderBy } from '../enums.js'
import type { Domain, JsonObject, Shape, Wire } from '../shape.js'
import {
  accepted,
  anyObject,
  flag,
  int,
  list,
  named,
  object,
  oneOf,
  optional,
  text,
  texts,
  typed,
  uuid,
} from '../shape.js'
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

const createOrgShape = object({
  name: text,
  domain: optional(text),
  enableAutoJoiningByDomain: optional(flag),
  membersMustHaveMatchingDomain: optional(flag),
  maxUsers: optional(int),
  customRoleMappingName: optional(text),
  legacyOrgId: optional(text),
})
export interface CreateOrgRequest extends Domain<typeof createOrgShape> {}
export interface CreateOrgRequestWire extends Wire<typeof createOrgShape> {}
const createOrgRequest: Shape<CreateOrgRequest, CreateOrgRequestWire> = createOrgShape

const createdOrgShape = object({ orgId: text, name: text })
export interface CreatedOrg extends Domain<typeof createdOrgShape> {}
export interface CreatedOrgWire extends Wire<typeof createdOrgShape> {}
const createdOrg: Shape<CreatedOrg, CreatedOrgWire> = createdOrgShape

/** Create an organization. */
export const createOrg = endpoint({
  name: 'createOrg',
  route: 'POST /api/backend/v1/org/',
  body: createOrgRequest,
  // As the official SDK sends it: flags always, empty text and 0 never.
  args: (request: CreateOrgRequest) => ({
    name: request.name,
    enableAutoJoiningByDomain: request.enableAutoJoiningByDomain ?? false,
    membersMustHaveMatchingDomain: request.membersMustHaveMatchingDomain ?? false,
    domain: request.domain || undefined,
    maxUsers: request.maxUsers || undefined,
    legacyOrgId: request.legacyOrgId || undefined,
    customRoleMappingName: request.customRoleMappingName || undefined,
  }),
  result: createdOrg,
})

const updateOrgShape = object({
  name: optional(text),
  canSetupSaml: optional(flag),
  metadata: optional(anyObject),
  maxUsers: optional(int),
  canJoinOnEmailDomainMatch: named('autojoin_by_domain', optional(flag)),
  membersMustHaveEmailDomainMatch: named('restrict_to_domain', optional(flag)),
  domain: optional(text),
  legacyOrgId: optional(text),
  require2faBy: named('require_2fa_by', optional(text)),
  extraDomains: optional(texts),
  passwordRotationEnabled: optional(flag),
  passwordRotationHistorySize: optional(int),
  passwordRotationPeriod: optional(int),
})
interface OrgChanges extends Domain<typeof updateOrgShape> {}
/** Only what is given changes. `passwordRotationPeriod` counts days. */
export interface UpdateOrgRequest extends OrgChanges {
  orgId: string
}
export interface UpdateOrgRequestWire extends Wire<typeof updateOrgShape> {}
const updateOrgRequest: Shape<OrgChanges, UpdateOrgRequestWire> = updateOrgShape

/** Change an organization; false if there is no such organization. */
export const updateOrg = endpoint({
  name: 'updateOrg',
  route: 'PUT /api/backend/v1/org/{org_id}',
  params: byOrgId,
  body: updateOrgRequest,
  args: (request: UpdateOrgRequest) => request,
  result: accepted,
  on: { 404: false },
})

/** Change the role mapping of an organization; false if there is no such organization. */
export const subscribeOrgToRoleMapping = endpoint({
  name: 'subscribeOrgToRoleMapping',
  route: 'PUT /api/backend/v1/org/{org_id}',
  params: byOrgId,
  body: object({ customRoleMappingName: text }),
  args: (orgId: string, customRoleMappingName: string) => ({ orgId, customRoleMappingName }),
  result: accepted,
  on: { 404: false },
})

/** Delete an organization; false if there is no such organization. */
export const deleteOrg = endpoint({
  name: 'deleteOrg',
  route: 'DELETE /api/backend/v1/org/{org_id}',
  params: byOrgId,
  args: (orgId: string) => ({ orgId }),
  result: accepted,
  on: { 404: false },
})

/** Make an organization isolated; false if there is no such organization. In no released official SDK. */
export const migrateOrgToIsolated = endpoint({
  name: 'migrateOrgToIsolated',
  route: 'POST /api/backend/v1/isolate_org',
  body: byOrgId,
  args: (orgId: string) => ({ orgId }),
  result: accepted,
  on: { 404: false },
})

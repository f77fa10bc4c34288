import { endpoint } from '../endpoint/endpoint.js'
import type { Domain, Shape, Wire } from '../shapes/shape.js'
import { accepted, anyObject, flag, int, named, object, optional, text, texts, uuid } from '../shapes/shape.js'

const byOrgId = object({ orgId: uuid })

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

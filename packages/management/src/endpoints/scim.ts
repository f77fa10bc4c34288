import { endpoint } from '../endpoint/endpoint.js'
import { notFound } from '../endpoint/malformed-id.js'
import type { Domain, Shape, Wire } from '../shapes/shape.js'
import { int, list, object, optional, segment, text, typed, uuid } from '../shapes/shape.js'

interface GroupFields {
  groupId: string
  displayName: string
  externalIdFromIdp?: string | null
}

const groupResultShape = object({}, typed<GroupFields>())
export interface ScimGroupResult extends Domain<typeof groupResultShape> {}
export interface ScimGroupResultWire extends Wire<typeof groupResultShape> {}
const scimGroupResult: Shape<ScimGroupResult, ScimGroupResultWire> = groupResultShape

const groupPageShape = object(
  { groups: list(scimGroupResult) },
  typed<{
    pageNumber: number
    pageSize: number
    totalGroups: number
  }>(),
)
export interface ScimGroupResultPage extends Domain<typeof groupPageShape> {}
export interface ScimGroupResultPageWire extends Wire<typeof groupPageShape> {}
const scimGroupResultPage: Shape<ScimGroupResultPage, ScimGroupResultPageWire> = groupPageShape

const memberShape = object({ userId: text })
export interface ScimGroupMember extends Domain<typeof memberShape> {}
export interface ScimGroupMemberWire extends Wire<typeof memberShape> {}
const scimGroupMember: Shape<ScimGroupMember, ScimGroupMemberWire> = memberShape

const groupShape = object({ members: list(scimGroupMember) }, typed<GroupFields>())
/** One group of a directory, with one page of its members. */
export interface ScimGroup extends Domain<typeof groupShape> {}
export interface ScimGroupWire extends Wire<typeof groupShape> {}
const scimGroup: Shape<ScimGroup, ScimGroupWire> = groupShape

/** With `userId`, only the groups this user is in. */
export interface FetchOrgScimGroupsRequest {
  orgId: string
  userId?: string | undefined
  pageSize?: number | undefined
  pageNumber?: number | undefined
}

/** Fetch one page of the SCIM groups of an organization. */
export const fetchOrgScimGroups = endpoint({
  name: 'fetchOrgScimGroups',
  route: 'GET /api/backend/v1/scim/{org_id}/groups',
  params: object({ orgId: uuid }),
  query: object({ pageSize: optional(int), pageNumber: optional(int), userId: optional(text) }),
  args: (request: FetchOrgScimGroupsRequest) => request,
  malformed: notFound,
  result: scimGroupResultPage,
})

export interface FetchScimGroupRequest {
  orgId: string
  groupId: string
  membersPageSize?: number | undefined
  membersPageNumber?: number | undefined
}

/** Fetch one SCIM group with one page of its members. */
export const fetchScimGroup = endpoint({
  name: 'fetchScimGroup',
  route: 'GET /api/backend/v1/scim/{org_id}/groups/{group_id}',
  params: object({ orgId: uuid, groupId: segment<string>() }),
  query: object({ membersPageSize: optional(int), membersPageNumber: optional(int) }),
  args: (request: FetchScimGroupRequest) => request,
  malformed: notFound,
  result: scimGroup,
})

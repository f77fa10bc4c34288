import { endpoint } from '../endpoint/endpoint.js'
import type { Domain, Shape, Wire } from '../shapes/shape.js'
import { flag, int, list, object, oneOf, optional, text, typed, uuid } from '../shapes/shape.js'
import type { UserQueryOrderBy } from './enums.js'
import type { PageFields } from './page.js'
import { userInOrgMetadata, userMetadata } from './user-metadata.js'

const usersQueryShape = object({
  pageSize: optional(int),
  pageNumber: optional(int),
  orderBy: optional(oneOf<UserQueryOrderBy>()),
  emailOrUsername: optional(text),
  includeOrgs: optional(flag),
  legacyUserId: optional(text),
})
/** Filter, order and page: `pageSize` 1 to 100 (default 10), `pageNumber` from 0. */
export interface UsersQuery extends Domain<typeof usersQueryShape> {}
export interface UsersQueryWire extends Wire<typeof usersQueryShape> {}
const usersQuery: Shape<UsersQuery, UsersQueryWire> = usersQueryShape

interface UserPageFields extends PageFields {
  totalUsers: number
}

const usersPageShape = object({ users: list(userMetadata) }, typed<UserPageFields>())
export interface UsersPagedResponse extends Domain<typeof usersPageShape> {}
export interface UsersPagedResponseWire extends Wire<typeof usersPageShape> {}
const usersPagedResponse: Shape<UsersPagedResponse, UsersPagedResponseWire> = usersPageShape

const usersInOrgPageShape = object({ users: list(userInOrgMetadata) }, typed<UserPageFields>())
export interface UsersInOrgPagedResponse extends Domain<typeof usersInOrgPageShape> {}
export interface UsersInOrgPagedResponseWire extends Wire<typeof usersInOrgPageShape> {}
const usersInOrgPagedResponse: Shape<UsersInOrgPagedResponse, UsersInOrgPagedResponseWire> = usersInOrgPageShape

/** Members of an organization; with `role`, only those who have it. */
export interface UsersInOrgQuery {
  orgId: string
  pageSize?: number | undefined
  pageNumber?: number | undefined
  includeOrgs?: boolean | undefined
  role?: string | undefined
}

/** Fetch one page of users. */
export const fetchUsersByQuery = endpoint({
  name: 'fetchUsersByQuery',
  route: 'GET /api/backend/v1/user/query',
  query: usersQuery,
  args: (query?: UsersQuery) => ({ ...query }),
  result: usersPagedResponse,
})

/** Fetch one page of the members of an organization. */
export const fetchUsersInOrg = endpoint({
  name: 'fetchUsersInOrg',
  route: 'GET /api/backend/v1/user/org/{org_id}',
  params: object({ orgId: uuid }),
  query: object({
    pageSize: optional(int),
    pageNumber: optional(int),
    includeOrgs: optional(flag),
    role: optional(text),
  }),
  args: (query: UsersInOrgQuery) => ({ ...query }),
  malformed: (_operation, _field, { pageSize, pageNumber }): UsersInOrgPagedResponse => ({
    users: [],
    totalUsers: 0,
    currentPage: pageNumber || 0,
    pageSize: pageSize || 10,
    hasMoreResults: false,
  }),
  result: usersInOrgPagedResponse,
})

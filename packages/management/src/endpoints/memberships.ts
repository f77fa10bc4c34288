import { endpoint } from '../endpoint/endpoint.js'
import type { Domain, Shape, Wire } from '../shapes/shape.js'
import { accepted, object, optional, text, texts, uuid } from '../shapes/shape.js'

const roleInOrgShape = object({ userId: uuid, orgId: uuid, role: text, additionalRoles: optional(texts) })
/** `additionalRoles` are for projects where a member can have several roles. */
export interface AddUserToOrgRequest extends Domain<typeof roleInOrgShape> {}
export interface AddUserToOrgRequestWire extends Wire<typeof roleInOrgShape> {}
const roleInOrg: Shape<AddUserToOrgRequest, AddUserToOrgRequestWire> = roleInOrgShape

/** `additionalRoles` replace those the member had. */
export interface ChangeUserRoleInOrgRequest extends AddUserToOrgRequest {}

const removeUserShape = object({ userId: uuid, orgId: uuid })
export interface RemoveUserFromOrgRequest extends Domain<typeof removeUserShape> {}
export interface RemoveUserFromOrgRequestWire extends Wire<typeof removeUserShape> {}
const removeUserRequest: Shape<RemoveUserFromOrgRequest, RemoveUserFromOrgRequestWire> = removeUserShape

/** Add a user to an organization; false if one of the two does not exist. */
export const addUserToOrg = endpoint({
  name: 'addUserToOrg',
  route: 'POST /api/backend/v1/org/add_user',
  body: roleInOrg,
  args: (request: AddUserToOrgRequest) => ({ ...request, additionalRoles: request.additionalRoles ?? [] }),
  result: accepted,
  on: { 404: false },
})

/** Change the role of a member; false if there is no such member. */
export const changeUserRoleInOrg = endpoint({
  name: 'changeUserRoleInOrg',
  route: 'POST /api/backend/v1/org/change_role',
  body: roleInOrg,
  args: (request: ChangeUserRoleInOrgRequest) => ({ ...request, additionalRoles: request.additionalRoles ?? [] }),
  result: accepted,
  on: { 404: false },
})

/** Remove a member from an organization; false if there is no such member. */
export const removeUserFromOrg = endpoint({
  name: 'removeUserFromOrg',
  route: 'POST /api/backend/v1/org/remove_user',
  body: removeUserRequest,
  args: (request: RemoveUserFromOrgRequest) => request,
  result: accepted,
  on: { 404: false },
})

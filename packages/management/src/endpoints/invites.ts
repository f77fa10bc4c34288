import { endpoint } from '../endpoint/endpoint.js'
import type { Domain, Shape, Wire } from '../shapes/shape.js'
import { accepted, int, list, object, optional, text, texts, typed, uuid } from '../shapes/shape.js'
import type { PageFields } from './page.js'

const inviteShape = object({ orgId: uuid, email: text, role: text, additionalRoles: optional(texts) })
export interface InviteUserToOrgRequest extends Domain<typeof inviteShape> {}
export interface InviteUserToOrgRequestWire extends Wire<typeof inviteShape> {}
const inviteRequest: Shape<InviteUserToOrgRequest, InviteUserToOrgRequestWire> = inviteShape

/** Invite a user by e-mail; false if there is no such organization. */
export const inviteUserToOrg = endpoint({
  name: 'inviteUserToOrg',
  route: 'POST /api/backend/v1/invite_user',
  body: inviteRequest,
  args: (request: InviteUserToOrgRequest) => ({ ...request, additionalRoles: request.additionalRoles ?? [] }),
  result: accepted,
  on: { 404: false },
})

const inviteByIdShape = object({ orgId: uuid, userId: uuid, role: text, additionalRoles: optional(texts) })
export interface InviteUserToOrgByUserIdRequest extends Domain<typeof inviteByIdShape> {}
export interface InviteUserToOrgByUserIdRequestWire extends Wire<typeof inviteByIdShape> {}
const inviteByIdRequest: Shape<InviteUserToOrgByUserIdRequest, InviteUserToOrgByUserIdRequestWire> = inviteByIdShape

/** Invite an existing user; false if there is no such user or organization. */
export const inviteUserToOrgByUserId = endpoint({
  name: 'inviteUserToOrgByUserId',
  route: 'POST /api/backend/v1/invite_user_by_id',
  body: inviteByIdRequest,
  args: (request: InviteUserToOrgByUserIdRequest) => ({ ...request, additionalRoles: request.additionalRoles ?? [] }),
  result: accepted,
  on: { 404: false },
})

const pendingInviteShape = object(
  {},
  typed<{
    inviteeEmail: string
    orgId: string
    orgName: string
    roleInOrg: string
    additionalRolesInOrg: string[]
    createdAt: number
    expiresAt: number
    inviterEmail?: string | null
    inviterUserId?: string | null
  }>(),
)
export interface PendingInvite extends Domain<typeof pendingInviteShape> {}
export interface PendingInviteWire extends Wire<typeof pendingInviteShape> {}
const pendingInvite: Shape<PendingInvite, PendingInviteWire> = pendingInviteShape

const pendingInvitesPageShape = object({ invites: list(pendingInvite) }, typed<PageFields & { totalInvites: number }>())
export interface PendingInvitesPage extends Domain<typeof pendingInvitesPageShape> {}
export interface PendingInvitesPageWire extends Wire<typeof pendingInvitesPageShape> {}
const pendingInvitesPage: Shape<PendingInvitesPage, PendingInvitesPageWire> = pendingInvitesPageShape

const pendingInvitesQueryShape = object({ orgId: optional(text), pageSize: optional(int), pageNumber: optional(int) })
/** Without `orgId`, the invites of all organizations. */
export interface FetchPendingInvitesParams extends Domain<typeof pendingInvitesQueryShape> {}
export interface FetchPendingInvitesParamsWire extends Wire<typeof pendingInvitesQueryShape> {}
const pendingInvitesQuery: Shape<FetchPendingInvitesParams, FetchPendingInvitesParamsWire> = pendingInvitesQueryShape

/** Fetch one page of the invites that are not accepted yet. */
export const fetchPendingInvites = endpoint({
  name: 'fetchPendingInvites',
  route: 'GET /api/backend/v1/pending_org_invites',
  query: pendingInvitesQuery,
  // As in the official SDK, empty values and 0 are not sent.
  args: (params?: FetchPendingInvitesParams) => ({
    orgId: params?.orgId || undefined,
    pageSize: params?.pageSize || undefined,
    pageNumber: params?.pageNumber || undefined,
  }),
  result: pendingInvitesPage,
})

const revokeInviteShape = object({ inviteeEmail: text, orgId: uuid })
export interface RevokePendingOrgInviteRequest extends Domain<typeof revokeInviteShape> {}
export interface RevokePendingOrgInviteRequestWire extends Wire<typeof revokeInviteShape> {}
const revokeInviteRequest: Shape<RevokePendingOrgInviteRequest, RevokePendingOrgInviteRequestWire> = revokeInviteShape

/** Revoke an invite; false if there is none. */
export const revokePendingOrgInvite = endpoint({
  name: 'revokePendingOrgInvite',
  route: 'DELETE /api/backend/v1/pending_org_invites',
  body: revokeInviteRequest,
  args: (request: RevokePendingOrgInviteRequest) => request,
  result: accepted,
  on: { 404: false },
})

import type { Domain, JsonObject, Shape, Wire } from '../shapes/shape.js'
import { object, optional, typed } from '../shapes/shape.js'
import { orgIdToOrgMemberInfo } from './org-member.js'

interface UserFields {
  userId: string
  email: string
  emailConfirmed: boolean
  hasPassword: boolean
  username?: string | null
  firstName?: string | null
  lastName?: string | null
  pictureUrl?: string | null
  properties?: JsonObject | null
  metadata?: JsonObject | null
  locked: boolean
  enabled: boolean
  mfaEnabled: boolean
  canCreateOrgs: boolean
  /** Unix time in seconds, as all times here. */
  createdAt: number
  lastActiveAt: number
  updatePasswordRequired?: boolean
  legacyUserId?: string | null
}

const inner = { orgIdToOrgInfo: optional(orgIdToOrgMemberInfo) }

const userShape = object(inner, typed<UserFields>())

/** A user. `orgIdToOrgInfo` is filled only with `includeOrgs`. */
export interface UserMetadata extends Domain<typeof userShape> {}
export interface UserMetadataWire extends Wire<typeof userShape> {}
export const userMetadata: Shape<UserMetadata, UserMetadataWire> = userShape

const userInOrgShape = object(inner, typed<UserFields & { roleInOrg: string; additionalRolesInOrg: string[] }>())

/** A member of an organization, with their roles there. */
export interface UserInOrgMetadata extends Domain<typeof userInOrgShape> {}
export interface UserInOrgMetadataWire extends Wire<typeof userInOrgShape> {}
export const userInOrgMetadata: Shape<UserInOrgMetadata, UserInOrgMetadataWire> = userInOrgShape

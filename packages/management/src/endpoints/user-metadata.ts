import type { Domain, Shape, Wire } from '../shape.js'
import { flag, json, maybe, object, optional, seconds, text, textList } from '../shape.js'
import { orgIdToOrgMemberInfo } from './org-member.js'

const fields = {
  userId: text,
  email: text,
  emailConfirmed: flag,
  hasPassword: flag,
  username: maybe(text),
  firstName: maybe(text),
  lastName: maybe(text),
  pictureUrl: maybe(text),
  properties: maybe(json),
  metadata: maybe(json),
  locked: flag,
  enabled: flag,
  mfaEnabled: flag,
  canCreateOrgs: flag,
  createdAt: seconds,
  lastActiveAt: seconds,
  updatePasswordRequired: optional(flag),
  legacyUserId: maybe(text),
  orgIdToOrgInfo: optional(orgIdToOrgMemberInfo),
}

const userShape = object(fields)

/** A user as the backend knows them. `orgIdToOrgInfo` is filled only if organizations were asked for. */
export interface UserMetadata extends Domain<typeof userShape> {}
export interface UserMetadataWire extends Wire<typeof userShape> {}
export const userMetadata: Shape<UserMetadata, UserMetadataWire> = userShape

const userInOrgShape = object({ roleInOrg: text, additionalRolesInOrg: textList }, fields)

/** A member of the organization that was asked for, with the roles they have there. */
export interface UserInOrgMetadata extends Domain<typeof userInOrgShape> {}
export interface UserInOrgMetadataWire extends Wire<typeof userInOrgShape> {}
export const userInOrgMetadata: Shape<UserInOrgMetadata, UserInOrgMetadataWire> = userInOrgShape

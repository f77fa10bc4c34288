import { type Found, findPage, type PageRequest } from '../project/page.js'
import type { Project } from '../project/project.js'
import { lookupKey, type User } from './user-lookup.js'

const ORDER = {
  CREATED_AT_ASC: 'created_at, seq',
  CREATED_AT_DESC: 'created_at DESC, seq DESC',
  LAST_ACTIVE_AT_ASC: 'last_active_at, seq',
  LAST_ACTIVE_AT_DESC: 'last_active_at DESC, seq DESC',
  EMAIL: 'email_key',
  USERNAME: 'username_key IS NULL, username_key, seq',
} as const

export type UserOrder = keyof typeof ORDER

export const USER_ORDERS = Object.keys(ORDER) as UserOrder[]

export interface UserQuery extends PageRequest {
  readonly order: UserOrder
  readonly emailOrUsername?: string | undefined
  readonly legacyUserId?: string | undefined
}

export function queryUsers(project: Project, query: UserQuery): Found<User> {
  const needle = query.emailOrUsername === undefined ? null : lookupKey(query.emailOrUsername)
  const values = { needle, legacy_id: query.legacyUserId ?? null }
  // instr instead of LIKE, so that a percent sign is not a wildcard.
  const where = `(:needle IS NULL OR instr(email_key, :needle) > 0 OR instr(coalesce(username_key, ''), :needle) > 0)
    AND (:legacy_id IS NULL OR legacy_user_id = :legacy_id)`
  return findPage<User>(project, `FROM users WHERE ${where}`, ORDER[query.order], query, values)
}

export interface OrgUserQuery extends PageRequest {
  readonly role?: string | undefined
}

export interface OrgUser extends User {
  readonly role: string
  readonly additional_roles: string
}

export function queryUsersInOrg(project: Project, orgId: string, query: OrgUserQuery): Found<OrgUser> {
  const from = `FROM memberships JOIN users USING (user_id)
    WHERE org_id = :org_id
      AND (:role IS NULL OR role = :role OR EXISTS (SELECT 1 FROM json_each(additional_roles) WHERE value = :role))`
  return findPage<OrgUser>(project, from, ORDER.CREATED_AT_ASC, query, { org_id: orgId, role: query.role ?? null })
}

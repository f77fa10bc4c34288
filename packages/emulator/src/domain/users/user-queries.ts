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

/** What a list of users can be narrowed to. */
export const USER_STATES = ['disabled', 'locked', 'unconfirmed', 'two-factor'] as const

export type UserState = (typeof USER_STATES)[number]

export interface UserSearch extends PageRequest {
  readonly order: UserOrder
  /** A part of the address, a name, an id or the key of the seed. */
  readonly text?: string | undefined
  readonly state?: UserState | undefined
}

const SEARCHED =
  "email_key || char(10) || coalesce(username_key, '') || char(10) || lower(coalesce(first_name, '') || ' ' || coalesce(last_name, '')) || char(10) || user_id || char(10) || lower(coalesce(seed_key, '')) || char(10) || lower(coalesce(legacy_user_id, ''))"

export function searchUsers(project: Project, search: UserSearch): Found<User> {
  const values = { text: search.text === undefined ? null : lookupKey(search.text), state: search.state ?? null }
  const where = `(:text IS NULL OR instr(${SEARCHED}, :text) > 0) AND CASE :state
    WHEN 'disabled' THEN enabled = 0
    WHEN 'locked' THEN locked = 1
    WHEN 'unconfirmed' THEN email_confirmed = 0
    WHEN 'two-factor' THEN mfa_secret IS NOT NULL OR mfa_phones <> '[]'
    ELSE 1 END`
  return findPage<User>(project, `FROM users WHERE ${where}`, ORDER[search.order], search, values)
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

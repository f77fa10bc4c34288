import { type Found, findPage, type PageRequest } from '../project/page.js'
import type { Project } from '../project/project.js'
import { where } from '../project/where.js'
import { lookupKey, type User } from './user-lookup.js'

const ORDER = {
  CREATED_AT_ASC: 'created_at, seq',
  CREATED_AT_DESC: 'created_at DESC, seq DESC',
  LAST_ACTIVE_AT_ASC: 'last_active_at, seq',
  LAST_ACTIVE_AT_DESC: 'last_active_at DESC, seq DESC',
  EMAIL: 'email_key',
  USERNAME: 'username_key NULLS LAST, seq',
} as const

export type UserOrder = keyof typeof ORDER

export const USER_ORDERS = Object.keys(ORDER) as UserOrder[]

export interface UserQuery extends PageRequest {
  readonly order: UserOrder
  readonly emailOrUsername?: string | undefined
  readonly legacyUserId?: string | undefined
}

export function queryUsers(project: Project, query: UserQuery): Found<User> {
  const { emailOrUsername: part, legacyUserId } = query
  const { sql, values } = where(
    part !== undefined && {
      // instr instead of LIKE, so that a percent sign is not a wildcard.
      sql: "instr(email_key, :part) > 0 OR instr(coalesce(username_key, ''), :part) > 0",
      values: { part: lookupKey(part) },
    },
    legacyUserId !== undefined && { sql: 'legacy_user_id = :legacy_id', values: { legacy_id: legacyUserId } },
  )
  return findPage<User>(project, `FROM users ${sql}`, ORDER[query.order], query, values)
}

/** The first users of the seed in its order, then the newest others: those that a developer is likely to sign in as. */
export function firstUsers(project: Project, limit: number): User[] {
  const sql = 'SELECT * FROM users ORDER BY seed_key IS NULL, iif(seed_key IS NULL, -seq, seq) LIMIT ?'
  return project.db.all<User>(sql, limit)
}

/** What a list of users can be narrowed to. */
const STATES = {
  disabled: 'enabled = 0',
  locked: 'locked = 1',
  unconfirmed: 'email_confirmed = 0',
  'two-factor': "mfa_secret IS NOT NULL OR mfa_phones <> '[]'",
} as const

export type UserState = keyof typeof STATES

export const USER_STATES = Object.keys(STATES) as UserState[]

export interface UserSearch extends PageRequest {
  readonly order: UserOrder
  /** A part of the address, a name, an id or the key of the seed. */
  readonly text?: string | undefined
  readonly state?: UserState | undefined
}

const SEARCHED =
  "email_key || char(10) || coalesce(username_key, '') || char(10) || lower(coalesce(first_name, '') || ' ' || coalesce(last_name, '')) || char(10) || user_id || char(10) || lower(coalesce(seed_key, '')) || char(10) || lower(coalesce(legacy_user_id, ''))"

export function searchUsers(project: Project, search: UserSearch): Found<User> {
  const { text, state } = search
  const { sql, values } = where(
    text !== undefined && { sql: `instr(${SEARCHED}, :text) > 0`, values: { text: lookupKey(text) } },
    state !== undefined && { sql: STATES[state], values: {} },
  )
  return findPage<User>(project, `FROM users ${sql}`, ORDER[search.order], search, values)
}

export interface OrgUserQuery extends PageRequest {
  readonly role?: string | undefined
}

export interface OrgUser extends User {
  readonly role: string
  readonly additional_roles: string
}

export function queryUsersInOrg(project: Project, orgId: string, query: OrgUserQuery): Found<OrgUser> {
  const { sql, values } = where(
    { sql: 'org_id = :org_id', values: { org_id: orgId } },
    query.role !== undefined && {
      sql: 'role = :role OR EXISTS (SELECT 1 FROM json_each(additional_roles) WHERE value = :role)',
      values: { role: query.role },
    },
  )
  const from = `FROM memberships JOIN users USING (user_id) ${sql}`
  return findPage<OrgUser>(project, from, ORDER.CREATED_AT_ASC, query, values)
}

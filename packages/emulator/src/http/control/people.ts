import { type Context, Hono } from 'hono'
import { findAnyOrg, findAnyUser } from '../../domain/access/named.js'
import { addMember } from '../../domain/orgs/memberships.js'
import { queryOrgs } from '../../domain/orgs/org-queries.js'
import { orgRecord, orgSummary, recordsOf, userWithOrgs } from '../../domain/orgs/org-records.js'
import {
  createOrg,
  highestRoleOf,
  lowestRoleOf,
  type Org,
  requireOrgsEnabled,
  setOrgSeedKey,
} from '../../domain/orgs/orgs.js'
import type { Project } from '../../domain/project/project.js'
import type { User } from '../../domain/users/user-lookup.js'
import { queryUsers, queryUsersInOrg } from '../../domain/users/user-queries.js'
import { createUser, setUserSeedKey } from '../../domain/users/users.js'
import { readJson } from '../body.js'
import { bodyFields, type Fields, queryFields } from '../fields.js'
import { wantsPage } from '../html/accept.js'

const LISTED = 100
const MAX_LISTED = 1000

/**
 * Users and organizations in JSON. A name in a path is an id, a key of the seed or, for users, an email address. For
 * browsers, the addresses are those of pages.
 */
export function peopleRoutes(project: Project): Hono {
  const routes = new Hono()
  const answer = (method: 'GET' | 'POST', path: string, handler: Handler): void => {
    routes.on(method, path, async (c, next) => {
      c.header('Vary', 'Accept', { append: true })
      return wantsPage(c) ? next() : c.json(await handler(c))
    })
  }
  answer('GET', '/_emulator/users', (c) => listUsers(project, c))
  answer('GET', '/_emulator/users/:name', (c) => shownUser(project, findAnyUser(project, c.req.param('name') ?? '')))
  answer('POST', '/_emulator/users', async (c) => addUser(project, bodyFields(await readJson(c))))
  answer('GET', '/_emulator/orgs', (c) => listOrgs(project, c))
  answer('GET', '/_emulator/orgs/:name', (c) => shownOrg(project, findAnyOrg(project, c.req.param('name') ?? '')))
  answer('POST', '/_emulator/orgs', async (c) => addOrg(project, bodyFields(await readJson(c))))
  return routes
}

type Handler = (c: Context) => object | Promise<object>

/** `?query=` selects by a part of the name, `?limit=` limits the number. */
function readList(c: Context) {
  const fields = queryFields(new URL(c.req.url).searchParams)
  const query = fields.text('query')
  const size = fields.integer('limit', { min: 1, max: MAX_LISTED }) ?? LISTED
  fields.check()
  return { query, page: { size, number: 0, order: 'CREATED_AT_ASC' as const } }
}

function listUsers(project: Project, c: Context) {
  const { query, page } = readList(c)
  const { rows, total } = queryUsers(project, { ...page, emailOrUsername: query })
  const record = recordsOf(project, rows, true)
  return { users: rows.map((user) => ({ key: user.seed_key, ...record(user) })), total }
}

function listOrgs(project: Project, c: Context) {
  const { query, page } = readList(c)
  const { rows, total } = queryOrgs(project, { ...page, name: query })
  const orgs = rows.map((org) => ({
    key: org.seed_key,
    ...orgSummary(org, org.connected === 1),
    members: org.members,
  }))
  return { orgs, total }
}

/** The user as the backend API has it, with the key of the seed. */
const shownUser = (project: Project, user: User) => ({ key: user.seed_key, ...userWithOrgs(project, user, true) })

/** The organization as the backend API has it, with the key of the seed and its members. */
function shownOrg(project: Project, org: Org) {
  const { rows } = queryUsersInOrg(project, org.org_id, { size: MAX_LISTED, number: 0 })
  const members = rows.map(({ user_id, seed_key, email, role }) => ({ user_id, key: seed_key, email, role }))
  return { key: org.seed_key, ...orgRecord(project, org), members }
}

/** A user who can log in at once, unless `emailConfirmed` is false. The role defaults to the lowest one. */
function addUser(project: Project, fields: Fields) {
  const input = {
    email: fields.requiredText('email'),
    password: fields.text('password'),
    username: fields.text('username'),
    first_name: fields.text('firstName'),
    last_name: fields.text('lastName'),
    email_confirmed: fields.flag('emailConfirmed') ?? true,
  }
  const orgName = fields.text('org')
  const role = fields.text('role')
  if (role !== undefined && orgName === undefined) fields.fail('role', 'Needs an org.')
  const key = readKey(project, fields, 'users')
  fields.check()
  return project.db.transaction(() => {
    const org = orgName === undefined ? undefined : findAnyOrg(project, orgName)
    const { user_id } = createUser(project, input)
    if (key !== undefined) setUserSeedKey(project, user_id, key)
    if (org) addMember(project, user_id, org.org_id, { role: role ?? lowestRoleOf(project, org), additionalRoles: [] })
    return shownUser(project, findAnyUser(project, user_id))
  })
}

/** An organization, with an owner if one is named. */
function addOrg(project: Project, fields: Fields) {
  requireOrgsEnabled(project)
  const input = {
    name: fields.requiredText('name'),
    domain: fields.text('domain'),
    max_users: fields.integer('maxUsers', { min: 1 }),
  }
  const owner = fields.text('owner')
  const key = readKey(project, fields, 'orgs')
  fields.check()
  return project.db.transaction(() => {
    const user = owner === undefined ? undefined : findAnyUser(project, owner)
    const org = createOrg(project, input)
    if (key !== undefined) setOrgSeedKey(project, org.org_id, key)
    if (user) addMember(project, user.user_id, org.org_id, { role: highestRoleOf(project, org), additionalRoles: [] })
    return shownOrg(project, findAnyOrg(project, org.org_id))
  })
}

/** A key names one entry, so a taken one is refused. */
function readKey(project: Project, fields: Fields, table: 'users' | 'orgs'): string | undefined {
  const key = fields.text('key')
  if (key === '') fields.fail('key', 'Must not be empty.')
  const isTaken = key !== undefined && project.db.get(`SELECT 1 FROM ${table} WHERE seed_key = ?`, key) !== undefined
  if (isTaken) fields.fail('key', `The key ${JSON.stringify(key)} is taken.`)
  return key
}

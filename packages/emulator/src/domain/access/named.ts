import type { Org } from '../orgs/orgs.js'
import { findPage } from '../project/page.js'
import type { Project } from '../project/project.js'
import { invalidFields, ServiceError } from '../project/service-error.js'
import { lookupKey, type User } from '../users/user-lookup.js'

/** @throws {ServiceError} `user_not_found`, with the names of existing users */
export function findAnyUser(project: Project, name: string): User {
  requireName('user', name)
  const sql = 'SELECT * FROM users WHERE user_id = :name OR email_key = :email OR seed_key = :name'
  const user = project.db.get<User>(sql, { name, email: lookupKey(name) })
  if (user) return user
  const names = listNames(project, 'users', 'coalesce(seed_key, email)')
  throw new ServiceError(
    'user_not_found',
    `No user has the id, email address or key ${JSON.stringify(name)}. Users: ${names}`,
  )
}

/** @throws {ServiceError} `org_not_found`, with the names of existing organizations */
export function findAnyOrg(project: Project, name: string): Org {
  requireName('org', name)
  const org = project.db.get<Org>('SELECT * FROM orgs WHERE org_id = :name OR seed_key = :name', { name })
  if (org) return org
  const names = listNames(project, 'orgs', 'coalesce(seed_key, org_id)')
  throw new ServiceError(
    'org_not_found',
    `No organization has the id or key ${JSON.stringify(name)}. Organizations: ${names}`,
  )
}

function requireName(option: 'user' | 'org', name: unknown): void {
  if (typeof name === 'string' && name !== '') return
  throw invalidFields({
    [option]: [`${option} must be a non-empty string, not ${JSON.stringify(name)}.`],
  })
}

const LISTED = 20

function listNames(project: Project, table: 'users' | 'orgs', name: string): string {
  const { rows, total } = findPage<{ name: string }>(
    project,
    `FROM (SELECT seq, ${name} AS name FROM ${table})`,
    'seq',
    { size: LISTED, number: 0 },
    {},
  )
  if (total === 0) return 'none'
  const more = total > LISTED ? ` and ${total - LISTED} more` : ''
  return `${rows.map((row) => row.name).join(', ')}${more}`
}

import { newUuid } from '../../values/ids.js'
import { getOrg } from '../orgs/orgs.js'
import { type Found, findPage, type PageRequest } from '../project/page.js'
import type { Project } from '../project/project.js'
import { invalidFields, ServiceError } from '../project/service-error.js'
import { where } from '../project/where.js'
import { getUser } from '../users/user-lookup.js'

/** A group of an organization's directory. The backend API only reads groups. */
export interface ScimGroup {
  readonly group_id: string
  readonly org_id: string
  readonly display_name: string
  readonly external_id: string | null
}

export interface NewScimGroup {
  readonly groupId?: string | undefined
  readonly orgId: string
  readonly name: string
  readonly externalId?: string | undefined
  readonly userIds: readonly string[]
}

/**
 * Adds a group, or replaces the one with this id. Returns the id.
 * @throws {ServiceError} `org_not_found`, `user_not_found`, `invalid_fields`
 */
export function saveScimGroup(project: Project, input: NewScimGroup): string {
  return project.db.transaction(() => {
    getOrg(project, input.orgId)
    if (input.name.trim() === '') throw invalidFields({ name: ['This field is required.'] })
    const id = input.groupId ?? newUuid()
    project.db.run(
      `INSERT INTO scim_groups (group_id, org_id, display_name, external_id) VALUES (?, ?, ?, ?)
       ON CONFLICT (group_id) DO UPDATE SET display_name = excluded.display_name, external_id = excluded.external_id`,
      id,
      input.orgId,
      input.name,
      input.externalId ?? null,
    )
    project.db.run('DELETE FROM scim_group_members WHERE group_id = ?', id)
    for (const userId of new Set(input.userIds)) {
      getUser(project, userId)
      project.db.run('INSERT INTO scim_group_members VALUES (?, ?)', id, userId)
    }
    return id
  })
}

/** @throws {ServiceError} `not_found` */
export function deleteScimGroup(project: Project, groupId: string): void {
  const removed = project.db.run('DELETE FROM scim_groups WHERE group_id = ?', groupId)
  if (removed === 0) throw groupNotFound()
}

/** A group with the number of its members. */
export interface CountedScimGroup extends ScimGroup {
  readonly members: number
}

/** The groups of the organization, only those of one user if `userId` is set. @throws {ServiceError} `org_not_found` */
export function queryScimGroups(
  project: Project,
  orgId: string,
  page: PageRequest,
  userId?: string,
): Found<CountedScimGroup> {
  getOrg(project, orgId)
  const { sql, values } = where(
    { sql: 'org_id = :org_id', values: { org_id: orgId } },
    userId !== undefined && {
      sql: 'EXISTS (SELECT 1 FROM scim_group_members AS m WHERE m.group_id = g.group_id AND m.user_id = :user_id)',
      values: { user_id: userId },
    },
  )
  const from = `FROM (SELECT *, (SELECT count(*) FROM scim_group_members AS m WHERE m.group_id = g.group_id) AS members
    FROM scim_groups AS g ${sql})`
  return findPage<CountedScimGroup>(project, from, 'seq', page, values)
}

/** @throws {ServiceError} `org_not_found`, `not_found` */
export function getScimGroup(project: Project, orgId: string, groupId: string): ScimGroup {
  getOrg(project, orgId)
  const sql = 'SELECT * FROM scim_groups WHERE org_id = ? AND group_id = ?'
  const group = project.db.get<ScimGroup>(sql, orgId, groupId)
  if (!group) throw groupNotFound()
  return group
}

/** The ids of the members, oldest user first. */
export function queryScimMembers(project: Project, groupId: string, page: PageRequest): Found<{ user_id: string }> {
  const from = 'FROM scim_group_members JOIN users USING (user_id) WHERE group_id = :group_id'
  return findPage<{ user_id: string }>(project, from, 'users.seq', page, { group_id: groupId })
}

const groupNotFound = (): ServiceError => new ServiceError('not_found', 'Group not found')

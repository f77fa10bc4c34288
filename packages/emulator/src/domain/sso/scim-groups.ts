import { newUuid } from '../../values/ids.js'
import { getOrg } from '../orgs/orgs.js'
import { type Found, findPage, type PageRequest } from '../project/page.js'
import type { Project } from '../project/project.js'
import { invalidFields, ServiceError } from '../project/service-error.js'
import { where } from '../project/where.js'
import { recordEvent } from '../webhooks/record-event.js'
import { replaceScimMembers } from './scim-members.js'

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
    const old = findGroup(project, id)
    const group = {
      group_id: id,
      org_id: old?.org_id ?? input.orgId,
      display_name: input.name,
      external_id: input.externalId ?? null,
    }
    writeGroup(project, group)
    const isChanged = old?.display_name !== group.display_name || old.external_id !== group.external_id
    if (isChanged) recordGroup(project, old ? 'org.scim_group_updated' : 'org.scim_group_created', group)
    replaceScimMembers(project, group, input.userIds)
    return id
  })
}

const writeGroup = (project: Project, { group_id, org_id, display_name, external_id }: ScimGroup): number =>
  project.db.run(
    `INSERT INTO scim_groups (group_id, org_id, display_name, external_id) VALUES (?, ?, ?, ?)
     ON CONFLICT (group_id) DO UPDATE SET display_name = excluded.display_name, external_id = excluded.external_id`,
    group_id,
    org_id,
    display_name,
    external_id,
  )

const recordGroup = (
  project: Project,
  type: 'org.scim_group_created' | 'org.scim_group_updated',
  { org_id, group_id: scim_group_id, display_name }: ScimGroup,
): void => recordEvent(project, type, { org_id, scim_group_id, display_name })

const findGroup = (project: Project, groupId: string): ScimGroup | undefined =>
  project.db.get<ScimGroup>('SELECT * FROM scim_groups WHERE group_id = ?', groupId)

/** @throws {ServiceError} `not_found` */
export function deleteScimGroup(project: Project, groupId: string): void {
  project.db.transaction(() => {
    const group = findGroup(project, groupId)
    if (!group) throw groupNotFound()
    project.db.run('DELETE FROM scim_groups WHERE group_id = ?', groupId)
    recordEvent(project, 'org.scim_group_deleted', { org_id: group.org_id, scim_group_id: groupId })
  })
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
  const group = findGroup(project, groupId)
  if (group?.org_id !== orgId) throw groupNotFound()
  return group
}

const groupNotFound = (): ServiceError => new ServiceError('not_found', 'Group not found')

import { type Found, findPage, type PageRequest } from '../project/page.js'
import type { Project } from '../project/project.js'
import { getUser } from '../users/user-lookup.js'
import { recordEvent } from '../webhooks/record-event.js'

interface Group {
  readonly group_id: string
  readonly org_id: string
}

/** The ids of the members, oldest user first. */
export function queryScimMembers(project: Project, groupId: string, page: PageRequest): Found<{ user_id: string }> {
  const from = 'FROM scim_group_members JOIN users USING (user_id) WHERE group_id = :group_id'
  return findPage<{ user_id: string }>(project, from, 'users.seq', page, { group_id: groupId })
}

/** Adds and removes members, so that these are all. @throws {ServiceError} `user_not_found` */
export function replaceScimMembers(project: Project, group: Group, userIds: readonly string[]): void {
  const sql = 'SELECT user_id FROM scim_group_members WHERE group_id = ?'
  const old = new Set(project.db.all<{ user_id: string }>(sql, group.group_id).map(({ user_id }) => user_id))
  const members = new Set(userIds)
  for (const userId of members) if (!old.has(userId)) addMember(project, group, userId)
  for (const userId of old) if (!members.has(userId)) removeMember(project, group, userId)
}

function addMember(project: Project, group: Group, userId: string): void {
  getUser(project, userId)
  project.db.run('INSERT INTO scim_group_members VALUES (?, ?)', group.group_id, userId)
  recordEvent(project, 'user.added_to_scim_group', membership(group, userId))
}

function removeMember(project: Project, group: Group, userId: string): void {
  project.db.run('DELETE FROM scim_group_members WHERE group_id = ? AND user_id = ?', group.group_id, userId)
  recordEvent(project, 'user.removed_from_scim_group', membership(group, userId))
}

const membership = ({ group_id, org_id }: Group, userId: string) => ({
  user_id: userId,
  org_id,
  scim_group_id: group_id,
})

import { requireOrgsEnabled } from '../../domain/orgs/orgs.js'
import { getScimGroup, queryScimGroups, type ScimGroup } from '../../domain/sso/scim-groups.js'
import { queryScimMembers } from '../../domain/sso/scim-members.js'
import { type Fields, queryFields } from '../fields.js'
import { type Handler, pathId } from './handler.js'
import { readPageRequest } from './paging.js'

export const fetchOrgScimGroups: Handler<'fetchOrgScimGroups'> = (project, request) => {
  requireOrgsEnabled(project)
  const fields = queryFields(request.query)
  const page = readPageRequest(fields)
  const userId = fields.id('user_id')
  fields.check()
  const { rows, total } = queryScimGroups(project, pathId(request, 'org_id'), page, userId)
  return { groups: rows.map(groupRecord), page_number: page.number, page_size: page.size, total_groups: total }
}

export const fetchScimGroup: Handler<'fetchScimGroup'> = (project, request) => {
  requireOrgsEnabled(project)
  const page = readMembersPage(queryFields(request.query))
  const group = getScimGroup(project, pathId(request, 'org_id'), pathId(request, 'group_id'))
  const members = queryScimMembers(project, group.group_id, page).rows.map(({ user_id }) => ({ user_id }))
  return { ...groupRecord(group), members }
}

function readMembersPage(fields: Fields) {
  const page = {
    size: fields.integer('members_page_size', { min: 1, max: 100 }) ?? 10,
    number: fields.integer('members_page_number', { min: 0, max: 1_000_000 }) ?? 0,
  }
  fields.check()
  return page
}

const groupRecord = ({ group_id, display_name, external_id }: ScimGroup) => ({
  group_id,
  display_name,
  ...(external_id === null ? {} : { external_id_from_idp: external_id }),
})

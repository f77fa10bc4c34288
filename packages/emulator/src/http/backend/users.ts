import { sendConfirmation } from '../../domain/mail/mail.js'
import { recordsOf, userWithOrgs } from '../../domain/orgs/org-records.js'
import { getOrg, requireOrgsEnabled } from '../../domain/orgs/orgs.js'
import type { Project } from '../../domain/project/project.js'
import { userNotFound } from '../../domain/project/service-error.js'
import { findUser, findUserByEmail, findUserByUsername, getUser, type User } from '../../domain/users/user-lookup.js'
import { queryUsers, queryUsersInOrg, USER_ORDERS } from '../../domain/users/user-queries.js'
import type { UserProfile } from '../../domain/users/user-rules.js'
import { createUser, deleteUser, setUserEnabled, updateProfile } from '../../domain/users/users.js'
import { bodyFields, type Fields, queryFields } from '../fields.js'
import { type BackendRequest, type Handler, pathId } from './handler.js'
import { pageAnswer, readPageRequest } from './paging.js'

const includeOrgs = (request: BackendRequest): boolean => request.query.get('include_orgs') === 'true'

export const fetchUserMetadataByUserId: Handler<'fetchUserMetadataByUserId'> = (project, request) =>
  userWithOrgs(project, getUser(project, pathId(request, 'user_id')), includeOrgs(request))

export const fetchUserMetadataByEmail: Handler<'fetchUserMetadataByEmail'> = (project, request) =>
  lookUp(project, request, 'email', findUserByEmail)

export const fetchUserMetadataByUsername: Handler<'fetchUserMetadataByUsername'> = (project, request) =>
  lookUp(project, request, 'username', findUserByUsername)

type Find = (project: Project, value: string) => User | undefined

function lookUp(project: Project, request: BackendRequest, name: string, find: Find) {
  const fields = queryFields(request.query)
  const value = fields.requiredText(name)
  fields.check()
  const user = find(project, value)
  if (!user) throw userNotFound()
  return userWithOrgs(project, user, includeOrgs(request))
}

export const fetchBatchUserMetadataByUserIds: Handler<'fetchBatchUserMetadataByUserIds'> = (project, request) =>
  lookUpAll(project, request, 'user_ids', (scope, id) => findUser(scope, id.toLowerCase()))

export const fetchBatchUserMetadataByEmails: Handler<'fetchBatchUserMetadataByEmails'> = (project, request) =>
  lookUpAll(project, request, 'emails', findUserByEmail)

export const fetchBatchUserMetadataByUsernames: Handler<'fetchBatchUserMetadataByUsernames'> = (project, request) =>
  lookUpAll(project, request, 'usernames', findUserByUsername)

/** Leaves out unknown values and duplicates. */
function lookUpAll(project: Project, request: BackendRequest, name: string, find: Find) {
  const fields = bodyFields(request.body)
  const values = fields.texts(name)
  if (!values) fields.fail(name, 'This field is required.')
  fields.check()
  const users = (values ?? []).map((value) => find(project, value)).filter((user) => user !== undefined)
  const unique = new Map(users.map((user) => [user.user_id, user]))
  const found = [...unique.values()]
  return found.map(recordsOf(project, found, includeOrgs(request)))
}

export const fetchUsersByQuery: Handler<'fetchUsersByQuery'> = (project, request) => {
  const fields = queryFields(request.query)
  const page = readPageRequest(fields)
  const order = fields.oneOf('order_by', USER_ORDERS) ?? 'CREATED_AT_ASC'
  const emailOrUsername = fields.text('email_or_username')
  const legacyUserId = fields.text('legacy_user_id')
  fields.check()
  const { rows, total } = queryUsers(project, { ...page, order, emailOrUsername, legacyUserId })
  const users = rows.map(recordsOf(project, rows, includeOrgs(request)))
  return { users, total_users: total, ...pageAnswer(page, total) }
}

export const fetchUsersInOrg: Handler<'fetchUsersInOrg'> = (project, request) => {
  requireOrgsEnabled(project)
  const fields = queryFields(request.query)
  const page = readPageRequest(fields)
  const role = fields.text('role')
  fields.check()
  const orgId = getOrg(project, pathId(request, 'org_id')).org_id
  const { rows, total } = queryUsersInOrg(project, orgId, { ...page, role })
  const record = recordsOf(project, rows, includeOrgs(request))
  const users = rows.map((user) => ({
    ...record(user),
    role_in_org: user.role,
    additional_roles_in_org: JSON.parse(user.additional_roles) as string[],
  }))
  return { users, total_users: total, ...pageAnswer(page, total) }
}

export const fetchUserSignupQueryParams: Handler<'fetchUserSignupQueryParams'> = (project, request) => {
  const user = getUser(project, pathId(request, 'user_id'))
  return { user_signup_query_parameters: JSON.parse(user.signup_query_parameters) }
}

export const createUserHandler: Handler<'createUser'> = (project, request) => {
  const fields = bodyFields(request.body)
  const input = {
    ...readProfile(fields),
    email: fields.requiredText('email'),
    email_confirmed: fields.flag('email_confirmed'),
    password: fields.text('password'),
    update_password_required: fields.flag('ask_user_to_update_password_on_login'),
  }
  const sendMail = fields.flag('send_email_to_confirm_email_address') ?? false
  fields.check()
  const user = createUser(project, input)
  if (sendMail && user.email_confirmed === 0) sendConfirmation(project, user)
  return { user_id: user.user_id }
}

export const updateUserMetadata: Handler<'updateUserMetadata'> = (project, request) => {
  const fields = bodyFields(request.body)
  const profile = readProfile(fields)
  fields.check()
  updateProfile(project, pathId(request, 'user_id'), profile)
  return {}
}

export function readProfile(fields: Fields): UserProfile {
  return {
    username: fields.text('username'),
    first_name: fields.text('first_name'),
    last_name: fields.text('last_name'),
    picture_url: fields.text('picture_url'),
    properties: fields.object('properties'),
    metadata: fields.object('metadata'),
    update_password_required: fields.flag('update_password_required'),
    legacy_user_id: fields.text('legacy_user_id'),
    can_create_orgs: fields.flag('can_create_orgs'),
  }
}

export const deleteUserHandler: Handler<'deleteUser'> = (project, request) => {
  deleteUser(project, pathId(request, 'user_id'))
  return {}
}

export const disableUser: Handler<'disableUser'> = (project, request) => {
  setUserEnabled(project, pathId(request, 'user_id'), false)
  return {}
}

export const enableUser: Handler<'enableUser'> = (project, request) => {
  setUserEnabled(project, pathId(request, 'user_id'), true)
  return {}
}

export const setCanCreateOrgs =
  (allowed: boolean): Handler<'enableUserCanCreateOrgs'> =>
  (project, request) => {
    updateProfile(project, pathId(request, 'user_id'), { can_create_orgs: allowed })
    return {}
  }

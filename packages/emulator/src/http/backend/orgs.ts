import { addMember, changeRole, removeMember } from '../../domain/orgs/memberships.js'
import { ORG_ORDERS, queryOrgs } from '../../domain/orgs/org-queries.js'
import { orgRecord, orgSummary } from '../../domain/orgs/org-records.js'
import {
  countSubscribers,
  createOrg,
  deleteOrg,
  getOrg,
  type OrgChange,
  requireOrgsEnabled,
  updateOrg,
} from '../../domain/orgs/orgs.js'
import { readSettings } from '../../domain/project/settings.js'
import { bodyFields, type Fields, queryFields } from '../fields.js'
import { type Handler, pathId } from './handler.js'
import { pageAnswer, readPageRequest } from './paging.js'

export const fetchOrg: Handler<'fetchOrg'> = (project, request) => {
  requireOrgsEnabled(project)
  return orgRecord(project, getOrg(project, pathId(request, 'org_id')))
}

/** Some official SDKs send a POST with a JSON body, others a GET with the same names in the query. */
export const fetchOrgByQuery: Handler<'fetchOrgByQuery'> = (project, request) => {
  requireOrgsEnabled(project)
  const fields = request.body === undefined ? queryFields(request.query) : bodyFields(request.body)
  const page = readPageRequest(fields)
  const order = fields.oneOf('order_by', ORG_ORDERS) ?? 'CREATED_AT_ASC'
  const filter = { name: fields.text('name'), legacyOrgId: fields.text('legacy_org_id'), domain: fields.text('domain') }
  fields.check()
  const { rows, total } = queryOrgs(project, { ...page, order, ...filter })
  return {
    orgs: rows.map((org) => orgSummary(org, org.connected === 1)),
    total_orgs: total,
    ...pageAnswer(page, total),
  }
}

export const createOrgHandler: Handler<'createOrg'> = (project, request) => {
  requireOrgsEnabled(project)
  const fields = bodyFields(request.body)
  const input = { ...readChange(fields), name: fields.requiredText('name') }
  fields.check()
  const org = createOrg(project, input)
  return { org_id: org.org_id, name: org.name }
}

export const updateOrgHandler: Handler<'updateOrg'> = (project, request) => {
  requireOrgsEnabled(project)
  const fields = bodyFields(request.body)
  const change = readChange(fields)
  fields.check()
  updateOrg(project, pathId(request, 'org_id'), change)
  return {}
}

/** Creation and update have different names for the two domain flags. Official samples mix them, so both are read. */
function readChange(fields: Fields): OrgChange {
  return {
    name: fields.text('name'),
    metadata: fields.object('metadata'),
    domain: fields.text('domain'),
    extra_domains: fields.texts('extra_domains'),
    domain_autojoin: fields.flag('autojoin_by_domain') ?? fields.flag('enable_auto_joining_by_domain'),
    domain_restrict: fields.flag('restrict_to_domain') ?? fields.flag('members_must_have_matching_domain'),
    max_users: fields.integer('max_users'),
    custom_role_mapping_name: fields.text('custom_role_mapping_name'),
    legacy_org_id: fields.text('legacy_org_id'),
    can_setup_saml: fields.flag('can_setup_saml'),
    require_2fa_by: fields.text('require_2fa_by'),
    password_rotation_enabled: fields.flag('password_rotation_enabled'),
    password_rotation_history_size: fields.integer('password_rotation_history_size', { min: 0 }),
    password_rotation_period: fields.integer('password_rotation_period', { min: 0 }),
  }
}

export const deleteOrgHandler: Handler<'deleteOrg'> = (project, request) => {
  requireOrgsEnabled(project)
  deleteOrg(project, pathId(request, 'org_id'))
  return {}
}

export const addUserToOrg: Handler<'addUserToOrg'> = (project, request) => {
  const { userId, orgId, assignment } = readMembership(bodyFields(request.body))
  requireOrgsEnabled(project)
  addMember(project, userId, orgId, assignment)
  return {}
}

export const changeUserRoleInOrg: Handler<'changeUserRoleInOrg'> = (project, request) => {
  const { userId, orgId, assignment } = readMembership(bodyFields(request.body))
  requireOrgsEnabled(project)
  changeRole(project, userId, orgId, assignment)
  return {}
}

function readMembership(fields: Fields) {
  const userId = fields.requiredId('user_id')
  const orgId = fields.requiredId('org_id')
  const assignment = { role: fields.requiredText('role'), additionalRoles: fields.texts('additional_roles') ?? [] }
  fields.check()
  return { userId, orgId, assignment }
}

export const removeUserFromOrg: Handler<'removeUserFromOrg'> = (project, request) => {
  requireOrgsEnabled(project)
  const fields = bodyFields(request.body)
  const userId = fields.requiredId('user_id')
  const orgId = fields.requiredId('org_id')
  fields.check()
  removeMember(project, userId, orgId)
  return {}
}

export const fetchCustomRoleMappings: Handler<'fetchCustomRoleMappings'> = (project) => {
  requireOrgsEnabled(project)
  const names = Object.keys(readSettings(project).custom_role_mappings)
  return {
    custom_role_mappings: names.map((name) => ({
      custom_role_mapping_name: name,
      num_orgs_subscribed: countSubscribers(project, name),
    })),
  }
}

const setSamlSetup =
  (allowed: boolean): Handler<'allowOrgToSetupSamlConnection'> =>
  (project, request) => {
    requireOrgsEnabled(project)
    updateOrg(project, pathId(request, 'org_id'), { can_setup_saml: allowed })
    return {}
  }

export const allowOrgToSetupSamlConnection = setSamlSetup(true)

export const disallowOrgToSetupSamlConnection = setSamlSetup(false)

import {
  type ApiKey,
  archiveApiKey,
  countUsage,
  createApiKey,
  getApiKey,
  importApiKey,
  type NewApiKey,
  queryApiKeys,
  updateApiKey,
  validateApiKey,
} from '../../domain/access/api-keys.js'
import { memberEntry } from '../../domain/orgs/memberships.js'
import { orgSummary } from '../../domain/orgs/org-records.js'
import type { Org } from '../../domain/orgs/orgs.js'
import { ssoState } from '../../domain/orgs/sso-state.js'
import type { Project } from '../../domain/project/project.js'
import { findUserByEmail } from '../../domain/users/user-lookup.js'
import { userRecord } from '../../domain/users/user-record.js'
import { parseObject } from '../../values/json.js'
import { bodyFields, type Fields, queryFields } from '../fields.js'
import { type Handler, pathId } from './handler.js'
import { pageAnswer, readPageRequest } from './paging.js'

export const createApiKeyHandler: Handler<'createApiKey'> = (project, request) => {
  const fields = bodyFields(request.body)
  const input = readNewKey(fields)
  fields.check()
  const { id, token } = createApiKey(project, input)
  return { api_key_id: id, api_key_token: token }
}

export const importApiKeyHandler: Handler<'importApiKey'> = (project, request) => {
  const fields = bodyFields(request.body)
  const input = readNewKey(fields)
  const token = fields.requiredText('imported_api_key')
  fields.check()
  return { api_key_id: importApiKey(project, input, token) }
}

function readNewKey(fields: Fields): NewApiKey {
  return {
    userId: fields.id('user_id'),
    orgId: fields.id('org_id'),
    displayName: fields.text('display_name'),
    metadata: fields.object('metadata'),
    expiresAt: fields.integer('expires_at_seconds'),
  }
}

export const fetchApiKey: Handler<'fetchApiKey'> = (project, request) =>
  keyRecord(getApiKey(project, pathId(request, 'api_key_id')))

const listApiKeys =
  (archived: boolean): Handler<'fetchCurrentApiKeys'> =>
  (project, request) => {
    const fields = queryFields(request.query)
    const page = readPageRequest(fields)
    const orgId = fields.id('org_id')
    const email = fields.text('user_email')
    const ownId = fields.id('user_id')
    fields.check()
    // An unknown address matches no keys. Without the empty string it would be no filter at all.
    const userId = email === undefined ? ownId : (findUserByEmail(project, email)?.user_id ?? '')
    const { rows, total } = queryApiKeys(project, { ...page, archived, orgId, userId })
    return { api_keys: rows.map(keyRecord), total_api_keys: total, ...pageAnswer(page, total) }
  }

export const fetchCurrentApiKeys = listApiKeys(false)

export const fetchArchivedApiKeys = listApiKeys(true)

export const updateApiKeyHandler: Handler<'updateApiKey'> = (project, request) => {
  const fields = bodyFields(request.body)
  const change = {
    expiresAt: fields.integer('expires_at_seconds'),
    metadata: fields.object('metadata'),
    neverExpires: fields.flag('set_to_never_expire'),
  }
  fields.check()
  updateApiKey(project, pathId(request, 'api_key_id'), change)
  return {}
}

export const deleteApiKey: Handler<'deleteApiKey'> = (project, request) => {
  archiveApiKey(project, pathId(request, 'api_key_id'))
  return {}
}

const validate =
  (imported: boolean): Handler<'validateApiKey'> =>
  (project, request) => {
    const fields = bodyFields(request.body)
    const token = fields.requiredText('api_key_token').replace(/^bearer /i, '')
    fields.check()
    const { key, user, org } = validateApiKey(project, token, imported)
    const entry = user && org ? memberEntry(project, user.user_id, org.org_id) : undefined
    return {
      metadata: key.metadata === null ? null : parseObject(key.metadata),
      user: user ? userRecord(user) : null,
      org: org ? keyOrg(project, org) : null,
      user_in_org: entry ?? null,
      user_id: key.user_id,
      org_id: key.org_id,
    }
  }

export const validateApiKeyHandler = validate(false)

export const validateImportedApiKey = validate(true)

export const fetchApiKeyUsage: Handler<'fetchApiKeyUsage'> = (project, request) => {
  const fields = queryFields(request.query)
  const date = fields.requiredText('date')
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) fields.fail('date', 'Must be a date as YYYY-MM-DD.')
  const filter = { userId: fields.id('user_id'), orgId: fields.id('org_id'), apiKeyId: fields.text('api_key_id') }
  fields.check()
  return { count: countUsage(project, { date, ...filter }) }
}

function keyRecord(key: ApiKey) {
  return {
    api_key_id: key.api_key_id,
    created_at: key.created_at,
    expires_at_seconds: key.expires_at_seconds,
    metadata: key.metadata === null ? null : parseObject(key.metadata),
    user_id: key.user_id,
    org_id: key.org_id,
    ...(key.display_name === null ? {} : { display_name: key.display_name }),
  }
}

/** In this answer the service names the organization with `org_name` instead of `name`. */
function keyOrg(project: Project, org: Org) {
  const { name, ...summary } = orgSummary(org, ssoState(project, org.org_id).is_saml_configured)
  return { ...summary, org_name: name, can_setup_saml: org.can_setup_saml === 1 }
}

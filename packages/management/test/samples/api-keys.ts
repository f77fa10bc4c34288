import { apiKeyId, orgId, page, pagination, type Samples, userData, userId } from './sample.js'
import { membership, user } from './users.js'

const apiKey = {
  api_key_id: apiKeyId,
  created_at: 1_645_131_680,
  expires_at_seconds: null,
  metadata: userData,
  user_id: userId,
  org_id: null,
  display_name: 'CI',
}

const apiKeyPage = { api_keys: [apiKey], total_api_keys: 21, ...page }

const validation = {
  metadata: userData,
  user,
  org: {
    org_id: orgId,
    org_name: 'Acme',
    max_users: 10,
    is_saml_configured: false,
    legacy_org_id: 'old-7',
    metadata: userData,
    custom_role_mapping_name: null,
    can_setup_saml: true,
  },
  user_in_org: {
    ...membership,
    inherited_user_roles_plus_current_role: ['Owner'],
    user_permissions: [],
    additional_roles: [],
  },
  user_id: userId,
  org_id: orgId,
}

export const apiKeySamples = {
  fetchApiKey: { calls: [[apiKeyId]], result: apiKey },
  fetchCurrentApiKeys: {
    calls: [[{}], [{ orgId, userId, userEmail: 'a+b@b.test', ...pagination }]],
    result: apiKeyPage,
  },
  fetchArchivedApiKeys: {
    calls: [[{}], [{ orgId, userId, userEmail: 'a+b@b.test', ...pagination }]],
    result: apiKeyPage,
  },
  createApiKey: {
    calls: [[{}], [{ orgId, userId, expiresAtSeconds: 1_800_000_000, metadata: userData, displayName: 'CI' }]],
    result: { api_key_id: apiKeyId, api_key_token: 'ab'.repeat(48) },
  },
  updateApiKey: {
    calls: [
      [apiKeyId, {}],
      [apiKeyId, { expiresAtSeconds: 1, metadata: userData, setToNeverExpire: true }],
    ],
    result: undefined,
  },
  deleteApiKey: { calls: [[apiKeyId]], result: undefined },
  validateApiKey: { calls: [['ab'.repeat(48)], [`Bearer ${'ab'.repeat(48)}`], ['bEARER x']], result: validation },
  validatePersonalApiKey: {
    calls: [['ab'.repeat(48)]],
    result: { ...validation, org: null, user_in_org: null, org_id: null },
  },
  validateOrgApiKey: { calls: [['ab'.repeat(48)]], result: validation },
  validateImportedApiKey: { calls: [['foreign key'], ['Bearer foreign key']], result: validation },
  fetchApiKeyUsage: {
    calls: [[{ date: '2026-01-31' }], [{ date: '2026-01-31', orgId, userId, api_key_id: apiKeyId }]],
    result: { count: 7 },
  },
  importApiKey: {
    calls: [
      [{ importedApiKey: 'foreign' }],
      [{ importedApiKey: 'foreign', orgId, userId, expiresAtSeconds: 1, metadata: userData, displayName: 'CI' }],
    ],
    result: { api_key_id: apiKeyId },
  },
} satisfies Partial<Samples>

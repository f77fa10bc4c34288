import { endpoint } from '../endpoint/endpoint.js'
import { ManagementError } from '../errors/management-error.js'
import type { Domain, JsonObject, Shape, Wire } from '../shapes/shape.js'
import { maybe, object, text, typed } from '../shapes/shape.js'
import { orgMemberInfo } from './org-member.js'
import type { UserMetadata } from './user-metadata.js'
import { userMetadata } from './user-metadata.js'

const apiKeyOrgShape = object(
  {},
  typed<{
    orgId: string
    orgName: string
    maxUsers?: number | null
    isSamlConfigured: boolean
    legacyOrgId?: string | null
    metadata?: JsonObject | null
    customRoleMappingName?: string | null
    canSetupSaml: boolean
  }>(),
)
/** The organization that owns an API key. Its name is `orgName`, unlike in `fetchOrg`. */
export interface ApiKeyOrg extends Domain<typeof apiKeyOrgShape> {}
export interface ApiKeyOrgWire extends Wire<typeof apiKeyOrgShape> {}
const apiKeyOrg: Shape<ApiKeyOrg, ApiKeyOrgWire> = apiKeyOrgShape

const validationShape = object(
  { user: maybe(userMetadata), org: maybe(apiKeyOrg), userInOrg: maybe(orgMemberInfo) },
  typed<{ apiKeyId?: string; metadata?: JsonObject | null; userId?: string | null; orgId?: string | null }>(),
)
/** The owner of an end-user API key: a user, an organization, both or neither. */
export interface ApiKeyValidation extends Domain<typeof validationShape> {}
export interface ApiKeyValidationWire extends Wire<typeof validationShape> {}
const apiKeyValidation: Shape<ApiKeyValidation, ApiKeyValidationWire> = validationShape

export interface PersonalApiKeyValidation {
  user: UserMetadata
  metadata: ApiKeyValidation['metadata']
}

export interface OrgApiKeyValidation {
  org: ApiKeyOrg
  metadata: ApiKeyValidation['metadata']
  user: ApiKeyValidation['user']
  userInOrg: ApiKeyValidation['userInOrg']
}

const tokenShape = object({ apiKeyToken: text })
/** A leading `Bearer ` is removed, so that a header value can be passed. */
const byToken = (apiKeyToken: string) => ({ apiKeyToken: apiKeyToken.replace(/^bearer /i, '') })

const wrongKind = (operation: string, message: string) =>
  new ManagementError('invalid_fields', operation, { fieldErrors: { api_key_token: [message] } })

/** Check an end-user API key of any kind; invalid_fields if it is not valid. */
export const validateApiKey = endpoint({
  name: 'validateApiKey',
  route: 'POST /api/backend/v1/end_user_api_keys/validate',
  body: tokenShape,
  args: byToken,
  result: apiKeyValidation,
})

/** Check a user's own API key; invalid_fields if it is not valid or belongs to an organization. */
export const validatePersonalApiKey = endpoint({
  name: 'validatePersonalApiKey',
  route: 'POST /api/backend/v1/end_user_api_keys/validate',
  body: tokenShape,
  args: byToken,
  result: apiKeyValidation,
  async run(request, input): Promise<PersonalApiKeyValidation> {
    const { user, org, metadata } = await request(input)
    if (!user || org) throw wrongKind('validatePersonalApiKey', 'Not a personal API Key')
    return { user, metadata }
  },
})

/** Check the API key of an organization; invalid_fields if it is not valid or belongs to none. */
export const validateOrgApiKey = endpoint({
  name: 'validateOrgApiKey',
  route: 'POST /api/backend/v1/end_user_api_keys/validate',
  body: tokenShape,
  args: byToken,
  result: apiKeyValidation,
  async run(request, input): Promise<OrgApiKeyValidation> {
    const { org, metadata, user, userInOrg } = await request(input)
    if (!org) throw wrongKind('validateOrgApiKey', 'Not an org API Key')
    return { org, metadata, user, userInOrg }
  },
})

/** Check an imported API key; invalid_fields if it is not valid. */
export const validateImportedApiKey = endpoint({
  name: 'validateImportedApiKey',
  route: 'POST /api/backend/v1/end_user_api_keys/validate_imported',
  body: tokenShape,
  args: byToken,
  result: apiKeyValidation,
})

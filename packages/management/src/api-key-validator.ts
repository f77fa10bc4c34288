import { call } from './call.js'
import type { ApiKeyOrg, ApiKeyValidation } from './endpoints/api-key-validation.js'
import { validateApiKey } from './endpoints/api-key-validation.js'
import type { OrgMemberInfo } from './endpoints/org-member.js'
import type { UserMetadata } from './endpoints/user-metadata.js'
import { isManagementError, ManagementError } from './management-error.js'
import type { Transport } from './transport.js'

/** Who an end-user API key stands for: a user, an organization, both or, with a generic key, neither. */
export interface ApiKeyPrincipal {
  readonly apiKeyId?: string
  readonly user?: UserMetadata
  readonly org?: ApiKeyOrg
  readonly userInOrg?: OrgMemberInfo
  readonly metadata?: { readonly [key: string]: unknown }
}

/** What `createPropelAuth({ apiKeys })` asks about end-user API keys. */
export interface ApiKeyValidator {
  validate(token: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<ApiKeyPrincipal | null>
}

/**
 * Answers who an end-user API key stands for, and `null` for a key that is not in force. `rate_limited` means that the
 * key has reached its own limit; a limit on this backend is `unavailable`, as it is not the fault of the key.
 *
 * @example
 * ```ts
 * import { createApiKeyValidator, createManagementClient } from '@propelauth-edge/management'
 *
 * const management = createManagementClient({ authUrl: 'https://auth.example.com', apiKey: 'key' })
 * const apiKeys = createApiKeyValidator(management)
 * const principal = await apiKeys.validate('the key of a user')
 * ```
 */
export function createApiKeyValidator(transport: Transport): ApiKeyValidator {
  return {
    async validate(token, { signal } = {}) {
      try {
        return toPrincipal(await call(transport, validateApiKey, token, { signal }))
      } catch (error) {
        if (!isManagementError(error)) throw error
        if (error.code === 'invalid_fields' && error.fieldErrors?.api_key_token) return null
        throw isLimitOfBackend(error) ? toUnavailable(error) : error
      }
    },
  }
}

function toPrincipal({ apiKeyId, user, org, userInOrg, metadata }: ApiKeyValidation): ApiKeyPrincipal {
  return {
    ...(apiKeyId && { apiKeyId }),
    ...(user && { user }),
    ...(org && { org }),
    ...(userInOrg && { userInOrg }),
    ...(metadata && { metadata }),
  }
}

// The limit of a key comes as JSON with a sentence for its holder, that of the backend as plain text.
const isLimitOfBackend = ({ code, userFacingError, errorCode }: ManagementError) =>
  code === 'rate_limited' && userFacingError === undefined && errorCode === undefined

const toUnavailable = (cause: ManagementError) =>
  new ManagementError('unavailable', cause.operation, {
    status: cause.status,
    retryAfterSeconds: cause.retryAfterSeconds,
    requestId: cause.requestId,
    cause,
  })

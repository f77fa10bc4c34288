import { call } from './call/call.js'
import type { ApiKeyOrg, ApiKeyValidation } from './endpoints/api-key-validation.js'
import { validateApiKey, validateImportedApiKey } from './endpoints/api-key-validation.js'
import type { OrgMemberInfo } from './endpoints/org-member.js'
import type { UserMetadata } from './endpoints/user-metadata.js'
import { isManagementError, ManagementError } from './errors/management-error.js'
import { isString } from './shapes/is-string.js'
import type { Transport } from './transport/transport.js'

/** The owner of an end-user API key: a user, an organization, both or, with a generic key, neither. */
export interface ApiKeyPrincipal {
  readonly apiKeyId?: string
  readonly user?: UserMetadata
  readonly org?: ApiKeyOrg
  readonly userInOrg?: OrgMemberInfo
  readonly metadata?: { readonly [key: string]: unknown }
}

/** Validates end-user API keys for `createPropelAuth({ apiKeys })`. */
export interface ApiKeyValidator {
  validate(token: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<ApiKeyPrincipal | null>
  /** The form of a whole key. A key of another form is not valid, so core refuses it without a call. */
  readonly keyPattern: RegExp
}

export interface ApiKeyValidatorOptions {
  /** The form of a whole key that you imported from another system, such as `/sk_\w{32}/`. */
  readonly importedKeyPattern?: RegExp | undefined
}

/** The form of the keys that PropelAuth issues. */
const ISSUED = /[\da-fA-F]{96}/

/**
 * Validates end-user API keys: `null` for a key that is not valid, an error with the code `rate_limited` for a key at its
 * own limit. A rate limit on this backend is no fault of the key, so it is `unavailable`, with `status` 429 and
 * `retryAfterSeconds` if the service says so.
 *
 * @throws {TypeError} an `importedKeyPattern` that is no regular expression
 * @example
 * ```ts
 * import { createApiKeyValidator, createManagementClient } from '@propelauth-edge/management'
 *
 * const management = createManagementClient({ authUrl: 'https://auth.example.com', apiKey: 'key' })
 * const apiKeys = createApiKeyValidator(management)
 * const principal = await apiKeys.validate('the key of a user')
 * ```
 */
export function createApiKeyValidator(
  transport: Transport,
  { importedKeyPattern }: ApiKeyValidatorOptions = {},
): ApiKeyValidator {
  const imported = importedKeyPattern && toWholePattern(importedKeyPattern)
  return {
    keyPattern: imported ? new RegExp(`${ISSUED.source}|${imported.source}`, imported.flags) : ISSUED,
    async validate(token, { signal } = {}) {
      const endpoint = imported?.test(token) ? validateImportedApiKey : validateApiKey
      try {
        return toPrincipal(await call(transport, endpoint, token, { signal }))
      } catch (error) {
        if (!isManagementError(error)) throw error
        if (error.code === 'invalid_fields' && error.fieldErrors?.api_key_token) return null
        throw isLimitOfBackend(error) ? toUnavailable(error) : error
      }
    },
  }
}

/** The flags `g` and `y` keep a position between calls, and `m` admits line breaks. */
function toWholePattern({ source, flags }: RegExp): RegExp {
  if (!isString(source)) throw new TypeError(`importedKeyPattern must be a regular expression such as /sk_\\w{32}/`)
  return new RegExp(`^(?:${source})$`, flags.replace(/[gmy]/g, ''))
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
    reason: 'the rate limit of this backend',
    retryAfterSeconds: cause.retryAfterSeconds,
    requestId: cause.requestId,
    cause,
  })

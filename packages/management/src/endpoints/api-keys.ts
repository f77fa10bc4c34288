import { endpoint } from '../endpoint/endpoint.js'
import { invalidField } from '../endpoint/malformed-id.js'
import type { Domain, JsonObject, Shape, Wire } from '../shapes/shape.js'
import {
  accepted,
  anyObject,
  apiKeyId,
  flag,
  int,
  list,
  object,
  optional,
  seconds,
  text,
  typed,
} from '../shapes/shape.js'
import type { PageFields } from './page.js'

const apiKeyShape = object(
  {},
  typed<{
    apiKeyId: string
    createdAt: number
    expiresAtSeconds?: number | null
    metadata?: JsonObject | null
    userId?: string | null
    orgId?: string | null
    displayName?: string | null
  }>(),
)
/** An end-user API key, without its token. */
export interface ApiKeyFull extends Domain<typeof apiKeyShape> {}
export interface ApiKeyFullWire extends Wire<typeof apiKeyShape> {}
const apiKeyFull: Shape<ApiKeyFull, ApiKeyFullWire> = apiKeyShape

const apiKeyPageShape = object({ apiKeys: list(apiKeyFull) }, typed<PageFields & { totalApiKeys: number }>())
export interface ApiKeyResultPage extends Domain<typeof apiKeyPageShape> {}
export interface ApiKeyResultPageWire extends Wire<typeof apiKeyPageShape> {}
const apiKeyResultPage: Shape<ApiKeyResultPage, ApiKeyResultPageWire> = apiKeyPageShape

const apiKeysQueryShape = object({
  orgId: optional(text),
  userId: optional(text),
  userEmail: optional(text),
  pageSize: optional(int),
  pageNumber: optional(int),
})
/** The owner of the keys. `pageSize` 1 to 100 (default 10), `pageNumber` from 0. */
export interface ApiKeysQueryRequest extends Domain<typeof apiKeysQueryShape> {}
export interface ApiKeysQueryRequestWire extends Wire<typeof apiKeysQueryShape> {}
const apiKeysQuery: Shape<ApiKeysQueryRequest, ApiKeysQueryRequestWire> = apiKeysQueryShape

/** Fetch one end-user API key. */
export const fetchApiKey = endpoint({
  name: 'fetchApiKey',
  route: 'GET /api/backend/v1/end_user_api_keys/{api_key_id}',
  params: object({ apiKeyId }),
  args: (apiKeyId: string) => ({ apiKeyId }),
  malformed: invalidField,
  result: apiKeyFull,
})

/** Fetch one page of the active end-user API keys. */
export const fetchCurrentApiKeys = endpoint({
  name: 'fetchCurrentApiKeys',
  route: 'GET /api/backend/v1/end_user_api_keys',
  query: apiKeysQuery,
  args: (query?: ApiKeysQueryRequest) => ({ ...query }),
  result: apiKeyResultPage,
})

/** Fetch one page of the deleted and expired end-user API keys. */
export const fetchArchivedApiKeys = endpoint({
  name: 'fetchArchivedApiKeys',
  route: 'GET /api/backend/v1/end_user_api_keys/archived',
  query: apiKeysQuery,
  args: (query?: ApiKeysQueryRequest) => ({ ...query }),
  result: apiKeyResultPage,
})

const createApiKeyShape = object({
  orgId: optional(text),
  userId: optional(text),
  expiresAtSeconds: optional(seconds),
  metadata: optional(anyObject),
  displayName: optional(text),
})
/** With `orgId` the organization owns the key, with `userId` alone the user. */
export interface ApiKeysCreateRequest extends Domain<typeof createApiKeyShape> {}
export interface ApiKeysCreateRequestWire extends Wire<typeof createApiKeyShape> {}
const createApiKeyRequest: Shape<ApiKeysCreateRequest, ApiKeysCreateRequestWire> = createApiKeyShape

const newApiKeyShape = object({ apiKeyId: text, apiKeyToken: text })
/** The token is shown only once. */
export interface ApiKeyNew extends Domain<typeof newApiKeyShape> {}
export interface ApiKeyNewWire extends Wire<typeof newApiKeyShape> {}
const apiKeyNew: Shape<ApiKeyNew, ApiKeyNewWire> = newApiKeyShape

/** Create an end-user API key. */
export const createApiKey = endpoint({
  name: 'createApiKey',
  route: 'POST /api/backend/v1/end_user_api_keys',
  body: createApiKeyRequest,
  args: (request: ApiKeysCreateRequest) => request,
  result: apiKeyNew,
})

const updateApiKeyShape = object({
  expiresAtSeconds: optional(seconds),
  metadata: optional(anyObject),
  setToNeverExpire: optional(flag),
})
/** Only what is given changes. */
export interface ApiKeyUpdateRequest extends Domain<typeof updateApiKeyShape> {}
export interface ApiKeyUpdateRequestWire extends Wire<typeof updateApiKeyShape> {}
const updateApiKeyRequest: Shape<ApiKeyUpdateRequest, ApiKeyUpdateRequestWire> = updateApiKeyShape

/** Change when an end-user API key expires, or its metadata; false if there is no such key. */
export const updateApiKey = endpoint({
  name: 'updateApiKey',
  route: 'PATCH /api/backend/v1/end_user_api_keys/{api_key_id}',
  params: object({ apiKeyId }),
  body: updateApiKeyRequest,
  args: (apiKeyId: string, update: ApiKeyUpdateRequest) => ({ ...update, apiKeyId }),
  malformed: invalidField,
  result: accepted,
  on: { 404: false },
})

/** Archive an end-user API key; false if there is no such key. */
export const deleteApiKey = endpoint({
  name: 'deleteApiKey',
  route: 'DELETE /api/backend/v1/end_user_api_keys/{api_key_id}',
  params: object({ apiKeyId }),
  args: (apiKeyId: string) => ({ apiKeyId }),
  malformed: invalidField,
  result: accepted,
  on: { 404: false },
})

const usageQueryShape = object({
  date: text,
  orgId: optional(text),
  userId: optional(text),
  apiKeyId: optional(text),
})
/** `date` is a UTC day, YYYY-MM-DD. */
export interface ApiKeyUsageQueryRequest extends Domain<typeof usageQueryShape> {
  /** The official SDK's spelling of `apiKeyId`. */
  api_key_id?: string | undefined
}
export interface ApiKeyUsageQueryRequestWire extends Wire<typeof usageQueryShape> {}
const usageQuery: Shape<Omit<ApiKeyUsageQueryRequest, 'api_key_id'>, ApiKeyUsageQueryRequestWire> = usageQueryShape

const usageShape = object({ count: int })
export interface ApiKeyUsageQueryResponse extends Domain<typeof usageShape> {}
export interface ApiKeyUsageQueryResponseWire extends Wire<typeof usageShape> {}
const apiKeyUsageQueryResponse: Shape<ApiKeyUsageQueryResponse, ApiKeyUsageQueryResponseWire> = usageShape

/** Count how often end-user API keys were used on one day. */
export const fetchApiKeyUsage = endpoint({
  name: 'fetchApiKeyUsage',
  route: 'GET /api/backend/v1/end_user_api_keys/usage',
  query: usageQuery,
  args: (query: ApiKeyUsageQueryRequest) => ({ ...query, apiKeyId: query.apiKeyId ?? query.api_key_id }),
  result: apiKeyUsageQueryResponse,
})

const importApiKeyShape = object({
  importedApiKey: text,
  orgId: optional(text),
  userId: optional(text),
  expiresAtSeconds: optional(seconds),
  metadata: optional(anyObject),
  displayName: optional(text),
})
export interface ApiKeysImportRequest extends Domain<typeof importApiKeyShape> {}
export interface ApiKeysImportRequestWire extends Wire<typeof importApiKeyShape> {}
const importApiKeyRequest: Shape<ApiKeysImportRequest, ApiKeysImportRequestWire> = importApiKeyShape

const importedApiKeyShape = object({ apiKeyId: text })
export interface ApiKeysImportResponse extends Domain<typeof importedApiKeyShape> {}
export interface ApiKeysImportResponseWire extends Wire<typeof importedApiKeyShape> {}
const apiKeysImportResponse: Shape<ApiKeysImportResponse, ApiKeysImportResponseWire> = importedApiKeyShape

/** Register an API key that another system has issued. */
export const importApiKey = endpoint({
  name: 'importApiKey',
  route: 'POST /api/backend/v1/end_user_api_keys/import',
  body: importApiKeyRequest,
  args: (request: ApiKeysImportRequest) => request,
  result: apiKeysImportResponse,
})

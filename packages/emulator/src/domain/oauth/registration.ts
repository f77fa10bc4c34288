import { newHex } from '../../values/ids.js'
import { isObject, type JsonObject } from '../../values/json.js'
import type { Project } from '../project/project.js'
import { readSettings } from '../project/settings.js'
import { saveClient } from './clients.js'
import { OAuthError } from './oauth-error.js'
import { registrationProblem } from './redirect-uris.js'

const AUTH_METHODS = ['client_secret_basic', 'client_secret_post', 'none']
const GRANT_TYPES = ['authorization_code', 'refresh_token']
const RESPONSE_TYPES = ['code']

const MAX_NAME_LENGTH = 200

/** The metadata of a client that registers itself, with the defaults of RFC 7591, section 2. */
interface ClientMetadata {
  readonly client_name?: string
  readonly client_uri?: string
  readonly scope?: string
  readonly redirect_uris: readonly string[]
  readonly grant_types: readonly string[]
  readonly response_types: readonly string[]
  readonly token_endpoint_auth_method: string
}

/**
 * Registers a client (RFC 7591). Returns the answer: the metadata that counts, the id, and for a confidential client the
 * secret. Unknown metadata is ignored.
 * @throws {OAuthError} `invalid_client_metadata`, `invalid_redirect_uri`
 */
export function registerClient(project: Project, body: unknown): JsonObject {
  const metadata = readMetadata(project, body)
  const isPublic = metadata.token_endpoint_auth_method === 'none'
  const secret = isPublic ? undefined : `emu_${newHex(46)}`
  const client = saveClient(project, {
    family: 'mcp',
    source: 'registered',
    name: metadata.client_name ?? 'A client without a name',
    clientUri: metadata.client_uri,
    secret,
    redirectUris: metadata.redirect_uris,
  })
  const issued = { client_id: client.client_id, client_id_issued_at: client.created_at }
  return {
    ...issued,
    ...(secret === undefined ? {} : { client_secret: secret, client_secret_expires_at: 0 }),
    ...metadata,
  }
}

function readMetadata(project: Project, body: unknown): ClientMetadata {
  if (!isObject(body)) throw invalid('The body must be a JSON object')
  return {
    ...optionalText(body, 'client_name', (name) => name.length <= MAX_NAME_LENGTH),
    ...optionalText(body, 'client_uri', isWebUrl),
    ...optionalText(body, 'scope', () => true),
    redirect_uris: readRedirectUris(project, body.redirect_uris),
    grant_types: readList(body, 'grant_types', GRANT_TYPES, ['authorization_code']),
    response_types: readList(body, 'response_types', RESPONSE_TYPES, ['code']),
    token_endpoint_auth_method: readAuthMethod(body.token_endpoint_auth_method),
  }
}

type Fields = Readonly<Record<string, unknown>>

const invalid = (message: string): OAuthError => new OAuthError('invalid_client_metadata', message)

const isWebUrl = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

function optionalText<Name extends 'client_name' | 'client_uri' | 'scope'>(
  fields: Fields,
  name: Name,
  isValid: (text: string) => boolean,
): { readonly [Key in Name]?: string } {
  const value = fields[name]
  if (value === undefined || value === null || value === '') return {}
  if (typeof value !== 'string' || !isValid(value)) throw invalid(`${name} is not valid`)
  return { [name]: value } as { readonly [Key in Name]: string }
}

function readRedirectUris(project: Project, value: unknown): readonly string[] {
  const uris = Array.isArray(value) ? value : []
  if (uris.length === 0)
    throw new OAuthError('invalid_redirect_uri', 'redirect_uris must be a list of at least one URI')
  const settings = readSettings(project)
  for (const [index, uri] of uris.entries()) {
    const problem = typeof uri === 'string' ? registrationProblem(settings, uri) : 'must be a string'
    if (problem !== undefined) throw new OAuthError('invalid_redirect_uri', `redirect_uris[${index}] ${problem}`)
  }
  return uris
}

function readList(fields: Fields, name: string, known: readonly string[], fallback: readonly string[]) {
  const value = fields[name] ?? fallback
  if (!Array.isArray(value) || value.length === 0 || !value.every((item) => known.includes(item)))
    throw invalid(`${name} may have ${known.join(' and ')} only`)
  return value as readonly string[]
}

function readAuthMethod(value: unknown = 'client_secret_basic'): string {
  const method = AUTH_METHODS.find((known) => known === value)
  if (method === undefined) throw invalid(`token_endpoint_auth_method must be ${AUTH_METHODS.join(' or ')}`)
  return method
}

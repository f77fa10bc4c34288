import {
  aBoolean,
  aFunction,
  aNumber,
  checkedLater,
  checkForm,
  checkPlainObject,
  type Form,
  isProduction,
  isSafeUrl,
  matches,
} from '@propelauth-edge/core/adapter'
import type { CacheOptions, IntrospectionCredentials, McpAuthOptions } from './options.js'
import { scopes } from './scopes.js'

const isWebUrl = matches(/^https?:\/\//i)
const isUrl = (value: unknown) => isWebUrl(value) && URL.canParse(value)

/** Whether a URL has the one spelling of its path: `URL` would resolve dot segments and accept backslashes. */
function isResource(value: unknown): boolean {
  if (!isUrl(value)) return false
  const { pathname, search } = new URL(String(value))
  const [match, rest = ''] = /^https?:\/\/[\w.:[\]-]+([/?][!-"$-~]*)?$/i.exec(String(value)) ?? []
  return match !== undefined && [rest, `/${rest}`].includes(pathname + search)
}

const forms: Record<keyof McpAuthOptions, Form> = {
  authUrl: [isUrl, 'an absolute URL (PROPELAUTH_AUTH_URL)'],
  resource: [isResource, 'an absolute URL such as https://mcp.example.com/mcp'],
  introspection: checkedLater,
  requiredScopes: scopes,
  scopesSupported: scopes,
  resourceName: [matches(/./), 'a non-empty string'],
  root: aBoolean,
  mirrorMetadata: aBoolean,
  cache: checkedLater,
  timeoutMs: aNumber(1, 10_000),
  allowEmulator: aBoolean,
  fetch: aFunction,
  now: aFunction,
  onEvent: aFunction,
}

/** Of printable ASCII: the header of Basic authentication takes no other, and separates them by a colon. */
const credentialForms: Record<keyof IntrospectionCredentials, Form> = {
  clientId: [matches(/^\s*[!-9;-~]+\s*$/), 'printable ASCII (PROPELAUTH_MCP_CLIENT_ID)'],
  clientSecret: [matches(/^\s*[!-~]+\s*$/), 'printable ASCII (PROPELAUTH_MCP_CLIENT_SECRET)'],
}

const cacheForms: Record<keyof CacheOptions, Form> = { ttlSeconds: aNumber(0, 3_600), maxEntries: aNumber(1, 100_000) }

/** `undefined` never stands for a default here. */
const isGiven = (name: string, value: object) =>
  /^(authUrl|resource|client.*)$/.test(name) || (name === 'requiredScopes' && name in value)

function checkForms(what: string, value: object, table: Readonly<Record<string, Form>>): void {
  checkPlainObject(what, value, Object.keys(table))
  for (const [name, form] of Object.entries(table)) {
    const found = (value as Readonly<Record<string, unknown>>)[name]
    if (found !== undefined || isGiven(name, value)) checkForm(`createMcpAuth: ${name}`, found, form)
  }
}

/** Tokens and credentials travel between the three: in the clear only on this machine, or for an emulator in development. */
function checkTransport(name: 'authUrl' | 'resource', options: McpAuthOptions): void {
  const url = new URL(String(options[name]))
  if (isSafeUrl(url) || (options.allowEmulator && !isProduction())) return
  throw new TypeError(
    `createMcpAuth: ${name} must be https, or http on loopback, or with allowEmulator where NODE_ENV is not production`,
  )
}

/** @throws {TypeError} that names an option which is unknown, missing or wrong. Values are never quoted: they may be secret. */
export function checkOptions(options: McpAuthOptions): void {
  checkForms('createMcpAuth: options', options, forms)
  checkForms('createMcpAuth: introspection', options.introspection, credentialForms)
  const { cache } = options
  if (cache !== undefined && cache !== false) checkForms('createMcpAuth: cache', cache, cacheForms)
  checkTransport('authUrl', options)
  checkTransport('resource', options)
}

import { isLoopbackHost } from '../project/app-origins.js'
import type { McpSettings } from '../project/mcp-settings.js'

/** The characters of a URI (RFC 3986). Parsers disagree on all others, such as backslash, white space and controls. */
const URI = /^[a-z][a-z\d+.-]*:\/[\w.~:/?#[\]@!$&'()*+,;=%-]*$/i

/** Schemes that a browser executes or opens itself, instead of handing the URI to an app. */
const BROWSER_SCHEMES = 'javascript data vbscript blob file filesystem about view-source ws wss ftp'.split(' ')

/** What is wrong with the form of a redirect URI, undefined if nothing is. */
export function redirectUriProblem(uri: string): string | undefined {
  const url = URI.test(uri) && URL.canParse(uri) ? new URL(uri) : undefined
  if (!url) return 'must be an absolute URI'
  if (BROWSER_SCHEMES.includes(url.protocol.slice(0, -1))) return 'must not have a scheme that a browser opens itself'
  if (isHttp(url) && !/^\w+:\/\/[^/]/.test(uri)) return 'must have two slashes and a host after its scheme'
  if (url.username !== '' || url.password !== '') return 'must have no user name and no password'
  return uri.includes('#') ? 'must have no fragment' : undefined
}

const isHttp = (url: URL): boolean => url.protocol === 'http:' || url.protocol === 'https:'

type AllowList = Pick<McpSettings, 'mcp_redirect_uris' | 'mcp_loopback_redirects' | 'mcp_registration_allow_list'>

/** Why a client may not register this redirect URI for itself, undefined if it may. */
export function registrationProblem(settings: AllowList, uri: string): string | undefined {
  const problem = redirectUriProblem(uri)
  if (problem !== undefined) return problem
  if (settings.mcp_redirect_uris.includes(uri)) return undefined
  const url = new URL(uri)
  const isLoopback = isHttp(url) && isLoopbackHost(url.hostname)
  if (isLoopback && settings.mcp_loopback_redirects) return undefined
  if (settings.mcp_registration_allow_list) return 'is not one of the allowed redirect URIs (setting mcp_redirect_uris)'
  return isLoopback || url.protocol !== 'http:' ? undefined : 'must use https, unless it is on this machine'
}

const WITH_SUBDOMAIN = /^https?:\/\/\*(\.[a-z\d-]+)+(:\d+)?(?![^/?])/i

/** What is wrong with a redirect URI of the older API, where the first label of the host may be `*`. */
export function patternProblem(pattern: string): string | undefined {
  if (!URL.canParse(pattern) || !/^[^:]+:\/\/[^/]/.test(pattern)) return 'must have a scheme and a host'
  if (!pattern.includes('*')) return redirectUriProblem(pattern)
  if (!WITH_SUBDOMAIN.test(pattern) || pattern.split('*').length > 2)
    return 'may have * only as the first label of its host'
  return redirectUriProblem(pattern.replace('*', 'a'))
}

/** Whether the URI is the pattern. `*` stands for one label of the host; the rest is compared as text, port included. */
export function matchesPattern(pattern: string, uri: string): boolean {
  const [start = '', end] = pattern.split('*')
  if (end === undefined) return pattern === uri
  const label = uri.slice(start.length, uri.length - end.length)
  return uri === `${start}${label}${end}` && /^[a-z\d]([a-z\d-]*[a-z\d])?$/i.test(label)
}

/** The redirect URI with parameters. Its own query stays; these replace parameters of the same name. */
export function withParameters(uri: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const url = new URL(uri)
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value)
  }
  return url.href
}

/** The source of a redirect URI in a content policy: its origin, or the scheme of an app. */
export function policySource(uri: string): string {
  const url = new URL(uri)
  return isHttp(url) ? url.origin : url.protocol
}

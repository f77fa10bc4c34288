/** The data of the metadata document. Options of `createPropelAuth` fit. */
export interface ProtectedResource {
  readonly authUrl: string
  /** URL of this API, exactly as clients know it. */
  readonly resource?: string | undefined
}

const wellKnownPath = '/.well-known/oauth-protected-resource'

/** The URL of the metadata document: the path of the resource follows the well-known one (RFC 9728 §3.1). */
export function toMetadataUrl({ origin, pathname, search }: URL): string {
  return `${origin}${wellKnownPath}${pathname === '/' ? '' : pathname}${search}`
}

/** Clients that do not know path insertion ask at the root. With one resource, the root is unambiguous. */
const isRootOf = (resource: URL, { pathname, search }: URL) =>
  resource.pathname !== '/' && pathname === wellKnownPath && search === ''

/** Readable from every origin. Clients of MCP add a header, so browsers send a preflight. */
const headers = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'cache-control': 'public, max-age=3600',
}

/**
 * Answers requests for the metadata document of this API (RFC 9728) and returns nothing for all others. Challenges
 * point to the document where the option `resource` is set. Mount it before the guards: the document is public.
 *
 * It names PropelAuth's authorization server for MCP clients. `metadata` adds members of section 2 of the RFC:
 * `scopes_supported`, `resource_name`, another list of `authorization_servers`. For a resource with a path, the root
 * `/.well-known/oauth-protected-resource` gives the same document.
 *
 * @throws {TypeError} for a resource that is missing, no absolute URL, or has a fragment
 *
 * @example
 * ```ts
 * const options = { authUrl: 'https://auth.example.com', resource: 'https://api.example.com/mcp' }
 * const handler = createPropelAuth(options).withUser((request, { user }) => Response.json(user))
 *
 * export default {
 *   fetch: (request: Request) => protectedResourceResponse(request, options) ?? handler(request),
 * }
 * ```
 */
export function protectedResourceResponse(
  request: { readonly url: string; readonly method: string },
  { authUrl, resource = '' }: ProtectedResource,
  metadata: Readonly<Record<string, unknown>> = {},
): Response | undefined {
  const resourceUrl = new URL(resource)
  if (resource.includes('#')) throw new TypeError('resource must not have a fragment')
  const metadataUrl = new URL(toMetadataUrl(resourceUrl))
  const asked = new URL(request.url)
  // Only path and query: a proxy may have put another host into the URL of the request.
  const isMetadataUrl = asked.pathname === metadataUrl.pathname && asked.search === metadataUrl.search
  if (!isMetadataUrl && !isRootOf(resourceUrl, asked)) return undefined
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers })
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
  const document = {
    authorization_servers: [`${new URL(authUrl).origin}/oauth/2.1`],
    bearer_methods_supported: ['header'],
    ...metadata,
    resource,
  }
  return Response.json(document, { headers })
}

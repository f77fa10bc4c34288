/** What a protected resource says of itself; options of `createPropelAuth` have it all. */
export interface ProtectedResource {
  readonly authUrl: string
  /** URL of this API, exactly as clients know it. */
  readonly resource?: string | undefined
}

/** Where the metadata document lies: the path of the resource comes after the well-known one (RFC 9728 §3.1). */
export function toMetadataUrl({ origin, pathname, search }: URL): string {
  return `${origin}/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname}${search}`
}

/** Browsers may read it from everywhere, and ask first if a client adds a header, as those of MCP do. */
const headers = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'cache-control': 'public, max-age=3600',
}

/**
 * Answers requests for the metadata document of this API (RFC 9728), to which challenges point where the option
 * `resource` is set, and returns nothing for all others. Mount it before the guards: the document is public.
 *
 * It names PropelAuth's authorization server for MCP clients and, in `metadata`, whatever else section 2 of the RFC
 * knows: `scopes_supported`, `resource_name`, another list of `authorization_servers`.
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
  const metadataUrl = new URL(toMetadataUrl(new URL(resource)))
  if (resource.includes('#')) throw new TypeError('resource must not have a fragment')
  const { pathname, search } = new URL(request.url)
  // A proxy may have put another host into the URL of the request.
  if (pathname !== metadataUrl.pathname || search !== metadataUrl.search) return undefined
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

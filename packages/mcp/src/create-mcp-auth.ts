import { type ErrorResponseOptions, errorResponse, type RequestLike } from '@propelauth-edge/core'
import { isRefusal, readToken, toMetadataUrl } from '@propelauth-edge/core/adapter'
import { createIdentify } from './guards/identify.js'
import { readRouteScopes } from './guards/route-scopes.js'
import { createTokenCheck } from './introspection/check-token.js'
import type { McpAuth, McpAuthResult } from './mcp-auth.js'
import { createDocuments } from './metadata/documents.js'
import type { McpAuthOptions } from './options/options.js'
import { readSettings } from './options/settings.js'
import { isPreflight, toPreflightResponse, withCors } from './response/cors.js'
import { createRespond } from './response/respond.js'
import { toAuthInfo } from './sdk/auth-info.js'
import { McpTokenError } from './sdk/token-error.js'

/** Half of what Node takes as the headers of a request. */
const maxTokenBytes = 8_192

/** The steps, made from the options. */
function compose(options: McpAuthOptions) {
  const settings = readSettings(options)
  const metadataUrl = toMetadataUrl(new URL(settings.resource))
  const identify = createIdentify(settings, createTokenCheck(settings))
  const respond = createRespond(metadataUrl)

  return {
    answerDocuments: createDocuments(settings),

    async authenticate(request: RequestLike, more: readonly string[] = []): Promise<McpAuthResult> {
      const scopes = [...new Set([...settings.requiredScopes, ...more])]
      const found = await identify(readToken(request, undefined, maxTokenBytes), scopes)
      if (!isRefusal(found))
        return { ok: true, principal: found.principal, authInfo: () => toAuthInfo(found, metadataUrl) }
      const response = ({ detail }: ErrorResponseOptions = {}) => respond(found, scopes, detail)
      return { ok: false, code: found.code, detail: found.detail, response }
    },

    async verify(token: string | undefined) {
      const { requiredScopes } = settings
      const found = await identify(
        readToken({ headers: new Headers() }, () => token, maxTokenBytes),
        requiredScopes,
      )
      if (isRefusal(found)) throw new McpTokenError(found, requiredScopes, () => respond(found, requiredScopes))
      return toAuthInfo(found, metadataUrl)
    },
  }
}

/** The answer of a handler. An `AuthError` thrown inside becomes its response. */
async function run(handler: () => Response | Promise<Response>): Promise<Response> {
  try {
    return withCors(await handler())
  } catch (error) {
    return withCors(errorResponse(error))
  }
}

/**
 * OAuth for an MCP server whose authorization server is PropelAuth's: the documents that clients look for, and the
 * introspection of their tokens. Make one and keep it: it has the cache. A function for the options is called at the
 * first use, when the environment is available.
 *
 * @throws {TypeError} for wrong options, saying what to change
 *
 * @example
 * ```ts
 * const mcpAuth = createMcpAuth({
 *   authUrl: 'https://auth.example.com',
 *   resource: 'https://mcp.example.com/mcp',
 *   introspection: { clientId: env.PROPELAUTH_MCP_CLIENT_ID, clientSecret: env.PROPELAUTH_MCP_CLIENT_SECRET },
 * })
 * const guarded = mcpAuth.withMcpAuth((request, { principal }) => Response.json({ userId: principal.userId }))
 *
 * export default {
 *   fetch: async (request: Request) => (await mcpAuth.handler(request)) ?? guarded(request),
 * }
 * ```
 */
export function createMcpAuth(options: McpAuthOptions | (() => McpAuthOptions)): McpAuth {
  let made = typeof options === 'function' ? undefined : compose(options)
  const steps = () => {
    made ??= compose((options as () => McpAuthOptions)())
    return made
  }

  return {
    handler: async (request) => steps().answerDocuments(request),
    authenticateRequest: async (request) => steps().authenticate(request),
    verifyAccessToken: async (token) => steps().verify(token),

    withMcpAuth(handler, ...given) {
      const scopes = readRouteScopes(given)
      return async (request, ...platform) => {
        if (isPreflight(request)) return toPreflightResponse()
        const result = await steps().authenticate(request, scopes)
        return result.ok ? run(() => handler(request, result, ...platform)) : result.response()
      }
    },
  }
}

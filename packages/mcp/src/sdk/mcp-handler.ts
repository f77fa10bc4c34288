import type { AuthInfo, TokenVerifier } from './auth-info.js'

/**
 * The second argument of `withMcpAuth` of mcp-handler. A request without a token is refused, also where mcp-handler would
 * let it through (`required: false`, its default). While the authorization server is away, mcp-handler answers 500; for a
 * 503 with `Retry-After`, use `withMcpAuth` of `createMcpAuth` in its place.
 *
 * @example
 * ```ts
 * const verifyToken = toMcpHandlerVerifier(mcpAuth)
 * ```
 */
export const toMcpHandlerVerifier =
  (mcpAuth: TokenVerifier) =>
  (_request: Request, bearerToken?: string): Promise<AuthInfo> =>
    mcpAuth.verifyAccessToken(bearerToken)

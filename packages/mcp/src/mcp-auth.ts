import type {
  AuthErrorCode,
  ErrorResponseOptions,
  FetchHandler,
  GuardedHandler,
  RequestLike,
} from '@propelauth-edge/core'
import type { RouteOptions } from './guards/route-scopes.js'
import type { McpPrincipal } from './introspection/principal.js'
import type { AuthInfo, TokenVerifier } from './sdk/auth-info.js'

/** What a handler behind `withMcpAuth` gets. */
export interface McpContext {
  readonly principal: McpPrincipal
  /** For `createMcpHandler(…).fetch(request, { authInfo })` of the SDK. A function, since it has the token. */
  authInfo(): AuthInfo
}

/** The outcome of `authenticateRequest`. */
export type McpAuthResult =
  | (McpContext & { readonly ok: true })
  | {
      readonly ok: false
      readonly code: AuthErrorCode
      /** The exact reason, for logs. */
      readonly detail: string | undefined
      /** The response to send: readable by clients in browsers, never cached. */
      response(options?: ErrorResponseOptions): Response
    }

/** OAuth for one MCP server. */
export interface McpAuth extends TokenVerifier {
  /**
   * Answers requests for the documents: the metadata of the server (RFC 9728) at
   * `/.well-known/oauth-protected-resource` followed by its path, the metadata of the authorization server with
   * `mirrorMetadata`, and preflights of browsers. `undefined` for every other request.
   */
  handler(request: Request): Promise<Response | undefined>
  /**
   * Whom a request acts for. Never throws for a token: 401 without a valid one, 403 `insufficient_scope`, and 503
   * `mcp_unavailable` if the authorization server could not be asked.
   */
  authenticateRequest(request: RequestLike): Promise<McpAuthResult>
  /**
   * Runs the handler for requests with a valid token and answers all others, preflights included. Pages of other origins
   * may read the answers, unless the handler says who may.
   * @throws {TypeError} at once, for scopes that are given and wrong
   *
   * @example
   * ```ts
   * const handler = mcpAuth.withMcpAuth((request, { authInfo }) => mcp.fetch(request, { authInfo: authInfo() }), {
   *   scopes: ['notes:read'],
   * })
   * ```
   */
  withMcpAuth<Platform extends unknown[], Req extends Request = Request>(
    handler: GuardedHandler<Req, McpContext, Platform>,
    options?: RouteOptions,
  ): FetchHandler<Req, Platform>
  /**
   * Verifies a bare token. This makes the instance the `verifier` of `requireBearerAuth` in
   * `@modelcontextprotocol/server` 2.
   * @throws {McpTokenError} which that gate answers with 401, 403, or 500 while the authorization server is away
   */
  verifyAccessToken(token: string | undefined): Promise<AuthInfo>
}

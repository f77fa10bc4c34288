import type { McpPrincipal } from '../introspection/principal.js'
import type { TokenVerifier } from './auth-info.js'
import type { McpTokenError } from './token-error.js'

/** What `OAuthResourceServer` takes for a token that counts. */
export interface ResourceServerValidation {
  /** What handlers find in `ctx.props`: plain data, without the token. */
  readonly props: McpPrincipal
  readonly audience: string
  readonly expiresAt: number
  readonly scope: string[]
  readonly userId: string
  readonly clientId: string
}

/**
 * The option `validateToken` of `OAuthResourceServer` of `@cloudflare/workers-oauth-provider`, which answers 401 for a
 * token that does not count or lacks a required scope, and 503 while the authorization server is away.
 *
 * @example
 * ```ts
 * const validateToken = toResourceServerValidator(mcpAuth)
 * ```
 */
export const toResourceServerValidator =
  (mcpAuth: TokenVerifier) =>
  () =>
  async (_resource: string, token: string): Promise<ResourceServerValidation | null> => {
    try {
      const { clientId, expiresAt, scopes, extra } = await mcpAuth.verifyAccessToken(token)
      // The server compares the audience with its own resource.
      const { audience, userId } = extra
      return { props: extra, audience, expiresAt, scope: scopes, userId, clientId }
    } catch (error) {
      if (/^(invalid_token|insufficient_scope)$/.test((error as Partial<McpTokenError>).code ?? '')) return null
      throw error
    }
  }

import { AUTH_ERRORS, type AuthErrorCode, type Refusal } from '@propelauth-edge/core'

/** By this brand, `@modelcontextprotocol/server` recognises an `OAuthError` of another copy of itself. */
const brands = /* @__PURE__ */ Symbol.for('mcp.sdk.errorBrands')

const toOauthCode = (status: number) =>
  status === 401 ? 'invalid_token' : status === 403 ? 'insufficient_scope' : 'server_error'

/**
 * Why a token was refused, as an `OAuthError` of `@modelcontextprotocol/server` 2: its gates answer 401, 403 or 500.
 * `toResponse()` is the answer of this package, which for an outage is 503 with `Retry-After`.
 */
export class McpTokenError extends Error {
  /** The code of OAuth: `server_error` if nothing is known about the token. */
  readonly code: ReturnType<typeof toOauthCode>
  /** The exact code, as in `AUTH_ERRORS`. */
  readonly reason: AuthErrorCode
  /** The response to send. */
  readonly toResponse: () => Response

  constructor({ code, cause }: Refusal, scopes: readonly string[], toResponse: () => Response) {
    const { status, title } = AUTH_ERRORS[code]
    super(status === 403 ? `${title}: ${scopes.join(' ')}` : title, { cause })
    this.code = toOauthCode(status)
    this.reason = code
    this.toResponse = toResponse
    Object.defineProperty(this, brands, { value: new Set(['mcp.OAuthError']) })
  }

  override get name(): 'McpTokenError' {
    return 'McpTokenError'
  }

  /** The body that the gates of the SDK send. */
  toResponseObject(): { readonly error: string; readonly error_description: string } {
    return { error: this.code, error_description: this.message }
  }
}

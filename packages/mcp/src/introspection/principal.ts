/** Whom a token acts for, as the authorization server says. Frozen. */
export interface McpPrincipal {
  readonly userId: string
  /** The MCP client that the token was issued to; `unknown` if the answer does not say. */
  readonly clientId: string
  readonly scopes: readonly string[]
  /** The URL of this server, as in the option `resource`. */
  readonly audience: string
  /** Unix time in seconds. Without an expiry in the answer: 60 seconds after it. */
  readonly expiresAt: number
  /** The org that the scopes were granted in, if the answer names one. */
  readonly orgId?: string
}

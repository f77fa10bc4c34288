import type { Identified } from '../guards/identify.js'
import type { McpPrincipal } from '../introspection/principal.js'

/** What servers of the Model Context Protocol hand on to tools: the `AuthInfo` of its TypeScript SDK, versions 1 and 2. */
export interface AuthInfo {
  /** The access token. Never log it, and never put it into what a tool answers. */
  readonly token: string
  readonly clientId: string
  readonly scopes: string[]
  /** Unix time in seconds. */
  readonly expiresAt: number
  readonly resource: URL
  /** The document that challenges for scopes name. */
  readonly resourceMetadataUrl: string
  readonly extra: McpPrincipal & Record<string, unknown>
}

/** A copy: the SDK and the app may change it. */
export const toAuthInfo = ({ token, principal }: Identified, resourceMetadataUrl: string): AuthInfo => ({
  token,
  clientId: principal.clientId,
  scopes: [...principal.scopes],
  expiresAt: principal.expiresAt,
  resource: new URL(principal.audience),
  resourceMetadataUrl,
  extra: { ...principal },
})

/** The part of `createMcpAuth` that verifies a bare token. */
export interface TokenVerifier {
  verifyAccessToken(token: string | undefined): Promise<AuthInfo>
}

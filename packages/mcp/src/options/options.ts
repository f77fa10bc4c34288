import type { Fetch } from '@propelauth-edge/core'
import type { McpEvent } from '../events/report.js'

/** Credentials that may introspect tokens. They are neither an OAuth client nor an API key. */
export interface IntrospectionCredentials {
  readonly clientId: string | undefined
  readonly clientSecret: string | undefined
}

export interface CacheOptions {
  /**
   * How long an accepted token is cached, in seconds, which is also how long a revoked token still works. Never longer
   * than the token is valid. Default 60, at most 3,600.
   */
  readonly ttlSeconds?: number | undefined
  /** How many accepted tokens are cached, and how many refused ones. Default 1,000, at most 100,000. */
  readonly maxEntries?: number | undefined
}

/** Options of `createMcpAuth`. `authUrl`, `resource` and `introspection` are required. */
export interface McpAuthOptions {
  /** The auth URL of the project, from the PropelAuth dashboard. */
  readonly authUrl: string | undefined
  /**
   * The URL of this MCP server, exactly as clients know it. Tokens must have been issued for it, and the documents name
   * it. No address of a request ever takes its place.
   */
  readonly resource: string | undefined
  /** From the PropelAuth dashboard: MCP, Request Validation. */
  readonly introspection: IntrospectionCredentials
  /**
   * Scopes that every token must have: others are a 403 `insufficient_scope`. `undefined` is a `TypeError`: a misspelt
   * constant must not drop the check.
   */
  readonly requiredScopes?: readonly string[]
  /** The scopes that the document of this server names. Default: `requiredScopes`. */
  readonly scopesSupported?: readonly string[] | undefined
  /** A name of this server for people, in its document. */
  readonly resourceName?: string | undefined
  /** Whether the document is also served at the root. Default: only for a resource without a path, whose place that is. */
  readonly root?: boolean | undefined
  /**
   * Whether to serve a copy of the authorization server's metadata (RFC 8414), for clients that ask the MCP server for
   * it. Default: false.
   */
  readonly mirrorMetadata?: boolean | undefined
  /** The cache of introspected tokens. `false` introspects every request, so a revocation counts at once. */
  readonly cache?: false | CacheOptions | undefined
  /** Time limit of one call to the authorization server, in milliseconds. Default 5,000, at most 10,000. */
  readonly timeoutMs?: number | undefined
  /** Allows plain http to hosts other than loopback, for an emulator in a container network. Not with `NODE_ENV=production`. */
  readonly allowEmulator?: boolean | undefined
  /** Calls the authorization server. Default: the global `fetch`, looked up at each use. */
  readonly fetch?: Fetch | undefined
  /** The clock, in milliseconds of Unix time. Default: `Date.now`, looked up at each use. */
  readonly now?: (() => number) | undefined
  /** Called for every result and every call to the authorization server. What it throws is ignored. */
  readonly onEvent?: ((event: McpEvent) => void) | undefined
}

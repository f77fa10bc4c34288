import type { Fetch } from '@propelauth-edge/core'
import { createReport, type Report } from '../events/report.js'
import { checkOptions } from './check-options.js'
import type { McpAuthOptions } from './options.js'

/** The options with every default, and what is derived from them. */
export interface Settings extends Pick<McpAuthOptions, 'mirrorMetadata' | 'resourceName' | 'root'> {
  /** The origin of the auth URL. */
  readonly authUrl: string
  /** As it was given. */
  readonly resource: string
  /** The `Authorization` header of introspection. */
  readonly credentials: string
  readonly requiredScopes: readonly string[]
  readonly scopesSupported: readonly string[]
  readonly ttlMs: number
  readonly maxEntries: number
  readonly timeoutMs: number
  readonly fetch: Fetch
  readonly now: () => number
  readonly report: Report
}

/** @throws {TypeError} that says what was found, what was expected and what to change */
export function readSettings(options: McpAuthOptions): Settings {
  checkOptions(options)
  const { introspection, requiredScopes = [], scopesSupported = requiredScopes, cache, onEvent } = options
  const { ttlSeconds = cache === false ? 0 : 60, maxEntries = 1_000 } = cache || {}
  const now = options.now ?? (() => Date.now())
  return {
    ...options,
    authUrl: new URL(String(options.authUrl)).origin,
    resource: String(options.resource),
    credentials: `Basic ${btoa(`${introspection.clientId?.trim()}:${introspection.clientSecret?.trim()}`)}`,
    requiredScopes: [...requiredScopes],
    scopesSupported: [...scopesSupported],
    ttlMs: ttlSeconds * 1_000,
    maxEntries,
    timeoutMs: options.timeoutMs ?? 5_000,
    // Looked up at each use: a fake clock or an instrumented fetch may be installed later.
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    now,
    report: createReport(now, onEvent),
  }
}

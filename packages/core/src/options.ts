import type { PropelAuthEvent } from './guards/events.js'
import type { IsRevoked } from './guards/revocation.js'
import type { StepUpValidator } from './guards/step-up.js'
import type { Fetch } from './keys/fetch-jwks.js'
import type { JsonWebKeySet } from './keys/json-web-key.js'
import type { JwksCache } from './keys/jwks-cache.js'
import type { ApiKeyValidator } from './user/api-keys.js'

/** Options of `createPropelAuth`. Only `authUrl` is required. */
export interface PropelAuthOptions<Role extends string = string, Permission extends string = string> {
  /** The auth URL of the project, from the PropelAuth dashboard. Its origin is the expected issuer. */
  readonly authUrl: string | undefined
  /** The public key as PEM, in any form an environment variable mangles it to. Means no network at all. */
  readonly verifierKey?: string | undefined
  /** A key set given as an option. Means no network at all. */
  readonly jwks?: JsonWebKeySet | undefined
  /** Default: `/.well-known/jwks.json` on the auth URL. */
  readonly jwksUrl?: string | undefined
  /** Accepted issuers, where they differ from the origin of the auth URL. */
  readonly issuer?: string | readonly string[] | undefined
  /** Never needed to verify; used for the verification metadata if the auth URL has no JWKS. */
  readonly apiKey?: string | undefined
  /** Where keys outlive the isolate: `kvJwksCache`, `cacheApiJwksCache`, `memoryJwksCache` or any two methods. */
  readonly jwksCache?: JwksCache | undefined
  /** Size limit of the cache of verified tokens. Default 8 MiB; `false` switches the cache off. */
  readonly tokenCache?: false | { readonly maxBytes?: number | undefined } | undefined
  /**
   * Who the token must be for: `aud` must name one of these. Without it, but with `resource`, a token whose `aud` names
   * only others is refused; tokens without `aud` are accepted. `undefined` is a `TypeError`: a misspelt variable must
   * not drop the check.
   */
  readonly audience?: string | readonly string[]
  /** Longest token that is looked at, in bytes. Default 32 KiB, at most 96 KiB: users of many orgs have long tokens. */
  readonly maxTokenBytes?: number | undefined
  /** How long the key server may take, in milliseconds. Default 3,000, at most 15,000. */
  readonly keyTimeoutMs?: number | undefined
  /** How long keys count while the key server is unreachable, in seconds. Default 24 hours. */
  readonly maxKeyAgeSeconds?: number | undefined
  /**
   * An emergency stop, asked on every request with an access token, cached ones included: `true` refuses with 401
   * `token_revoked`. When it throws, or takes longer than 5 seconds, the request is refused with 503 `jwks_unavailable`.
   * It is not asked about API keys: archive them in PropelAuth. `undefined` is a `TypeError`.
   */
  readonly isRevoked?: IsRevoked
  /** How far clocks may differ, in seconds. Default 10, at most 60. */
  readonly clockToleranceSeconds?: number | undefined
  /** The project's roles: types the strings everywhere. */
  readonly roles?: readonly Role[] | undefined
  /** The project's permissions: types the strings everywhere. */
  readonly permissions?: readonly Permission[] | undefined
  /** Validates end-user API keys, for guards that accept them: `accept: ['user', 'apiKey']`. */
  readonly apiKeys?: ApiKeyValidator | undefined
  /**
   * Verifies grants of step-up MFA, for guards that demand one: `stepUp: { action: 'DELETE_ORG' }`. A call that takes
   * longer than 5 seconds counts as failed.
   */
  readonly stepUp?: StepUpValidator | undefined
  /**
   * URL of this API as a protected resource (RFC 9728): adds `resource_metadata` to challenges, and refuses tokens whose
   * `aud` names only others. `undefined` is a `TypeError`.
   */
  readonly resource?: string
  /** The realm of challenges. Default: `propelauth`. */
  readonly realm?: string | undefined
  /**
   * Whether keys of the local emulator count, and plain http. `true` is for loopback and for http hosts such as
   * `http://emulator:4460` in a container network; `'remote'` is for https hosts. Default: only on loopback, outside
   * production. With `NODE_ENV=production`, only `true` on loopback is allowed.
   */
  readonly allowEmulator?: boolean | 'remote' | undefined
  /** Whether events name users, orgs, key ids and requirements. They never hold a token. */
  readonly audit?: boolean | undefined
  /** Fetches the keys. Default: the global `fetch`, looked up at each use. */
  readonly fetch?: Fetch | undefined
  /** The clock, in milliseconds of Unix time. Default: `Date.now`, looked up at each use. */
  readonly now?: (() => number) | undefined
  /** Called for every accepted, refused or denied request and every load of keys. What it throws is ignored. */
  readonly onEvent?: ((event: PropelAuthEvent) => void) | undefined
}

/** The options that are behaviour. All others are data, which can be compared as JSON. */
export const portNames = ['jwksCache', 'apiKeys', 'stepUp', 'isRevoked', 'fetch', 'now', 'onEvent'] as const

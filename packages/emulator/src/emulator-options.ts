import type { WebhookFetch } from './delivery/send.js'
import { createAppOrigins } from './domain/project/app-origins.js'
import type { Project } from './domain/project/project.js'
import { allowedReturnUrl } from './domain/project/return-target.js'
import type { RefreshTokenMode } from './domain/project/setting-values.js'
import type { Platform } from './platform.js'
import { settingProblems } from './seed/check/settings-checks.js'
import type { Seed, SeedSettings, SeedWebhook } from './seed/seed.js'
import { chosenKeyProblem } from './store/api-key.js'
import { introspectionCredentials } from './store/introspection-credentials.js'
import { createClock } from './values/clock.js'
import { createSignal } from './values/signal.js'

export interface EmulatorOptions {
  /** The origin at which clients reach the emulator. Default `http://localhost:4460`. */
  readonly authUrl?: string
  /** The `iss` of tokens. Default: the auth URL. */
  readonly issuer?: string
  /** The directory for state and keys, or `:memory:`. Default `:memory:`. */
  readonly data?: string
  /** Starts from the seed again. The keys in the directory stay. */
  readonly fresh?: boolean
  /** The initial state. Default: five personas in two organizations. */
  readonly seed?: Seed
  /** URLs of the apps that browsers may return to. They may read the session. Default: any app on this machine. */
  readonly appUrls?: readonly string[]
  /**
   * Where browsers go after a logout, on one of the apps or on the emulator. Default: the first of `appUrls`, otherwise
   * the login page.
   */
  readonly logoutUrl?: string
  /** Whether a refresh replaces the refresh token. Takes precedence over the seed. Default `reuse`: it does not. */
  readonly refreshTokens?: RefreshTokenMode
  /** Further accepted host names. Those of loopback, `authUrl` and `issuer` are always accepted. */
  readonly allowedHosts?: readonly string[]
  /**
   * For an emulator that other machines can connect to: `/_emulator` and `/signup` need the API key, and the personas
   * have a random password. Default false.
   */
  readonly protectControl?: boolean
  /** The backend API key: at least 32 characters. Default: a random one, or the one kept in `data`. */
  readonly apiKey?: string
  /** The secret that MCP servers introspect tokens with: at least 32 characters. Default: derived from the signing key. */
  readonly mcpClientSecret?: string
  /** An RSA key from `generateSigningKey`. Default: a new key. Cannot be combined with `data`. */
  readonly signingKey?: string
  /** Endpoints that get webhooks, beside those of the seed. */
  readonly webhooks?: readonly SeedWebhook[]
  /** Sends the webhooks. Default: the global `fetch`. */
  readonly webhookFetch?: WebhookFetch
  /** The clock, in milliseconds since the epoch. Default: the system clock. */
  readonly now?: () => number
}

/**
 * `none`: the control API is open and the personas have the documented password. `control`: the control API needs the
 * key. `full`: it needs the key, and the personas have a random password.
 */
export type Protection = 'none' | 'control' | 'full'

/** @throws {TypeError} unless the value is an http(s) URL */
export function originOf(option: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new TypeError(`${option}: ${JSON.stringify(value)} is not an http(s) URL`)
  }
  return url.origin
}

/** @throws {TypeError} for invalid options */
export function openProject(options: EmulatorOptions, protection: Protection, platform: Platform): Project {
  const authUrl = originOf('authUrl', options.authUrl ?? 'http://localhost:4460')
  const issuer = options.issuer === undefined ? authUrl : originOf('issuer', options.issuer)
  const appOrigins = createAppOrigins(options.appUrls ?? [], options.logoutUrl)
  const addresses = { authUrl, issuer, appOrigins }
  checkLogoutUrl(addresses)
  const chosenSettings = chosenSettingsOf(options)
  checkChosenKeys(options)
  const { db, credentials: kept } = platform.openStore()
  const credentials = options.apiKey === undefined ? kept : { ...kept, apiKey: options.apiKey }
  const protectedBy = { exposed: protection !== 'none', privatePasswords: protection === 'full' }
  const introspection = introspectionCredentials(credentials.signingKey, options.mcpClientSecret)
  const state = { db, clock: createClock(options.now), ...credentials, introspection }
  const changes = { recordsEvents: true, enforcesLimits: true, webhookSignal: createSignal() }
  return { ...state, ...addresses, chosenSettings, ...protectedBy, ...changes }
}

/** Otherwise a logout would redirect the browser to an address that is not one of the apps. */
function checkLogoutUrl(addresses: Pick<Project, 'authUrl' | 'appOrigins'>): void {
  const { logoutUrl } = addresses.appOrigins
  if (logoutUrl === undefined || allowedReturnUrl(addresses, logoutUrl)) return
  throw new TypeError(`logoutUrl: ${JSON.stringify(logoutUrl)} is not on one of the allowed apps (appUrls)`)
}

function chosenSettingsOf({ refreshTokens }: EmulatorOptions): SeedSettings {
  const chosen: SeedSettings = refreshTokens === undefined ? {} : { refresh_tokens: refreshTokens }
  const [problem] = settingProblems(chosen)
  if (problem) throw new TypeError(`refreshTokens ${problem.message}`)
  return chosen
}

function checkChosenKeys({ apiKey, mcpClientSecret }: EmulatorOptions): void {
  for (const [option, value] of Object.entries({ apiKey, mcpClientSecret })) {
    const problem = value === undefined ? undefined : chosenKeyProblem(value)
    if (problem !== undefined) throw new TypeError(`${option} ${problem}`)
  }
}

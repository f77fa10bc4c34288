import { type AppOptions, createApp } from './app.js'
import { createDeliverer, type Deliverer } from './delivery/deliverer.js'
import { createWebhooks, type Webhooks } from './delivery/webhooks.js'
import { type MintedToken, type MintOptions, mintToken } from './domain/access/mint.js'
import { findAnyUser } from './domain/access/named.js'
import { apiKeyToken } from './domain/access/seeded-api-keys.js'
import { listMail, type Mail } from './domain/mail/mail.js'
import { listSms, type Sms } from './domain/mail/sms.js'
import { listClients, type OAuthClientInfo } from './domain/oauth/client-list.js'
import { type McpMintOptions, type MintedMcpToken, mintMcpToken } from './domain/oauth/mint-mcp.js'
import { advanceClock } from './domain/project/advance-clock.js'
import { createSnapshots, type Snapshots } from './domain/project/named-snapshots.js'
import type { Project } from './domain/project/project.js'
import { forgetOverriddenChanges } from './domain/project/settings.js'
import { type Snapshot, takeSnapshot } from './domain/project/snapshot.js'
import { nextTotpCode } from './domain/users/next-totp-code.js'
import { type EmulatorOptions, openProject, type Protection } from './emulator-options.js'
import { type BrowserSession, startBrowserSession } from './http/browser-session.js'
import type { FaultRule } from './http/fault-rule.js'
import { createFaults, type Fault } from './http/faults.js'
import { localFetch } from './http/local-fetch.js'
import { createRequestLog, type LoggedRequest } from './http/request-log.js'
import type { Platform } from './platform.js'
import { createProjectState, type ProjectState, type ResetOptions } from './project-state.js'
import { applySeed } from './seed/apply/apply-seed.js'
import { applyWebhookOption } from './seed/apply/apply-webhooks.js'
import { changeShownSettings, shownSettings } from './seed/apply/change-settings.js'
import { applyPersonaPasswords, personaPassword } from './seed/apply/persona-password.js'
import { exportSeed } from './seed/export/export-seed.js'
import { DEFAULT_SEED } from './seed/personas.js'
import type { Seed, SeedSettings } from './seed/seed.js'
import type { Database } from './store/database.js'
import type { IntrospectionCredentials } from './store/introspection-credentials.js'
import type { PublicJwk } from './store/signing-key.js'
import { lazily } from './values/lazily.js'

/** A local PropelAuth in this process. It opens no socket: pass its `fetch` to the code under test. */
export interface Emulator extends AsyncDisposable {
  readonly authUrl: string
  readonly issuer: string
  readonly apiKey: string
  /** The password of the personas: `PERSONA_PASSWORD`, or with `protectControl` a random one. */
  readonly personaPassword: string
  /** The public key as PEM. */
  readonly verifierKey: string
  /** What an MCP server introspects tokens with: the option `introspection` of `createMcpAuth`. */
  readonly introspection: IntrospectionCredentials
  readonly jwks: { readonly keys: readonly PublicJwk[] }
  /** Answers a request as the service does. Has the signature of the global `fetch`. */
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>
  /** Signs any token, including expired and invalid ones. */
  mintToken(options: MintOptions): Promise<MintedToken>
  /** Signs a user in on the hosted pages, by id, email address or seed key, and returns the cookie of the browser. */
  startSession(user: string): BrowserSession
  /** Issues opaque tokens for an MCP server, as if the user had allowed them. */
  mintMcpToken(options: McpMintOptions): MintedMcpToken
  /** The OAuth clients, newest first. */
  oauthClients(): OAuthClientInfo[]
  /** The requests so far, oldest first. A path that ends in `*` matches every path with that prefix. */
  requests(path?: string): LoggedRequest[]
  clearRequests(): void
  /** Makes matching requests fail or wait, until the rule is removed or used up. */
  addFault(rule: FaultRule): Fault
  /** Ends all rules. Requests that they hold go on. */
  clearFaults(): void
  /** The settings that are in force. */
  settings(): Required<SeedSettings>
  /** Changes settings until the next reset, as the control API does. */
  changeSettings(changes: SeedSettings): void
  /** The captured messages, newest first. */
  mail(to?: string): Mail[]
  /** Endpoints, deliveries and test events. */
  readonly webhooks: Webhooks
  /** The time of the emulator, in milliseconds since the epoch. */
  now(): number
  /** Moves the clock ahead until the next reset. What is due by then, such as a webhook, follows. */
  advanceClock(seconds: number): void
  /** Undoes every `advanceClock`. */
  restoreClock(): void
  /** The captured text messages, newest first. */
  sms(to?: string): Sms[]
  /**
   * The code that the user's authenticator app shows, or the next one if that was used. The user is an id, an email
   * address or a seed key. Throws for a user without an authenticator app, and for a third code within 30 seconds: the
   * service accepts two.
   */
  totpCode(user: string): string
  /**
   * Restores the seed, or another one, or an empty project. The keys and the endpoints of the option `webhooks` stay.
   * @throws {SeedError} for an invalid seed, without a change
   */
  reset(options?: ResetOptions): void
  /**
   * The whole state, to `restore` it any number of times: users, organizations, settings, sessions, links, messages,
   * deliveries, and how far the clock is ahead.
   */
  snapshot(): Snapshot
  /**
   * Returns to a state of `snapshot`, at once or not at all. As after a reset, there are no fault rules and no requests
   * in the log. The keys, the snapshots by name and the endpoints of the option `webhooks` stay.
   */
  restore(snapshot: Snapshot): void
  /** Snapshots by name. With `data`, they survive a restart. */
  readonly snapshots: Snapshots
  /**
   * The state as a seed. An emulator with that seed has the same users, organizations, keys and settings. Secrets of
   * which only hashes are stored are hashes. It has no sessions, links, messages and deliveries.
   */
  exportSeed(): Seed
  /** The token of an end-user API key of the seed that was given no `token`. Throws for an unknown key. */
  apiKeyToken(key: string): string
  /** The number of users and organizations. */
  counts(): { readonly users: number; readonly orgs: number }
  close(): Promise<void>
}

/**
 * Opens the project of a platform.
 * @throws what `createEmulator` throws
 */
export function openEmulator(options: EmulatorOptions, protection: Protection, platform: Platform): Emulator {
  const project = openProject(options, protection, platform)
  const seed = options.seed ?? DEFAULT_SEED
  const log = createRequestLog()
  const faults = createFaults()

  const { reset, restore } = createProjectState(project, { seed, webhooks: options.webhooks ?? [], log, faults })
  const deliverer = start(project.db, () => {
    if (options.fresh) reset()
    else {
      applySeed(project, seed)
      forgetOverriddenChanges(project)
      applyPersonaPasswords(project)
      applyWebhookOption(project, options.webhooks ?? [], seed)
    }
    return createDeliverer(project, options.webhookFetch ?? ((request) => fetch(request)), platform.timer)
  })
  const webhooks = createWebhooks(project, deliverer)
  const allowedHosts = options.allowedHosts ?? []
  const snapshots = createSnapshots(project, restore)
  const appOptions = { log, faults, webhooks, reset, snapshots, allowedHosts, ...identityOf(project, platform) }
  return emulatorOf(project, appOptions, { deliverer, restore })
}

interface Parts extends Pick<ProjectState, 'restore'> {
  readonly deliverer: Deliverer
}

function emulatorOf(project: Project, options: AppOptions, { deliverer, restore }: Parts): Emulator {
  const { db, authUrl, issuer } = project
  const { log, faults, webhooks, snapshots } = options
  const app = lazily(() => createApp(project, options))
  const close = async (): Promise<void> => {
    faults.close()
    await deliverer.close()
    db.close()
  }
  return {
    authUrl,
    issuer,
    apiKey: project.apiKey,
    personaPassword: personaPassword(project),
    get verifierKey() {
      return project.signingKey.publicPem
    },
    introspection: project.introspection,
    get jwks() {
      return { keys: [project.signingKey.jwk] }
    },
    fetch: localFetch((request) => app().fetch(request)),
    mintToken: (mint) => mintToken(project, mint),
    startSession: (user) => startBrowserSession(project, user),
    mintMcpToken: (mint) => mintMcpToken(project, mint),
    oauthClients: () => listClients(project),
    requests: (path) => log.list(path),
    clearRequests: () => log.clear(),
    addFault: (rule) => faults.add(rule),
    clearFaults: () => faults.clear(),
    settings: () => shownSettings(project),
    changeSettings: (changes) => changeShownSettings(project, changes),
    mail: (to) => listMail(project, to),
    webhooks,
    now: () => project.clock.milliseconds(),
    advanceClock: (seconds) => advanceClock(project, seconds),
    restoreClock: () => project.clock.restore(),
    sms: (to) => listSms(project, to),
    totpCode: (user) => nextTotpCode(project, findAnyUser(project, user)),
    reset: (wish = {}) => options.reset(wish),
    snapshot: () => takeSnapshot(project),
    restore,
    snapshots,
    exportSeed: () => exportSeed(project),
    apiKeyToken: (key) => apiKeyToken(project, key),
    counts: () => ({ users: countRows(db, 'users'), orgs: countRows(db, 'orgs') }),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** What tells this emulator from another one at the same address. */
const identityOf = (project: Project, { data }: Platform) => ({
  data,
  started: new Date(project.clock.outsideSeconds() * 1000).toISOString(),
})

/** Closes the database if the start fails. */
function start<Result>(db: Database, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    db.close()
    throw error
  }
}

const countRows = (db: Database, table: 'users' | 'orgs'): number =>
  db.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0

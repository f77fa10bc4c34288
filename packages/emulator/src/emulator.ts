import { createApp } from './app.js'
import { type MintedToken, type MintOptions, mintToken } from './domain/access/mint.js'
import { listMail, type Mail } from './domain/mail/mail.js'
import { createAppOrigins } from './domain/project/app-origins.js'
import type { Project } from './domain/project/project.js'
import { createFaults, type FaultRule } from './http/faults.js'
import { createRequestLog, type LoggedRequest } from './http/request-log.js'
import { refuseProduction } from './production.js'
import { applySeed, markSeeded } from './seed/apply-seed.js'
import { applyPersonaPasswords, personaPassword } from './seed/persona-password.js'
import { DEFAULT_SEED } from './seed/personas.js'
import type { Seed } from './seed/seed.js'
import { chosenKeyProblem, newApiKey } from './store/credentials.js'
import { type KeptProject, openDataDirectory } from './store/data-directory.js'
import { type Database, openDatabase } from './store/database.js'
import { generateSigningKey, type PublicJwk, readSigningKey } from './store/signing-key.js'
import { createClock } from './values/clock.js'

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
  /** Further accepted host names. Those of loopback, `authUrl` and `issuer` are always accepted. */
  readonly allowedHosts?: readonly string[]
  /**
   * For an emulator that other machines can connect to: `/_emulator` and `/signup` need the API key, and the personas
   * have a random password. Default false.
   */
  readonly protectControl?: boolean
  /** The backend API key: at least 32 characters. Default: a random one, or the one kept in `data`. */
  readonly apiKey?: string
  /** An RSA key from `generateSigningKey`. Default: a new key. Cannot be combined with `data`. */
  readonly signingKey?: string
  /** The clock, in milliseconds since the epoch. Default: the system clock. */
  readonly now?: () => number
}

/** A local PropelAuth in this process. It opens no socket: pass its `fetch` to the code under test. */
export interface Emulator extends AsyncDisposable {
  readonly authUrl: string
  readonly issuer: string
  readonly apiKey: string
  /** The password of the personas: `PERSONA_PASSWORD`, or with `protectControl` a random one. */
  readonly personaPassword: string
  /** The public key as PEM. */
  readonly verifierKey: string
  readonly jwks: { readonly keys: readonly PublicJwk[] }
  /** Answers a request as the service does. Has the signature of the global `fetch`. */
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>
  /** Signs any token, including expired and invalid ones. */
  mintToken(options: MintOptions): Promise<MintedToken>
  /** The requests so far, oldest first. A path that ends in `*` matches every path with that prefix. */
  requests(path?: string): LoggedRequest[]
  clearRequests(): void
  /** Makes matching requests fail or wait, until the rule is cleared or used up. */
  addFault(rule: FaultRule): void
  clearFaults(): void
  /** The captured messages, newest first. */
  mail(to?: string): Mail[]
  /** Restores the seed, or an empty project. The keys stay. */
  reset(options?: { readonly empty?: boolean }): void
  /** The number of users and organizations. */
  counts(): { readonly users: number; readonly orgs: number }
  close(): Promise<void>
}

/**
 * Starts a local PropelAuth inside this process.
 *
 * ```ts
 * await using emulator = createEmulator()
 * const { accessToken } = await emulator.mintToken({ user: 'admin', org: 'acme' })
 * const response = await emulator.fetch(`${emulator.authUrl}/.well-known/jwks.json`)
 * ```
 *
 * @throws {TypeError} for invalid options
 * @throws {SeedError} for an invalid seed
 * @throws {DataDirectoryError} for a data directory that cannot be used
 * @throws {ProductionError} when `NODE_ENV` is `production`
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  return openEmulator(options, options.protectControl ?? false)
}

/** `control key only`: the control API needs the key, but the personas keep the documented password. */
export type Protection = boolean | 'control key only'

export function openEmulator(options: EmulatorOptions, protection: Protection): Emulator {
  refuseProduction()
  const project = openProject(options, protection)
  const { db, authUrl, issuer } = project
  const seed = options.seed ?? DEFAULT_SEED
  const log = createRequestLog()
  const faults = createFaults()

  const reset = ({ empty = false } = {}): void => {
    db.transaction(() => {
      wipe(db)
      if (empty) markSeeded(project, seed)
      else applySeed(project, seed)
      applyPersonaPasswords(project)
    })
    log.clear()
    faults.clear()
  }
  start(db, () => {
    if (options.fresh) return reset()
    applySeed(project, seed)
    applyPersonaPasswords(project)
  })

  const app = createApp(project, {
    log,
    faults,
    reset,
    allowedHosts: options.allowedHosts ?? [],
  })
  const close = async (): Promise<void> => {
    faults.close()
    db.close()
  }
  return {
    authUrl,
    issuer,
    apiKey: project.apiKey,
    personaPassword: personaPassword(project),
    verifierKey: project.signingKey.publicPem,
    jwks: { keys: [project.signingKey.jwk] },
    fetch: async (input, init) => app.fetch(input instanceof Request && !init ? input : new Request(input, init)),
    mintToken: (mint) => mintToken(project, mint),
    requests: (path) => log.list(path),
    clearRequests: () => log.clear(),
    addFault: (rule) => faults.add(rule),
    clearFaults: () => faults.clear(),
    mail: (to) => listMail(project, to),
    reset,
    counts: () => ({ users: countRows(db, 'users'), orgs: countRows(db, 'orgs') }),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function originOf(option: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new TypeError(`${option}: ${JSON.stringify(value)} is not an http(s) URL`)
  }
  return url.origin
}

function openProject(options: EmulatorOptions, protection: Protection): Project {
  const authUrl = originOf('authUrl', options.authUrl ?? 'http://localhost:4460')
  const issuer = options.issuer === undefined ? authUrl : originOf('issuer', options.issuer)
  const appOrigins = createAppOrigins(options.appUrls ?? [])
  const { db, credentials } = openStore(options)
  const protectedBy = { exposed: protection !== false, privatePasswords: protection === true }
  return { db, clock: createClock(options.now), authUrl, issuer, appOrigins, ...protectedBy, ...credentials }
}

function openStore({ data = ':memory:', apiKey, signingKey }: EmulatorOptions): KeptProject {
  const problem = apiKey === undefined ? undefined : chosenKeyProblem(apiKey)
  if (problem !== undefined) throw new TypeError(`apiKey ${problem}`)
  if (data === ':memory:') {
    const key = readSigningKey(signingKey ?? generateSigningKey())
    return { db: openDatabase(data), credentials: { apiKey: apiKey ?? newApiKey(), signingKey: key } }
  }
  if (signingKey !== undefined)
    throw new TypeError('signingKey is kept in the data directory: give either signingKey or data')
  const kept = openDataDirectory(data)
  return apiKey === undefined ? kept : { ...kept, credentials: { ...kept.credentials, apiKey } }
}

/** Closes the database if the start fails. */
function start(db: Database, work: () => void): void {
  try {
    work()
  } catch (error) {
    db.close()
    throw error
  }
}

const countRows = (db: Database, table: 'users' | 'orgs'): number =>
  db.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0

function wipe(db: Database): void {
  for (const { name } of db.all<{ name: string }>(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
  )) {
    db.run(`DELETE FROM ${name}`)
  }
}

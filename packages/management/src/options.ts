import type { ManagementErrorCode } from './error-codes.js'

/** What a call needs of `fetch`: the global one fits, and so does that of the emulator. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** Something that happened to one attempt of a call. Holds no credential, no id and nothing about a user. */
export interface ManagementEvent {
  /** `answered`: with this status; `retried`: answered or lost, and tried again after `delayMs`; `failed`: lost for good. */
  readonly type: 'answered' | 'retried' | 'failed'
  /** The name of the function that was called. */
  readonly operation: string
  readonly method: string
  /** 1 for the first. */
  readonly attempt: number
  readonly status?: number
  /** What an attempt without an answer was lost to. */
  readonly code?: ManagementErrorCode
  /** How long this attempt took. */
  readonly durationMs: number
  readonly delayMs?: number
}

/** Options of `createManagementClient`. `authUrl` and `apiKey` are required. */
export interface ManagementOptions {
  /** The auth URL of the project, from the PropelAuth dashboard. */
  readonly authUrl: string
  /** A backend API key of the same environment. */
  readonly apiKey: string
  /** Where the backend API is. Default: `https://propelauth-api.com`. For the emulator, its auth URL. */
  readonly baseUrl?: string | undefined
  readonly fetch?: Fetch | undefined
  /** How long a call may take in all, retries and the reading of the answer included. Default: 10,000. */
  readonly timeoutMs?: number | undefined
  /** How often a call is tried again at most. Default: 2. */
  readonly maxRetries?: number | undefined
  /** Sent with every request. They cannot replace `Authorization`. */
  readonly headers?: HeadersInit | undefined
  readonly onEvent?: ((event: ManagementEvent) => void) | undefined
}

/** The last argument of every function. */
export interface CallOptions {
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined
  /** How long this call may take in all. */
  readonly timeoutMs?: number | undefined
  /** Sent with this call. They cannot replace `Authorization`. */
  readonly headers?: HeadersInit | undefined
}

/** Options, checked and with every default filled in. */
export interface Settings {
  /** Origin of the auth URL. */
  readonly issuer: string
  readonly baseUrls: { readonly api: string; readonly auth: string }
  /** The project, as the shared API host wants it named. */
  readonly project: string
  readonly apiKey: string
  readonly fetch: Fetch
  readonly timeoutMs: number
  readonly maxRetries: number
  readonly headers: HeadersInit | undefined
  readonly onEvent: (event: ManagementEvent) => void
}

/** @throws {TypeError} what is wrong with the options; never shows the API key */
export function readOptions(options: ManagementOptions): Settings {
  const authUrl = readUrl('authUrl', options.authUrl)
  const baseUrl = readUrl('baseUrl', options.baseUrl ?? 'https://propelauth-api.com')
  return {
    issuer: authUrl.origin,
    baseUrls: { api: baseUrl.href.replace(/\/+$/, ''), auth: authUrl.origin },
    project: authUrl.hostname,
    apiKey: readApiKey(options.apiKey),
    // Looked up at the call, where instrumentation may have replaced it.
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    timeoutMs: readTimeout(options.timeoutMs ?? 10_000),
    maxRetries: readRetries(options.maxRetries ?? 2),
    headers: options.headers,
    onEvent: options.onEvent ?? (() => {}),
  }
}

const fail = (message: string): never => {
  throw new TypeError(`management: ${message}`)
}

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/

function readUrl(name: string, value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : fail(`${name} is not a URL`)
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname))
  if (!isSafe) fail(`${name} must be https; plain http would show the API key, and is for loopback only`)
  if (url.username || url.password || url.search || url.hash)
    fail(`${name} must have no credentials, query or fragment`)
  return url
}

// Checked here: `fetch` would quote a key that does not fit into a header in its error.
function readApiKey(value: string): string {
  const apiKey = typeof value === 'string' ? value.trim() : ''
  return /^[\x21-\x7e]+$/.test(apiKey) ? apiKey : fail('apiKey must be one word of visible ASCII')
}

export function readTimeout(timeoutMs: number): number {
  return timeoutMs > 0 ? timeoutMs : fail('timeoutMs must be a positive number')
}

function readRetries(maxRetries: number): number {
  return Number.isInteger(maxRetries) && maxRetries >= 0 ? maxRetries : fail('maxRetries must be 0 or more')
}

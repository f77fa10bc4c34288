/** What a call needs of `fetch`: the global one fits, and so does that of the emulator. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** Headers in any form; a type of our own, as not every runtime's typings name theirs. */
export type HeaderValues = NonNullable<ConstructorParameters<typeof Headers>[0]>

/** What became of one attempt of a call. Holds no credential, no id and nothing about a user. */
export interface ManagementEvent {
  /** The name of the function that was called. */
  readonly operation: string
  readonly method: string
  /** 1 for the first. */
  readonly attempt: number
  /** How long this attempt took. */
  readonly durationMs: number
  /** The HTTP status; absent if the attempt was lost on the way. */
  readonly status?: number | undefined
  /** When the next attempt comes, if there is one. */
  readonly retryInMs?: number | undefined
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
  readonly headers?: HeaderValues | undefined
  readonly onEvent?: ((event: ManagementEvent) => void) | undefined
}

/** The last argument of every function. */
export interface CallOptions {
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined
  /** How long this call may take in all. */
  readonly timeoutMs?: number | undefined
  /** Sent with this call. They cannot replace `Authorization`. */
  readonly headers?: HeaderValues | undefined
}

const SAFE_URL = /^(https:|http:\/\/(([^/@]+\.)?localhost|127(\.\d+){3}|\[::1\])(:\d+)?\/)/

/** @throws {TypeError} no URL, or one to which an API key must not be sent */
export function readUrl(name: string, value: string): URL {
  // Plain http would show the API key to the network.
  const url = URL.canParse(value) && new URL(value)
  if (url && SAFE_URL.test(url.href)) return url
  throw new TypeError(`${name} must be an https URL, or http on loopback`)
}

/**
 * Checked here: `fetch` would quote a key that does not fit into a header in its error.
 * @throws {TypeError} without the key
 */
export function readApiKey(value: string): string {
  const apiKey = (value ?? '').trim()
  if (/^[!-~]+$/.test(apiKey)) return apiKey
  throw new TypeError('apiKey must be one word of ASCII')
}

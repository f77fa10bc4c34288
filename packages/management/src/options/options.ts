/** The part of `fetch` that a call uses. The global one fits, and so does that of the emulator. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** Headers in any form. An own type, because the typings of some runtimes have no name for it. */
export type HeaderValues = NonNullable<ConstructorParameters<typeof Headers>[0]>

/** The outcome of one attempt of a call. Holds no credential, no id and nothing about a user. */
export interface ManagementEvent {
  /** The name of the function that was called. */
  readonly operation: string
  readonly method: string
  /** 1 for the first. */
  readonly attempt: number
  /** How long this attempt took. */
  readonly durationMs: number
  /** The HTTP status; absent after a network error. */
  readonly status?: number | undefined
  /** How long until the next attempt; absent if there is none. */
  readonly retryInMs?: number | undefined
}

/** Options of `createManagementClient` and `createTransport`. `authUrl` and `apiKey` are required. */
export interface ManagementOptions {
  /** The auth URL of the project, from the PropelAuth dashboard. `undefined` is a `TypeError`. */
  readonly authUrl: string | undefined
  /** A backend API key of the same environment. `undefined` is a `TypeError`. */
  readonly apiKey: string | undefined
  /** URL of the backend API. Default: `https://propelauth-api.com`, or `authUrl` if that is the emulator. */
  readonly baseUrl?: string | undefined
  /**
   * Whether `authUrl` is the emulator. `true` also allows plain http to hosts other than loopback, such as a container;
   * `'remote'` also an emulator behind https. Default: `true` for an auth URL on loopback, unless
   * `NODE_ENV=production`. In production only `true` with an auth URL on loopback is accepted.
   */
  readonly allowEmulator?: boolean | 'remote' | undefined
  /** Default: the global `fetch` at the time of the call. */
  readonly fetch?: Fetch | undefined
  /** Time limit of a whole call, with its retries and the reading of the body. Default: 10,000. */
  readonly timeoutMs?: number | undefined
  /** How many times a call is retried at most. Default: 2. */
  readonly maxRetries?: number | undefined
  /** Sent with every request. They cannot replace `Authorization`. */
  readonly headers?: HeaderValues | undefined
  /** Called after every attempt. What it throws is ignored. */
  readonly onEvent?: ((event: ManagementEvent) => void) | undefined
}

/** The last argument of every function. */
export interface CallOptions {
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined
  /** Time limit of this call. Default: that of the client. */
  readonly timeoutMs?: number | undefined
  /** Sent with this call. They cannot replace `Authorization`. */
  readonly headers?: HeaderValues | undefined
}

import { type LostError, toCause } from './cause.js'
import { sleep, withDeadline } from './deadline.js'
import { ManagementError } from './management-error.js'
import { neverCached } from './never-cached.js'
import type { CallOptions, Fetch, HeaderValues, ManagementOptions } from './options.js'
import { createRedact } from './redact.js'
import { readResponse, type WireResponse } from './response.js'
import { retryDelay } from './retry.js'
import { isText } from './shape.js'
import type { WireRequest } from './to-request.js'
import { LOOPBACK, readUrl } from './urls.js'

/** A connection to the backend API of one project. Its API key cannot be read out of it. */
export interface Transport {
  /** Origin of the auth URL, the issuer of the project's access tokens. */
  readonly issuer: string
  /**
   * Sends a request, with retries where they are safe and fit into the time limit. A response of any status is a result.
   * @throws {ManagementError} `timeout`, `network`
   * @throws {TypeError} wrong options
   * @throws the reason of the caller's signal
   */
  readonly send: (request: WireRequest, options?: CallOptions) => Promise<WireResponse>
}

// Looked up at the call: instrumentation may replace the global one later.
const globalFetch: Fetch = (url, init) => fetch(url, init)

/** A misspelt option would be ignored. */
function refuse(unknown: object): void {
  for (const name in unknown) throw new TypeError(`unknown option "${name}"`)
}

/** Checked here, since `fetch` would quote a key that does not fit into a header in its error. */
function readApiKey(text = ''): string {
  const apiKey = text.trim()
  if (/^[!-~]+$/.test(apiKey)) return apiKey
  throw new TypeError('apiKey must be one word of ASCII')
}

/**
 * Connects to the backend API without naming its operations, so that a bundle holds only those it calls. To stay small,
 * it checks the names of options and what protects the API key; `createManagementClient` also checks their values.
 *
 * @throws {TypeError} wrong options
 * @example
 * ```ts
 * import { call, createTransport, fetchOrg } from '@propelauth-edge/management'
 *
 * const transport = createTransport({ authUrl: 'https://auth.example.com', apiKey: 'key' })
 * const org = await call(transport, fetchOrg, '14824461-43b7-4f9b-8e1b-a0f2e5717cd7')
 * ```
 */
export function createTransport({
  authUrl,
  apiKey: givenKey,
  allowEmulator,
  baseUrl,
  fetch = globalFetch,
  timeoutMs: defaultTimeoutMs = 10_000,
  maxRetries = 2,
  headers: defaultHeaders,
  onEvent,
  ...unknown
}: ManagementOptions): Transport {
  refuse(unknown)
  const { origin, hostname, href, protocol } = readUrl('authUrl', authUrl, allowEmulator)
  const isLocal = LOOPBACK.test(href)
  // Any other value, such as the text 'false' of an environment variable, would count as true.
  if (![undefined, false, 'remote', isLocal || protocol === 'http:'].includes(allowEmulator))
    throw new TypeError("allowEmulator must be true, false or, with https, 'remote'")
  const isEmulator = allowEmulator ?? isLocal
  const api = readUrl('baseUrl', baseUrl ?? (isEmulator ? origin : 'https://propelauth-api.com'), allowEmulator)
  const apiKey = readApiKey(givenKey)
  const redact = createRedact(apiKey)

  const toInit = ({ method, body }: WireRequest, headers: HeaderValues | undefined) =>
    ({
      ...neverCached(),
      method,
      body: body ?? null,
      // A redirect could take the API key to another host.
      redirect: 'manual',
      // Ours come last, so that no other replaces them: `Headers` has all names in lower case.
      headers: {
        ...Object.fromEntries(new Headers(defaultHeaders)),
        ...Object.fromEntries(new Headers(headers)),
        ...(body && { 'content-type': 'application/json' }),
        'x-propelauth-url': hostname,
        authorization: `Bearer ${apiKey}`,
      },
    }) as const

  async function send(request: WireRequest, own: CallOptions = {}): Promise<WireResponse> {
    const { operation, method, host, path } = request
    const { signal: caller, timeoutMs = defaultTimeoutMs, headers, ...unknown } = own
    refuse(unknown)
    caller?.throwIfAborted()
    const url = (host ? origin : api.origin + api.pathname.replace(/\/$/, '')) + path
    const init = toInit(request, headers)
    const endsAt = Date.now() + timeoutMs

    async function attempt(signal: AbortSignal): Promise<WireResponse | LostError> {
      try {
        return { ...(await readResponse(await fetch(url, { ...init, signal }))), redact }
      } catch (error) {
        // Next.js ends the prerendering of a page with an error of its own, which it has to see.
        if (isText(Object(error).digest)) throw error
        return toCause(error, redact)
      }
    }

    async function attemptAndRetry(signal: AbortSignal): Promise<WireResponse> {
      for (let count = 1; ; count++) {
        const startedAt = Date.now()
        const result = await attempt(signal)
        const now = Date.now()
        const delay = retryDelay(method, result, count)
        const retryInMs = count <= maxRetries && !signal.aborted && now + delay < endsAt ? delay : undefined
        const report = async () =>
          onEvent?.({
            operation,
            method,
            attempt: count,
            durationMs: now - startedAt,
            status: result.status,
            retryInMs,
          })
        // A listener that throws, now or later, must not change the call or end the process.
        report().catch(() => {})
        if (retryInMs !== undefined) await sleep(retryInMs, signal)
        else if (result.status !== undefined) return result
        else throw new ManagementError('network', operation, { reason: result.message, cause: result })
      }
    }

    const toTimeout = () => new ManagementError('timeout', operation, { reason: `no answer within ${timeoutMs} ms` })
    return withDeadline(timeoutMs, toTimeout, caller, attemptAndRetry)
  }

  return { issuer: origin, send }
}

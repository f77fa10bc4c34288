import { type LostError, toCause } from './cause.js'
import { ManagementError } from './management-error.js'
import { type CallOptions, type Fetch, type ManagementOptions, readApiKey, readUrl } from './options.js'
import { type Redact, readResponse, type WireResponse } from './response.js'
import { retryDelay } from './retry.js'
import type { WireRequest } from './to-request.js'

/** A connection to the backend API of one project. Its API key cannot be read out of it. */
export interface Transport {
  /** Origin of the auth URL, the issuer of the project's access tokens. */
  readonly issuer: string
  /**
   * Sends a request, again where that is safe and the time allows it. An answer of any status is an answer.
   * @throws {ManagementError} `timeout`, `network`
   * @throws the reason of the caller's signal
   */
  readonly send: (request: WireRequest, options?: CallOptions) => Promise<WireResponse>
}

// The global one is looked up at the call, where instrumentation may have replaced it.
const globalFetch: Fetch = (url, init) => fetch(url, init)

/**
 * Connects to the backend API without naming its operations, so that a bundle holds only those it calls.
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
export function createTransport(options: ManagementOptions): Transport {
  const { baseUrl = 'https://propelauth-api.com', fetch = globalFetch, maxRetries = 2, onEvent } = options
  const { origin, hostname } = readUrl('authUrl', options.authUrl)
  const api = readUrl('baseUrl', baseUrl)
  const apiKey = readApiKey(options.apiKey)
  const redact = ((text: string | null) => text?.replaceAll(apiKey, '[API key]')) as Redact

  async function send(request: WireRequest, own: CallOptions = {}): Promise<WireResponse> {
    const { operation, method, host, path, body = null } = request
    const { signal: outer, timeoutMs = options.timeoutMs ?? 10_000 } = own
    outer?.throwIfAborted()
    const url = (host ? origin : api.origin + api.pathname.replace(/\/$/, '')) + path
    const end = new AbortController()
    const { signal } = end
    const init = {
      method,
      body,
      signal,
      // Followed, a redirect could take the API key to another host.
      redirect: 'manual',
      // Ours come last, so that no other takes their place: `Headers` gives all names in lower case.
      headers: {
        ...Object.fromEntries(new Headers(options.headers)),
        ...Object.fromEntries(new Headers(own.headers)),
        ...(body && { 'content-type': 'application/json' }),
        'x-propelauth-url': hostname,
        authorization: `Bearer ${apiKey}`,
      },
    } as const
    const endsAt = Date.now() + timeoutMs
    let pause: ReturnType<typeof setTimeout> | undefined

    async function attempt(count: number): Promise<WireResponse> {
      const startedAt = Date.now()
      let result: WireResponse | LostError
      try {
        result = await readResponse(await fetch(url, init), redact)
      } catch (error) {
        result = toCause(error, redact)
      }
      const now = Date.now()
      const delay = retryDelay(method, result, count)
      const retryInMs = count <= maxRetries && !signal.aborted && now + delay < endsAt ? delay : undefined
      const { status } = result
      // Who listens must not change what happens, nor end a process when it fails later.
      const tell = async () =>
        onEvent?.({ operation, method, attempt: count, durationMs: now - startedAt, status, retryInMs })
      tell().catch(() => {})
      if (retryInMs)
        return new Promise((resolve) => {
          pause = setTimeout(() => resolve(attempt(count + 1)), retryInMs)
        })
      if (result.status === undefined) throw new ManagementError('network', operation, { cause: result })
      return result
    }

    const abort = () => end.abort(outer?.reason)
    const expire = () => end.abort(new ManagementError('timeout', operation))
    // Longer timers than that fire at once.
    const timer = setTimeout(expire, Math.min(timeoutMs, 2 ** 31 - 1))
    outer?.addEventListener('abort', abort)
    return new Promise<WireResponse>((resolve, reject) => {
      // Not left to `fetch`, which may take no notice of its signal.
      signal.addEventListener('abort', () => reject(signal.reason))
      attempt(1).then(resolve, reject)
    }).finally(() => {
      clearTimeout(timer)
      clearTimeout(pause)
      outer?.removeEventListener('abort', abort)
    })
  }

  return { issuer: origin, send }
}

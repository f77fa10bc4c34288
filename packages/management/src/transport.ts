import { toCause } from './cause.js'
import { ManagementError } from './management-error.js'
import { type CallOptions, type HeaderValues, type ManagementOptions, readApiKey, readUrl } from './options.js'
import { readRetryAfter, readText, type WireResponse } from './response.js'
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
  const { maxRetries = 2 } = options
  const { origin, hostname } = readUrl('authUrl', options.authUrl)
  const api = readUrl('baseUrl', options.baseUrl ?? 'https://propelauth-api.com')
  const baseUrl = api.origin + api.pathname.replace(/\/$/, '')
  const apiKey = readApiKey(options.apiKey)
  // The global one is looked up at the call, where instrumentation may have replaced it.
  const doFetch = options.fetch ?? ((url, init) => fetch(url, init))
  const redact = (text: string) => text.replaceAll(apiKey, '[API key]')

  function toHeaders(body: string | null, own: HeaderValues | undefined): Headers {
    const headers = new Headers(options.headers)
    for (const [name, value] of new Headers(own)) headers.set(name, value)
    if (body) headers.set('Content-Type', 'application/json')
    headers.set('X-Propelauth-url', hostname)
    headers.set('Authorization', `Bearer ${apiKey}`)
    return headers
  }

  async function attempt(url: string, init: RequestInit): Promise<WireResponse> {
    const { status, headers, body } = await doFetch(url, init)
    return {
      status,
      text: redact(await readText(body)),
      retryAfterSeconds: readRetryAfter(headers.get('Retry-After')),
      requestId: redact(headers.get('X-Request-Id') ?? '') || undefined,
    }
  }

  async function send(request: WireRequest, own: CallOptions = {}): Promise<WireResponse> {
    const { operation, method, host, path, body = null } = request
    const { signal: outer, timeoutMs = options.timeoutMs ?? 10_000 } = own
    const headers = toHeaders(body, own.headers)
    outer?.throwIfAborted()
    const end = new AbortController()
    const { signal } = end
    const endsAt = Date.now() + timeoutMs
    const abort = () => end.abort(outer?.reason)
    const expire = () => end.abort(new ManagementError('timeout', operation))
    // Longer timers than that fire at once.
    const timer = setTimeout(expire, Math.min(timeoutMs, 2 ** 31 - 1))
    // Followed, a redirect could take the API key to another host.
    const init: RequestInit = { method, headers, body, signal, redirect: 'manual' }
    let pause: ReturnType<typeof setTimeout> | undefined
    outer?.addEventListener('abort', abort)

    async function attemptUntilDone(): Promise<WireResponse> {
      for (let count = 1; ; count++) {
        const startedAt = Date.now()
        const result = await attempt((host ? origin : baseUrl) + path, init).catch((e) => toCause(e, redact))
        const now = Date.now()
        const delay = count > maxRetries || signal.aborted ? Number.NaN : retryDelay(method, result, count)
        const retryInMs = now + delay < endsAt ? delay : undefined
        const status = 'status' in result ? result.status : undefined
        try {
          options.onEvent?.({ operation, method, attempt: count, durationMs: now - startedAt, status, retryInMs })
        } catch {
          // Who listens must not change what happens.
        }
        if (retryInMs) {
          await new Promise((resolve) => {
            pause = setTimeout(resolve, retryInMs)
          })
        } else if ('status' in result) return result
        else throw new ManagementError('network', operation, { cause: result })
      }
    }

    // A race, as a `fetch` may take no notice of its signal.
    return Promise.race([
      attemptUntilDone(),
      new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    ]).finally(() => {
      clearTimeout(timer)
      clearTimeout(pause)
      outer?.removeEventListener('abort', abort)
    })
  }

  return { issuer: origin, send }
}

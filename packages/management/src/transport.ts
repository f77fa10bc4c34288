import { toCause } from './cause.js'
import { ManagementError } from './management-error.js'
import { type CallOptions, type ManagementEvent, type ManagementOptions, readApiKey, readUrl } from './options.js'
import { readRetryAfter, readText } from './response.js'
import { pause, retryDelay } from './retry.js'
import type { WireRequest } from './to-request.js'

/** An answer as plain data. The API key is in none of it, even if the service repeats it. */
export interface WireResponse {
  readonly status: number
  /** The body, at most 8 MiB of it. */
  readonly text: string
  readonly retryAfterSeconds: number | undefined
  readonly requestId: string | undefined
}

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

const LONGEST_TIMER_MS = 2 ** 31 - 1

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
export function createTransport({ timeoutMs = 10_000, maxRetries = 2, ...options }: ManagementOptions): Transport {
  const { origin, hostname } = readUrl('authUrl', options.authUrl)
  const api = readUrl('baseUrl', options.baseUrl ?? 'https://propelauth-api.com')
  const baseUrl = api.origin + api.pathname.replace(/\/$/, '')
  const apiKey = readApiKey(options.apiKey)
  // The global one is looked up at the call, where instrumentation may have replaced it.
  const doFetch = options.fetch ?? ((url, init) => fetch(url, init))
  const redact = (text: string) => text.replaceAll(apiKey, '[API key]')

  function toHeaders(body: string | undefined, own: HeadersInit | undefined): Headers {
    const headers = new Headers(options.headers)
    new Headers(own).forEach((value, name) => {
      headers.set(name, value)
    })
    if (body) headers.set('Content-Type', 'application/json')
    headers.set('X-Propelauth-url', hostname)
    headers.set('Authorization', `Bearer ${apiKey}`)
    return headers
  }

  async function attemptOnce(url: string, init: RequestInit): Promise<WireResponse> {
    const { status, headers, body } = await doFetch(url, init)
    return {
      status,
      text: redact(await readText(body)),
      retryAfterSeconds: readRetryAfter(headers.get('Retry-After')),
      requestId: redact(headers.get('X-Request-Id') ?? '') || undefined,
    }
  }

  async function attemptUntilDone(
    { operation, method, toAuthUrl, path, body }: WireRequest,
    headers: Headers,
    signal: AbortSignal,
    endsAt: number,
  ): Promise<WireResponse> {
    // Followed, a redirect could take the API key to another host.
    const init: RequestInit = { method, headers, body: body ?? null, signal, redirect: 'manual' }
    for (let attempt = 1; ; attempt++) {
      const startedAt = Date.now()
      let response: WireResponse | undefined
      let lost: ManagementError | undefined
      let code = ''
      try {
        response = await attemptOnce((toAuthUrl ? origin : baseUrl) + path, init)
      } catch (thrown) {
        const cause = toCause(thrown, redact)
        code = cause.code
        lost = new ManagementError('network', operation, { cause })
      }
      const now = Date.now()
      const delay = retryDelay(method, response, code, attempt)
      const retryInMs = attempt <= maxRetries && !signal.aborted && now + delay < endsAt ? delay : undefined
      report({ operation, method, attempt, durationMs: now - startedAt, status: response?.status, retryInMs })
      if (retryInMs) await pause(retryInMs, signal)
      else if (response) return response
      else throw lost
    }
  }

  function report(event: ManagementEvent): void {
    try {
      options.onEvent?.(event)
    } catch {
      // Who listens must not change what happens.
    }
  }

  async function send(request: WireRequest, own: CallOptions = {}): Promise<WireResponse> {
    const headers = toHeaders(request.body, own.headers)
    own.signal?.throwIfAborted()
    const end = new AbortController()
    const abort = () => end.abort(own.signal?.reason)
    const expire = () => end.abort(new ManagementError('timeout', request.operation))
    const time = own.timeoutMs ?? timeoutMs
    const timer = setTimeout(expire, Math.min(time, LONGEST_TIMER_MS))
    own.signal?.addEventListener('abort', abort)
    // A race, as a `fetch` may take no notice of its signal.
    return Promise.race([
      attemptUntilDone(request, headers, end.signal, Date.now() + time),
      new Promise<never>((_, reject) => end.signal.addEventListener('abort', () => reject(end.signal.reason))),
    ]).finally(() => {
      clearTimeout(timer)
      own.signal?.removeEventListener('abort', abort)
    })
  }

  return { issuer: origin, send }
}

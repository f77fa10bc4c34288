import { toCause } from './cause.js'
import { type Deadline, pause, startDeadline } from './deadline.js'
import { ManagementError } from './management-error.js'
import { type CallOptions, type ManagementEvent, readTimeout, type Settings } from './options.js'
import { readBody } from './read-body.js'
import { type Attempt, retryDelay } from './retry.js'
import type { WireRequest } from './to-request.js'

/** An answer as plain data. The API key is in none of it, even if the service repeats it. */
export interface WireResponse {
  readonly status: number
  readonly text: string
  readonly retryAfterSeconds?: number | undefined
  readonly requestId?: string | undefined
}

/** A page of a hundred users in many organizations is about a megabyte. */
const LARGEST_BODY = 8 * 2 ** 20
const LARGEST_ERROR_BODY = 64 * 2 ** 10
const LONGEST_RETRY_AFTER_SECONDS = 86_400

/**
 * Sends a request, again where that is safe and the time allows it. An answer of any status is an answer.
 * @throws {ManagementError} `timeout`, `network`, `unexpected_response` (a body without end)
 * @throws the reason of the caller's signal
 */
export async function send(settings: Settings, request: WireRequest, options: CallOptions = {}): Promise<WireResponse> {
  const timeoutMs = readTimeout(options.timeoutMs ?? settings.timeoutMs)
  const headers = toHeaders(settings, request, options.headers)
  options.signal?.throwIfAborted()
  const deadline = startDeadline(timeoutMs, options.signal, () => new ManagementError('timeout', request.operation))
  try {
    return await attemptUntilDone(settings, request, headers, deadline)
  } finally {
    deadline.clear()
  }
}

async function attemptUntilDone(
  settings: Settings,
  request: WireRequest,
  headers: Headers,
  deadline: Deadline,
): Promise<WireResponse> {
  for (let count = 1; ; count++) {
    const startedAt = Date.now()
    const attempt = await attemptOnce(settings, request, headers, deadline)
    const delayMs = count <= settings.maxRetries ? retryDelay(request.method, attempt, count) : undefined
    const isRetried = delayMs !== undefined && Date.now() + delayMs < deadline.endsAt && !deadline.signal.aborted
    report(settings, {
      ...toEvent(attempt, isRetried),
      operation: request.operation,
      method: request.method,
      attempt: count,
      durationMs: Date.now() - startedAt,
      ...(isRetried && { delayMs }),
    })
    if (isRetried) await pause(delayMs, deadline)
    else if ('lost' in attempt) throw attempt.lost
    else return attempt.response
  }
}

async function attemptOnce(
  settings: Settings,
  request: WireRequest,
  headers: Headers,
  deadline: Deadline,
): Promise<Attempt> {
  try {
    return { response: await deadline.within(fetchOnce(settings, request, headers, deadline.signal)) }
  } catch (thrown) {
    if (deadline.signal.aborted) return { lost: deadline.signal.reason }
    if (thrown instanceof ManagementError) return { lost: thrown }
    const cause = toCause(thrown, (text) => redact(settings, text))
    return { lost: new ManagementError('network', request.operation, { cause }) }
  }
}

async function fetchOnce(
  settings: Settings,
  { operation, method, host, path, body }: WireRequest,
  headers: Headers,
  signal: AbortSignal,
): Promise<WireResponse> {
  const response = await settings.fetch(settings.baseUrls[host] + path, {
    method,
    headers,
    signal,
    // Followed, a redirect could take the API key to another host.
    redirect: 'manual',
    ...(body !== undefined && { body }),
  })
  const { status } = response
  const text = response.ok
    ? await readBody(response, LARGEST_BODY, 'refuse')
    : await readBody(response, LARGEST_ERROR_BODY, 'cut')
  if (text === undefined) throw new ManagementError('unexpected_response', operation, { status })
  return {
    status,
    text: redact(settings, text),
    retryAfterSeconds: readRetryAfter(response.headers.get('Retry-After')),
    requestId: redact(settings, response.headers.get('X-Request-Id') ?? '').slice(0, 200) || undefined,
  }
}

function toHeaders({ apiKey, project, headers }: Settings, { body }: WireRequest, own: HeadersInit | undefined) {
  const all = new Headers(headers)
  for (const [name, value] of new Headers(own)) all.set(name, value)
  all.set('Authorization', `Bearer ${apiKey}`)
  all.set('X-Propelauth-url', project)
  if (body !== undefined) all.set('Content-Type', 'application/json')
  return all
}

const redact = ({ apiKey }: Settings, text: string) => text.replaceAll(apiKey, '[API key]')

/** Seconds or a date (RFC 9110 §10.2.3). */
function readRetryAfter(value: string | null): number | undefined {
  if (!value) return undefined
  const seconds = /^\d+$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - Date.now()) / 1_000)
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), LONGEST_RETRY_AFTER_SECONDS)
}

function toEvent(attempt: Attempt, isRetried: boolean): Pick<ManagementEvent, 'type' | 'status' | 'code'> {
  if ('response' in attempt) return { type: isRetried ? 'retried' : 'answered', status: attempt.response.status }
  const code = attempt.lost instanceof ManagementError ? { code: attempt.lost.code } : {}
  return { type: isRetried ? 'retried' : 'failed', ...code }
}

function report({ onEvent }: Settings, event: ManagementEvent) {
  try {
    onEvent(event)
  } catch {
    // Who listens must not change what happens.
  }
}

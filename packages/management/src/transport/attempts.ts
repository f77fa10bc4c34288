import { ManagementError } from '../errors/management-error.js'
import type { Fetch, ManagementOptions } from '../options/options.js'
import type { WireRequest } from '../request/to-request.js'
import { isString } from '../shapes/is-string.js'
import { sleep } from './deadline.js'
import { type NetworkError, toNetworkError } from './network-error.js'
import { neverCached } from './never-cached.js'
import type { Redact } from './redact.js'
import { readResponse, type WireResponse } from './response.js'
import { retryDelay } from './retry.js'

/** One attempt. A network error is a result, since it may be followed by another attempt. */
export async function attempt(
  given: Fetch | undefined,
  url: string,
  init: RequestInit,
  redact: Redact,
): Promise<WireResponse | NetworkError> {
  try {
    // The global one is looked up now: instrumentation may have replaced it.
    return await readResponse(await (given ?? fetch)(url, { ...init, ...neverCached() }), redact)
  } catch (error) {
    // Next.js ends the prerendering of a page with an error of its own, which it has to see.
    if (isString(Object(error).digest)) throw error
    return toNetworkError(error, redact)
  }
}

interface Attempts extends Pick<ManagementOptions, 'onEvent'> {
  readonly request: WireRequest
  /** Makes one attempt. */
  readonly run: () => Promise<WireResponse | NetworkError>
  readonly maxRetries: number
  /** The end of the time limit, in milliseconds since the epoch. */
  readonly endsAt: number
  readonly signal: AbortSignal
}

/**
 * Attempts until there is a response. A retry must be safe and fit into the time limit.
 * @throws {ManagementError} `network`
 */
export async function attemptAndRetry({
  request: { operation, method },
  run,
  maxRetries,
  endsAt,
  onEvent,
  signal,
}: Attempts): Promise<WireResponse> {
  for (let count = 1; ; count++) {
    const startedAt = Date.now()
    const result = await run()
    const { status } = result
    const now = Date.now()
    const delay = retryDelay(method, result, count)
    const fits = delay && count <= maxRetries && !signal.aborted && now + delay < endsAt
    const retryInMs = fits ? delay : undefined
    const report = async () =>
      onEvent?.({ operation, method, attempt: count, durationMs: now - startedAt, status, retryInMs })
    // A listener that throws, now or later, must not change the call or end the process.
    report().catch(() => {})
    if (retryInMs !== undefined) await sleep(retryInMs, signal)
    else if (result.status !== undefined) return result
    else throw new ManagementError('network', operation, { reason: result.message, cause: result })
  }
}

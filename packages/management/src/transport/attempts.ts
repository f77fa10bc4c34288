import { ManagementError } from '../errors/management-error.js'
import type { Fetch, ManagementOptions } from '../options/options.js'
import type { WireRequest } from '../request/to-request.js'
import { isString } from '../shapes/is-string.js'
import { sleep } from './deadline.js'
import { type NetworkError, toNetworkError } from './network-error.js'
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
    return await readResponse(await (given ?? fetch)(url, init), redact)
  } catch (error) {
    // Next.js ends the prerendering of a page with an error of its own, which it has to see.
    if (isString(Object(error).digest)) throw error
    return toNetworkError(error, redact)
  }
}

interface Limits extends Pick<ManagementOptions, 'onEvent'> {
  readonly maxRetries: number
  readonly timeoutMs: number
}

/**
 * Attempts until there is a response. A retry must be safe and fit into the time limit.
 * @throws {ManagementError} `network`
 */
export async function attemptAndRetry(
  { operation, method, token }: WireRequest,
  run: () => Promise<WireResponse | NetworkError>,
  signal: AbortSignal,
  { maxRetries, timeoutMs, onEvent }: Limits,
): Promise<WireResponse> {
  const endsAt = Date.now() + timeoutMs
  for (let count = 1; ; count++) {
    const startedAt = Date.now()
    const result = await run()
    const now = Date.now()
    // The user of a token waits for the answer, and asks again.
    const delay = token && result.status ? undefined : retryDelay(method, result, count)
    const fits = delay && count <= maxRetries && !signal.aborted && now + delay < endsAt
    const retryInMs = fits ? delay : undefined
    const report = async () =>
      onEvent?.({ operation, method, attempt: count, durationMs: now - startedAt, status: result.status, retryInMs })
    // A listener that throws, now or later, must not change the call or end the process.
    report().catch(() => {})
    if (retryInMs) await sleep(retryInMs, signal)
    else if ('text' in result) return result
    else throw new ManagementError('network', operation, { reason: result.message, cause: result })
  }
}

import { type LostError, toCause } from './cause.js'
import { sleep } from './deadline.js'
import { ManagementError } from './management-error.js'
import { neverCached } from './never-cached.js'
import type { Fetch, ManagementEvent } from './options.js'
import type { Redact } from './redact.js'
import { readResponse, type WireResponse } from './response.js'
import { retryDelay } from './retry.js'
import { isText } from './shape.js'
import type { WireRequest } from './to-request.js'

/** One attempt. A network error is a result, since it may be followed by another attempt. */
export async function attempt(
  given: Fetch | undefined,
  url: string,
  init: RequestInit,
  redact: Redact,
): Promise<WireResponse | LostError> {
  try {
    // The global one is looked up now: instrumentation may have replaced it.
    return await readResponse(await (given ?? fetch)(url, { ...init, ...neverCached() }), redact)
  } catch (error) {
    // Next.js ends the prerendering of a page with an error of its own, which it has to see.
    if (isText(Object(error).digest)) throw error
    return toCause(error, redact)
  }
}

/**
 * Attempts until there is a response. A retry must be safe and fit into the time limit.
 * @throws {ManagementError} `network`
 */
export async function attemptAndRetry(
  { operation, method }: WireRequest,
  run: () => Promise<WireResponse | LostError>,
  maxRetries: number,
  endsAt: number,
  onEvent: ((event: ManagementEvent) => void) | undefined,
  signal: AbortSignal,
): Promise<WireResponse> {
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

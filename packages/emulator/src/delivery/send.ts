import type { AttemptResult } from '../domain/webhooks/attempts.js'
import type { DueAttempt } from '../domain/webhooks/outbox.js'
import { untilAborted } from '../values/until-aborted.js'

/** Sends a webhook. The request does not follow redirects, and its signal aborts after 15 seconds. */
export type WebhookFetch = (request: Request) => Response | Promise<Response>

type Answer = Omit<AttemptResult, 'startedAt' | 'durationMs'>

const TIMEOUT_SECONDS = 15

/** The longest that an attempt takes. */
export const ATTEMPT_MS = TIMEOUT_SECONDS * 1000

/**
 * Makes an attempt. Every failure is a result, never an exception.
 * @param closing aborts the attempt when the emulator is closed
 */
export async function send(fetch: WebhookFetch, attempt: DueAttempt, closing: AbortSignal): Promise<Answer> {
  const timeout = new AbortController()
  const timer = setTimeout(() => timeout.abort(), ATTEMPT_MS)
  timer.unref()
  try {
    return await exchange(fetch, attempt, AbortSignal.any([timeout.signal, closing]))
  } catch (error) {
    const reason = timeout.signal.aborted ? `No answer within ${TIMEOUT_SECONDS} seconds` : toReason(error)
    return { responseHeaders: {}, responseBody: '', error: reason }
  } finally {
    clearTimeout(timer)
  }
}

async function exchange(fetch: WebhookFetch, { url, headers, body }: DueAttempt, signal: AbortSignal): Promise<Answer> {
  const request = new Request(url, { method: 'POST', headers, body, redirect: 'manual', signal })
  const response = await untilAborted(
    signal,
    Promise.resolve().then(() => fetch(request)),
  )
  const { status } = response
  return {
    status,
    responseHeaders: Object.fromEntries(response.headers),
    responseBody: await readStart(response, signal),
    ...(REDIRECTS.includes(status) ? { error: 'Redirects are not followed' } : {}),
  }
}

const REDIRECTS = [301, 302, 303, 307, 308]

const EXCERPT_BYTES = 4096

/** The start of a body as text. The rest is not read. A body that breaks off or is slow ends there. */
async function readStart(response: Response, signal: AbortSignal): Promise<string> {
  const reader = response.body?.getReader()
  if (!reader) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    while (size < EXCERPT_BYTES) {
      const { done, value } = await untilAborted(signal, reader.read())
      if (done) break
      chunks.push(value)
      size += value.length
    }
  } catch {
    // The status has arrived, and it alone decides.
  }
  reader.cancel().catch(() => {})
  return Buffer.concat(chunks).subarray(0, EXCERPT_BYTES).toString('utf8')
}

/** The cause of a failed `fetch` says more than its message. */
function toReason(error: unknown): string {
  const { message, cause } = error as Partial<Error>
  const { message: detail, code } = (cause ?? {}) as { readonly message?: string; readonly code?: string }
  return detail || code || message || String(error)
}

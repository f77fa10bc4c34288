import type { Redact } from './redact.js'

/** A response of any status. */
export interface WireResponse {
  readonly status: number
  /** The body as the service sent it, cut after 8 MiB. */
  readonly text: string
  readonly retryAfterSeconds: number | undefined
  readonly requestId: string | undefined
  /** The end of an error's message. Default: what the service said. */
  readonly reason?: string
  /** Removes the API key from what an error says about this response. */
  readonly redact: Redact
}

/** Reads a response to its end, or its first 8 MiB: a page of a hundred users in many organizations has about one. */
export async function readResponse({ status, headers, body }: Response, redact: Redact): Promise<WireResponse> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    // Leaving the loop cancels the stream.
    if (text.length > 8 << 20) break
  }
  return {
    status,
    text,
    retryAfterSeconds: readRetryAfter(headers.get('Retry-After') ?? ''),
    requestId: headers.get('X-Request-Id') ?? undefined,
    redact,
  }
}

/** Seconds, or an HTTP date in the form that senders must use (RFC 9110 §5.6.7, §10.2.3); at most a day. */
export function readRetryAfter(text: string): number | undefined {
  const date = new Date(text)
  return toRetryAfter(
    date.toUTCString() === text ? (Number(date) - Date.now()) / 1_000 : Number(/^[\d.]+$/.exec(text)?.[0]),
  )
}

/** Whole seconds, at most a day; undefined for anything but a number of at least 0. */
export const toRetryAfter = (seconds: unknown): number | undefined =>
  typeof seconds === 'number' && seconds >= 0 ? Math.ceil(Math.min(seconds, 86_400)) : undefined

/** An answer as plain data. The API key is in none of it, even if the service repeats it. */
export interface WireResponse {
  readonly status: number
  /** The body, cut after 8 MiB. */
  readonly text: string
  readonly retryAfterSeconds: number | undefined
  readonly requestId: string | undefined
}

/** Takes the API key out of a text. */
export interface Redact {
  (text: string): string
  (text: string | null): string | undefined
}

/** Reads an answer to its end. */
export async function readResponse({ status, headers, body }: Response, redact: Redact): Promise<WireResponse> {
  return {
    status,
    text: redact(await readText(body)),
    retryAfterSeconds: readRetryAfter(headers.get('Retry-After') ?? ''),
    requestId: redact(headers.get('X-Request-Id')),
  }
}

/** 8 MiB: a page of a hundred users in many organizations is about one. */
const LARGEST_TEXT = 8 << 20

/** The text of a body, or its beginning. */
async function readText(body: ReadableStream<Uint8Array> | null): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    // Leaving the loop cancels the stream.
    if (text.length > LARGEST_TEXT) break
  }
  return text
}

/** Seconds or a date (RFC 9110 §10.2.3), at most a day. */
export function readRetryAfter(text: string): number | undefined {
  const seconds = /^[\d.]+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1_000
  return seconds >= 0 ? Math.ceil(Math.min(seconds, 86_400)) : undefined
}

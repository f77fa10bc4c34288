/** An answer as plain data. The API key is in none of it, even if the service repeats it. */
export interface WireResponse {
  readonly status: number
  /** The body, at most 8 MiB of it. */
  readonly text: string
  readonly retryAfterSeconds: number | undefined
  readonly requestId: string | undefined
}

/** Takes the API key out of a text. */
export type Redact = (text: string | null) => string | undefined

/** Reads an answer to its end. */
export async function readResponse({ status, headers, body }: Response, redact: Redact): Promise<WireResponse> {
  return {
    status,
    text: redact(await readText(body)) ?? '',
    retryAfterSeconds: readRetryAfter(headers.get('Retry-After') ?? ''),
    requestId: redact(headers.get('X-Request-Id')),
  }
}

/** The text of a body, at most 8 MiB of it: a page of a hundred users in many organizations is about one. */
async function readText(body: ReadableStream<Uint8Array> | null): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let left = 8 << 20
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk.subarray(0, left), { stream: true })
    left -= chunk.length
    if (left < 0) break
  }
  return text
}

/** Seconds or a date (RFC 9110 §10.2.3), at most a day. */
function readRetryAfter(value: string): number | undefined {
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1_000
  return seconds >= 0 ? Math.ceil(Math.min(seconds, 86_400)) : undefined
}

/** An answer as plain data. The API key is in none of it, even if the service repeats it. */
export interface WireResponse {
  readonly status: number
  /** The body, at most 8 MiB of it. */
  readonly text: string
  readonly retryAfterSeconds: number | undefined
  readonly requestId: string | undefined
}

/** The text of a body, at most 8 MiB of it: a page of a hundred users in many organizations is about one. */
export async function readText(body: ReadableStream<Uint8Array> | null): Promise<string> {
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
export function readRetryAfter(value: string | null): number | undefined {
  if (!value) return undefined
  const seconds = /\D/.test(value) ? (Date.parse(value) - Date.now()) / 1_000 : Number(value)
  return seconds >= 0 ? Math.ceil(Math.min(seconds, 86_400)) : undefined
}

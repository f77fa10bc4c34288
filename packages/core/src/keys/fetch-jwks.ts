import { within } from '../async/timers.js'
import type { KeySet } from '../token/key-source.js'
import type { VerificationKey } from '../token/verification-key.js'
import { toVerificationKeys } from './json-web-key.js'

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export interface KeyOrigin {
  readonly jwksUrl: string
  readonly allowEmulator: boolean
  /** How long an answer may take, a second attempt included. */
  readonly keyTimeoutMs: number
  readonly fetch: Fetch
}

/** 1 MiB. */
const maxBodyBytes = 1_048_576

/** Reads an answer without a web stream, as those of React Native, node-fetch and mocks, which may lack methods. */
async function readWhole(answer: Partial<Request | Response> & Pick<Response, 'json'>): Promise<string> {
  if (answer.text) return answer.text()
  if (answer.arrayBuffer) return new TextDecoder().decode(await answer.arrayBuffer())
  return JSON.stringify(await answer.json())
}

/** The text of a body up to the limit; `undefined` beyond it. */
export async function readText(
  message: Request | Response,
  signal: Partial<AbortSignal>,
  limit = maxBodyBytes,
): Promise<string | undefined> {
  if (typeof message.body?.getReader !== 'function') {
    const text = await readWhole(message)
    return new TextEncoder().encode(text).length > limit ? undefined : text
  }
  const reader = message.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    size += chunk.value.byteLength
    // A custom `fetch` may ignore the signal.
    if (size > limit || signal.aborted) {
      void reader.cancel().catch(() => {})
      return undefined
    }
    text += decoder.decode(chunk.value, { stream: true })
  }
  return text + decoder.decode()
}

/** An unread body keeps its connection, of which Workers have six. */
async function discard({ body }: Response): Promise<undefined> {
  body?.cancel?.().catch(() => {})
}

interface Answer {
  readonly status: number
  readonly text: string | undefined
}

/** One exchange, tried again after a failed connection. Redirects are not followed; their answers count as failures. */
export async function ask(
  { fetch }: Pick<KeyOrigin, 'fetch'>,
  url: string,
  signal: AbortSignal,
  headers = {},
): Promise<Answer> {
  // No cache below `fetch` may answer: `cache` is for Fetch itself, `next` for Next.js. A segment of Next.js with
  // `fetchCache = 'force-cache'` caches with `revalidate: 0` as well; `internal` marks requests of Next.js, which pass.
  const init: RequestInit & { next: object } = {
    cache: 'no-store',
    next: { revalidate: 0, internal: true },
    headers: { accept: 'application/json', ...headers },
    redirect: 'manual',
    signal,
  }
  try {
    void new Request(url, init)
  } catch {
    // Workers with a compatibility date before November 2024 do not know it.
    delete init.cache
  }
  const attempt = async () => {
    const response = await fetch(url, init)
    const { status } = response
    return { status, text: await (status === 200 ? readText(response, signal) : discard(response)) }
  }
  return attempt().catch((error) => {
    if (signal.aborted) throw error
    return attempt()
  })
}

export function toJson({ status, text }: Answer): unknown {
  if (status !== 200) throw new Error(`status ${status}`)
  if (text === undefined) throw new Error(`the answer is longer than ${maxBodyBytes} bytes`)
  try {
    // The replacement character stands for bytes that are not UTF-8.
    if (!text.includes('\uFFFD')) return JSON.parse(text)
  } catch {
    // Thrown below: the message of the parser quotes the body.
  }
  throw new Error('the answer is not JSON')
}

/**
 * Fetches the keys that the origin publishes now. Rejects for everything that is not a good answer in time. The fallback
 * is asked if there is no key set (404); its keys match any kid.
 */
export const fetchKeySet = (
  origin: KeyOrigin,
  fetchedAt: number,
  fallback?: (origin: KeyOrigin, signal: AbortSignal) => Promise<readonly VerificationKey[]>,
): Promise<KeySet> =>
  within(origin.keyTimeoutMs, async (signal) => {
    const answer = await ask(origin, origin.jwksUrl, signal)
    const pem = answer.status === 404 && (await fallback?.(origin, signal))
    const keys = pem || toVerificationKeys(toJson(answer), origin.allowEmulator)
    if (!keys) throw new Error('no usable key in the answer')
    return { keys, anyKid: !!pem, fetchedAt, cache: 'origin' }
  })

import { within } from '../async/timers.js'
import { toVerificationKeys } from './json-web-key.js'
import type { KeySet } from './key-set.js'
import { parseVerifierKey } from './pem.js'

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export interface KeyOrigin {
  readonly jwksUrl: string
  /** Where the PEM is asked for if there is no JWKS; needs the API key. */
  readonly metadataUrl: string
  readonly apiKey: string | undefined
  readonly allowEmulator: boolean
  readonly fetch: Fetch
}

/** An origin slower than this does not count as answering. */
const timeoutMs = 3_000
const maxBodyBytes = 1_048_576

async function readText(response: Response, signal: AbortSignal): Promise<string> {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  let size = 0
  for (let chunk = await reader?.read(); reader && chunk && !chunk.done; chunk = await reader.read()) {
    size += chunk.value.byteLength
    // A port that does not heed the signal would drip on for ever.
    if (size > maxBodyBytes || signal.aborted) {
      void reader.cancel().catch(() => {})
      throw new Error(`the answer is longer than ${maxBodyBytes} bytes, or late`)
    }
    text += decoder.decode(chunk.value, { stream: true })
  }
  return text + decoder.decode()
}

/** A redirect is an answer like any other that is not 200: it is not followed and not believed. */
async function request({ fetch }: KeyOrigin, url: string, signal: AbortSignal, headers: Record<string, string> = {}) {
  return fetch(url, { headers: { accept: 'application/json', ...headers }, redirect: 'manual', signal })
}

/** A body that nobody reads keeps its connection, of which Workers have six. */
const discard = (response: Response) => void response.body?.cancel().catch(() => {})

async function readJson(response: Response, signal: AbortSignal): Promise<unknown> {
  if (response.status !== 200) {
    discard(response)
    throw new Error(`status ${response.status}`)
  }
  return JSON.parse(await readText(response, signal))
}

/** The verification metadata of the service (docs/access-token.md): one PEM, for every key id. */
async function fetchPem(origin: KeyOrigin, apiKey: string, signal: AbortSignal): Promise<KeySet> {
  const response = await request(origin, origin.metadataUrl, signal, { authorization: `Bearer ${apiKey}` })
  const metadata = (await readJson(response, signal)) as { verifier_key_pem?: unknown } | null
  return { keys: [parseVerifierKey(String(metadata?.verifier_key_pem))], anyKid: true }
}

async function fetchSet(origin: KeyOrigin, signal: AbortSignal): Promise<KeySet> {
  const response = await request(origin, origin.jwksUrl, signal)
  if (response.status === 404 && origin.apiKey) {
    discard(response)
    return fetchPem(origin, origin.apiKey, signal)
  }
  const keys = toVerificationKeys(await readJson(response, signal), origin.allowEmulator)
  if (!keys) throw new Error('no usable key in the answer')
  return { keys, anyKid: false }
}

/** The keys the origin publishes now. Whatever is not a good answer within 3 seconds rejects. */
export const fetchKeySet = (origin: KeyOrigin): Promise<KeySet> =>
  within(timeoutMs, (signal) => fetchSet(origin, signal))

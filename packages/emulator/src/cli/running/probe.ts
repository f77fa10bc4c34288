import { isObject } from '../../values/json.js'

/** What the emulator at an address says about itself. */
export interface Status {
  readonly pid: number
  readonly started: string
  readonly data: string
  readonly authUrl: string
  readonly issuer: string
  readonly exposed: boolean
  readonly users: number
  readonly orgs: number
  readonly advanced: number
}

/** What answers at an address. */
export type Probe =
  | { readonly kind: 'emulator'; readonly status: Status }
  | { readonly kind: 'nothing'; readonly reason: string }
  /** An emulator that wants its API key, or another one. */
  | { readonly kind: 'locked'; readonly reason: string }
  | { readonly kind: 'foreign'; readonly reason: string }

const TIMEOUT_MS = 5_000

/** Asks who answers. The key is sent only after the answer was that of an emulator which asks for it. */
export async function probe(url: string, apiKey: string | undefined): Promise<Probe> {
  try {
    const open = await askStatus(url, undefined)
    return await toProbe(open.status === 401 && isEmulator(open) && apiKey ? await askStatus(url, apiKey) : open)
  } catch (error) {
    return { kind: 'nothing', reason: reasonOf(error) }
  }
}

const askStatus = (url: string, apiKey: string | undefined): Promise<Response> =>
  fetch(`${url}/_emulator/status`, {
    redirect: 'manual',
    headers: apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })

const isEmulator = (response: Response): boolean => response.headers.has('X-PropelAuth-Emulator')

async function toProbe(response: Response): Promise<Probe> {
  if (!isEmulator(response)) {
    await response.body?.cancel()
    const server = response.headers.get('Server')
    return { kind: 'foreign', reason: `answers ${response.status}${server ? ` (Server: ${server})` : ''}` }
  }
  if (response.status === 421) return { kind: 'foreign', reason: `says: ${(await response.text()).trim()}` }
  const body: unknown = await response.json().catch(() => undefined)
  if (response.status === 401 && isObject(body)) return { kind: 'locked', reason: String(body.user_facing_error) }
  if (response.status !== 200 || !isStatus(body))
    return { kind: 'foreign', reason: `is an emulator of another version (status ${response.status})` }
  return { kind: 'emulator', status: body }
}

const isStatus = (body: unknown): body is Status =>
  isObject(body) && Number.isSafeInteger(body.pid) && typeof body.data === 'string'

/** The error of fetch is "fetch failed"; its cause says why. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code
  return cause instanceof Error ? cause.message : String(cause)
}

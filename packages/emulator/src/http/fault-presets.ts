import type { JsonObject } from '../values/json.js'

/** What a fault does to a request. */
export interface FaultEffect {
  /** Without it, requests are only delayed. */
  readonly status?: number | undefined
  /** A string is sent as text, an object as JSON. */
  readonly body?: JsonObject | string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly delayMs?: number | undefined
}

const HTML = { 'Content-Type': 'text/html; charset=utf-8' }

const htmlPage = (title: string): string =>
  `<!doctype html>\n<html lang="en"><title>${title}</title><h1>${title}</h1></html>\n`

/**
 * Usual faults of a service, or of a proxy in front of it. `away` closes the connection without an answer, `reset` resets
 * it (TCP RST).
 */
const PRESETS = {
  away: {},
  reset: {},
  slow: { delayMs: 10_000 },
  'html-401': { status: 401, headers: HTML, body: htmlPage('401 Unauthorized') },
  'server-error': { status: 500, body: { error_code: 'unexpected_error' } },
  'html-503': { status: 503, headers: HTML, body: htmlPage('503 Service Unavailable') },
  'rate-limit': {
    status: 429,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Retry-After': '1' },
    body: 'Too many requests\n',
  },
  'bad-json': { status: 200, headers: { 'Content-Type': 'application/json' }, body: '{"access_token":"' },
} as const satisfies Record<string, FaultEffect>

export type FaultName = keyof typeof PRESETS

export const FAULT_NAMES = Object.keys(PRESETS) as readonly FaultName[]

/** What the rule does: the fields of the named fault, replaced by those of the rule. */
export function effectOf(rule: FaultEffect & { readonly fault?: FaultName | undefined }): FaultEffect {
  const { fault, status, body, headers, delayMs } = rule
  const preset: FaultEffect = fault === undefined ? {} : PRESETS[fault]
  return {
    status: status ?? preset.status,
    body: body ?? preset.body,
    headers: headers ?? preset.headers,
    delayMs: delayMs ?? preset.delayMs,
  }
}

import type { EmulatorProcess } from './emulator-process.ts'

/** The answer to a change. */
export interface Answer {
  readonly status: number
  /** The refresh token that it sets. */
  readonly refreshToken: string | undefined
  readonly text: string
}

/** Sends a request. Undefined if the connection breaks: the change may have been made or not. */
export async function call(
  { authUrl }: EmulatorProcess,
  path: string,
  init: RequestInit = {},
): Promise<Answer | undefined> {
  try {
    const response = await fetch(`${authUrl}${path}`, { redirect: 'manual', ...init })
    const cookie = /^refresh_token=([^;]+)/m.exec(response.headers.getSetCookie().join('\n'))
    return { status: response.status, refreshToken: cookie?.[1], text: await response.text() }
  } catch {
    return undefined
  }
}

/** A change by the backend API. @throws {Error} for any other answer than 200 */
export async function change<Result>(
  emulator: EmulatorProcess,
  path: string,
  fields: object,
): Promise<Result | undefined> {
  const headers = { Authorization: `Bearer ${emulator.apiKey}`, 'Content-Type': 'application/json' }
  const init = { method: 'POST', headers, body: JSON.stringify(fields) }
  const answer = await call(emulator, `/api/backend/v1/${path}`, init)
  if (answer && answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${answer.text}`)
  return answer && (JSON.parse(answer.text) as Result)
}

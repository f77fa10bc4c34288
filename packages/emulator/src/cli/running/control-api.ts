import { SeedError } from '../../seed/values/seed-error.js'
import { isObject } from '../../values/json.js'

export type Method = 'GET' | 'POST' | 'DELETE'

interface Address {
  readonly url: string
  readonly apiKey: string | undefined
}

/**
 * Calls the control API with a path below `/_emulator`.
 * @throws {SeedError} for a seed that it refuses @throws {Error} with what the emulator says
 */
export async function callControl(
  { url, apiKey }: Address,
  method: Method,
  path: string,
  body: object | undefined,
): Promise<unknown> {
  const response = await fetch(`${url}/_emulator${path}`, {
    method,
    headers: apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const answer: unknown = response.headers.get('Content-Type')?.includes('json') ? JSON.parse(text) : text
  if (response.ok) return answer
  // What is wrong with a seed beyond its form is found when it is applied.
  if (isObject(answer) && Array.isArray(answer.seed)) throw new SeedError(answer.seed.map(String))
  throw new Error(errorText(answer))
}

/** Field errors, or an error with a sentence. */
function errorText(answer: unknown): string {
  if (!isObject(answer)) return `the emulator refused the request: ${String(answer).trim()}`
  if (typeof answer.user_facing_error === 'string') return answer.user_facing_error
  return Object.entries(answer)
    .map(([field, messages]) => `${field}: ${[messages].flat().join('\n')}`)
    .join('\n')
}

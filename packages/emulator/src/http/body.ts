import type { Context } from 'hono'
import { invalidFields } from '../domain/project/service-error.js'

/** The JSON body, undefined if the body is empty. @throws {ServiceError} `invalid_fields` if it is not JSON */
export async function readJson(c: Context): Promise<unknown> {
  const text = await c.req.text()
  return text === '' ? undefined : parseJson(text)
}

/** @throws {ServiceError} `invalid_fields`, with the field `body`, if the text is not JSON */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) throw invalidFields({ body: ['Is nested too deeply.'] })
  try {
    return JSON.parse(text)
  } catch {
    throw invalidFields({ body: ['Must be JSON.'] })
  }
}

const MAX_DEPTH = 200

/** Counts brackets outside strings. `JSON.parse` takes any depth, `JSON.stringify` overflows the stack. */
function isTooDeep(json: string): boolean {
  let depth = 0
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') depth += 1
    else if (token === ']' || token === '}') depth -= 1
    if (depth > MAX_DEPTH) return true
  }
  return false
}

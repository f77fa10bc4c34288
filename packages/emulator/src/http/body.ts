import type { Context } from 'hono'
import { invalidFields } from '../domain/project/service-error.js'

/** How deep a body may be nested. */
const MAX_DEPTH = 200

/** A seed has the metadata of other bodies some levels deeper. */
export const MAX_SEED_DEPTH = 2 * MAX_DEPTH

/** The JSON body, undefined if the body is empty. @throws {ServiceError} `invalid_fields` if it is not JSON */
export async function readJson(c: Context, maxDepth = MAX_DEPTH): Promise<unknown> {
  const text = await c.req.text()
  return text === '' ? undefined : parseJson(text, maxDepth)
}

/** @throws {ServiceError} `invalid_fields`, with the field `body`, if the text is not JSON */
export function parseJson(text: string, maxDepth = MAX_DEPTH): unknown {
  if (isTooDeep(text, maxDepth)) throw invalidFields({ body: ['Is nested too deeply.'] })
  try {
    return JSON.parse(text)
  } catch {
    throw invalidFields({ body: ['Must be JSON.'] })
  }
}

/** Counts brackets outside strings. `JSON.parse` takes any depth, `JSON.stringify` overflows the stack. */
function isTooDeep(json: string, maxDepth: number): boolean {
  let depth = 0
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') depth += 1
    else if (token === ']' || token === '}') depth -= 1
    if (depth > maxDepth) return true
  }
  return false
}

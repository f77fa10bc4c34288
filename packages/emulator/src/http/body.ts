import type { Context } from 'hono'
import { invalidFields } from '../domain/refusal.js'

/** The JSON body, or undefined when there is none. @throws {Refusal} `invalid_fields` when it is not JSON */
export async function readJson(c: Context): Promise<unknown> {
  const text = await c.req.text()
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw invalidFields({ body: ['Must be JSON.'] })
  }
}

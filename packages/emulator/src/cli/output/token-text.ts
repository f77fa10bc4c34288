import { createClock } from '../../values/clock.js'
import { isObject } from '../../values/json.js'

/** The parts of a token, not verified. */
export interface DecodedToken {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
  /** When it was issued and when it expires, by the time of the system, and its size. */
  readonly notes: readonly string[]
}

/** Undefined for a text that is not a JSON Web Token. */
export function decodeToken(token: string): DecodedToken | undefined {
  const parts = token.split('.')
  const [header, claims] = parts.slice(0, 2).map(decodePart)
  if (parts.length !== 3 || !header || !claims) return undefined
  return { header, claims, notes: notesOf(token, claims) }
}

function decodePart(part: string): Readonly<Record<string, unknown>> | undefined {
  if (!/^[\w-]+$/.test(part)) return undefined
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function notesOf(token: string, { iat, exp }: Readonly<Record<string, unknown>>): readonly string[] {
  const now = createClock().seconds()
  return [
    ...timeNote('issued', iat, now),
    ...timeNote(typeof exp === 'number' && exp <= now ? 'expired' : 'expires', exp, now),
    `${token.length} bytes${token.length > 4096 ? ', more than a cookie holds (4096)' : ''}, signature not verified`,
  ]
}

function timeNote(what: string, time: unknown, now: number): readonly string[] {
  if (typeof time !== 'number' || Number.isNaN(new Date(time * 1000).getTime())) return []
  const distance = time <= now ? `${now - time} seconds ago` : `in ${time - now} seconds`
  return [`${what} ${new Date(time * 1000).toISOString()}, ${distance}`]
}

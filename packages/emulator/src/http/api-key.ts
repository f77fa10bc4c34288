import { createHash, timingSafeEqual } from 'node:crypto'
import { Refusal } from '../domain/refusal.js'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * Checks `Authorization: Bearer <API key>`. Digests are compared, so neither the length nor the first differing
 * character shows in the time it takes.
 * @throws {Refusal} `unauthorized`
 */
export function requireApiKey(authorization: string | undefined, apiKey: string): void {
  const [, given = ''] = /^bearer (.+)$/i.exec(authorization ?? '') ?? []
  if (!timingSafeEqual(digest(given), digest(apiKey)))
    throw new Refusal('unauthorized', 'The API key is missing or wrong')
}

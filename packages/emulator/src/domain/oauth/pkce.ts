import { createHash } from 'node:crypto'
import { isSameSecret } from '../../values/secrets.js'

/** The form of a challenge with the method S256: a SHA-256 digest in base64url (RFC 7636, section 4.2). */
export const isCodeChallenge = (text: string): boolean => /^[\w-]{43}$/.test(text)

const VERIFIER = /^[\w.~-]{43,128}$/

/** Whether the verifier belongs to the challenge, with the method S256. */
export function matchesChallenge(verifier: string, challenge: string): boolean {
  if (!VERIFIER.test(verifier)) return false
  return isSameSecret(createHash('sha256').update(verifier).digest('base64url'), challenge)
}

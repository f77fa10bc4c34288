import type { SigningKey } from '../services/key-ring.ts'

/** A credential, and what is known of it from outside. */
export interface Probe {
  readonly kind: string
  readonly authorization: string
  /** The key that signed it, if it is a token of the project; without one it must be refused. */
  readonly key?: SigningKey
  readonly userId?: string
  /** The codes with which it may be refused. */
  readonly codes: readonly string[]
}

export type MakeProbe = () => Promise<Probe>

/** The codes of a token that no key fits, whichever keys are held at the moment. */
export const noKey = ['unknown_key', 'invalid_signature', 'jwks_unavailable']
export const noForm = ['malformed_token', 'invalid_request', 'missing_token', 'algorithm_not_allowed']
/** These are seen before any key is looked for, so no other code may come. */
export const seenFirst = [
  'malformed_token',
  'algorithm_not_allowed',
  'issuer_mismatch',
  'token_expired',
  'token_not_active',
]

export const toBearer = (token: string) => `Bearer ${token}`

import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'

// Cheap on purpose: these guard nothing but a developer's own test data, and a seed makes many of them.
const COST = 1024
const KEY_LENGTH = 32

// Nobody's: the key is not what any password gives. Checked where there is no hash to check.
const IMPOSSIBLE_HASH = `scrypt:${'00'.repeat(16)}:${'00'.repeat(KEY_LENGTH)}`

/** The password of the built-in users. Everyone knows it from the documentation. */
export const PUBLIC_PASSWORD = 'emulator-password'

export function hashPassword(password: string): string {
  const salt = randomBytes(16)
  return `scrypt:${salt.toString('hex')}:${deriveKey(password, salt).toString('hex')}`
}

/**
 * Whether the password belongs to the hash, whatever system made it. Without a hash it takes as long and says no, so
 * that an address nobody has cannot be told by how fast it is refused.
 */
export async function verifyPassword(hash: string | null | undefined, password: string): Promise<boolean> {
  if (!hash || hash.startsWith('scrypt:')) return matchesOwnHash(hash ?? IMPOSSIBLE_HASH, password)
  const { verifyImportedHash } = await import('./imported-hashes.js')
  return verifyImportedHash(hash, password)
}

/** The same for hashes made here; false for all others. */
export function matchesOwnHash(hash: string | null, password: string): boolean {
  const [kind, salt = '', key = ''] = (hash ?? '').split(':')
  if (kind !== 'scrypt') return false
  return timingSafeEqual(deriveKey(password, Buffer.from(salt, 'hex')), Buffer.from(key, 'hex'))
}

const deriveKey = (password: string, salt: Buffer): Buffer => scryptSync(password, salt, KEY_LENGTH, { N: COST })

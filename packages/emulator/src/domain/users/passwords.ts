import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'

// A low cost: the hashes protect only local test data, and a seed creates many of them.
const COST = 1024
const KEY_LENGTH = 32

// Dummy hash that no password matches: unknown users take as long as known ones.
const DUMMY_HASH = `scrypt:${'00'.repeat(16)}:${'00'.repeat(KEY_LENGTH)}`

/** The default password of the personas. It is public, because the documentation prints it. */
export const PUBLIC_PASSWORD = 'emulator-password'

/**
 * Its hash, which every project may share: a test starts an emulator with five personas in a third of the time, and they
 * log in without a derivation, which would protect what is public.
 */
const PUBLIC_HASH = [
  'scrypt',
  '656d756c61746f722d706572736f6e61',
  '132f6a1abe14ccf667fb70c7a48e959724eebdace7db84a013d1ebc1b3854d28',
].join(':')

export function hashPassword(password: string): string {
  if (password === PUBLIC_PASSWORD) return PUBLIC_HASH
  const salt = randomBytes(16)
  return `scrypt:${salt.toString('hex')}:${deriveKey(password, salt).toString('hex')}`
}

/**
 * Verifies a password against a hash of this or another system. A missing hash takes as long as a wrong password, so
 * the duration does not reveal whether an address exists.
 */
export async function verifyPassword(hash: string | null | undefined, password: string): Promise<boolean> {
  if (!hash || hash.startsWith('scrypt:')) return matchesOwnHash(hash ?? DUMMY_HASH, password)
  const { verifyImportedHash } = await import('./imported-hashes.js')
  return verifyImportedHash(hash, password)
}

/** Whether the text is a hash made here, as exports have it. */
export const isOwnHash = (hash: string): boolean => /^scrypt:[0-9a-f]{32}:[0-9a-f]{64}$/.test(hash)

/** Verifies against a hash made here. False for hashes of other systems. */
export function matchesOwnHash(hash: string | null, password: string): boolean {
  const [kind, salt = '', key = ''] = (hash ?? '').split(':')
  if (kind !== 'scrypt') return false
  if (password === PUBLIC_PASSWORD && hash === PUBLIC_HASH) return true
  return timingSafeEqual(deriveKey(password, Buffer.from(salt, 'hex')), Buffer.from(key, 'hex'))
}

const deriveKey = (password: string, salt: Buffer): Buffer => scryptSync(password, salt, KEY_LENGTH, { N: COST })

import { pbkdf2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { type Argon2Variant, deriveArgon2 } from './argon2.js'

// The hash contains its own cost parameters, so a wrong one could take hours or all memory. Real systems stay below
// these limits.
const MAX_BCRYPT_COST = 16
const MAX_ARGON2_KIB = 1024 * 1024
const MAX_ARGON2_PASSES = 50
const MAX_PBKDF2_ROUNDS = 5_000_000

const BCRYPT = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/
const ARGON2 =
  /^\$(argon2id|argon2i|argon2d)\$(?:v=(\d+)\$)?m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/
const PBKDF2 =
  /^(?:\$pbkdf2-(sha1|sha256|sha512)|pbkdf2_(sha1|sha256|sha512))\$(?:i=)?(\d+)(?:,l=\d+)?\$([^$]+)\$([^$]+)$/

interface ImportedHash {
  verify(password: string): Promise<boolean>
}

/** Whether a hash of another system is supported: bcrypt, argon2 or PBKDF2 within the limits above. */
export const isImportableHash = (hash: string): boolean => parseHash(hash) !== undefined

export async function verifyImportedHash(hash: string, password: string): Promise<boolean> {
  return (await parseHash(hash)?.verify(password)) ?? false
}

function parseHash(hash: string): ImportedHash | undefined {
  return parseBcrypt(hash) ?? parseArgon2(hash) ?? parsePbkdf2(hash)
}

function parseBcrypt(hash: string): ImportedHash | undefined {
  const cost = Number(BCRYPT.exec(hash)?.[1])
  if (!(cost >= 4 && cost <= MAX_BCRYPT_COST)) return undefined
  return {
    async verify(password) {
      const { compare } = await import('bcryptjs')
      return compare(password, hash)
    },
  }
}

function parseArgon2(hash: string): ImportedHash | undefined {
  const [, kind, version = '16', m, t, p, salt64 = '', key64 = ''] = ARGON2.exec(hash) ?? []
  const options = { m: Number(m), t: Number(t), p: Number(p), version: Number(version) }
  const salt = Buffer.from(salt64, 'base64')
  const key = Buffer.from(key64, 'base64')
  if (!isVariant(kind) || salt.length < 8 || key.length < 4 || !isAffordable(options)) return undefined
  return {
    async verify(password) {
      const actual = await deriveArgon2(kind, password, { ...options, salt, length: key.length })
      return sameBytes(Buffer.from(actual), key)
    },
  }
}

const isVariant = (kind: string | undefined): kind is Argon2Variant =>
  kind === 'argon2d' || kind === 'argon2i' || kind === 'argon2id'

const isAffordable = ({ m, t, p }: { readonly m: number; readonly t: number; readonly p: number }): boolean =>
  p >= 1 && t >= 1 && t <= MAX_ARGON2_PASSES && m >= 8 * p && m <= MAX_ARGON2_KIB

/** The formats of PHC and passlib (salt and key in base64, passlib with `.` for `+`) and of Django (salt as text). */
function parsePbkdf2(hash: string): ImportedHash | undefined {
  const [, phc, django, rounds, salt = '', key = ''] = PBKDF2.exec(hash) ?? []
  const digest = phc ?? django
  if (!digest || !(Number(rounds) >= 1 && Number(rounds) <= MAX_PBKDF2_ROUNDS)) return undefined
  return {
    async verify(password) {
      const expected = fromAdaptedBase64(key)
      const saltBytes = django ? Buffer.from(salt) : fromAdaptedBase64(salt)
      const actual = await promisify(pbkdf2)(password, saltBytes, Number(rounds), expected.length, digest)
      return sameBytes(actual, expected)
    },
  }
}

const fromAdaptedBase64 = (text: string): Buffer => Buffer.from(text.replaceAll('.', '+'), 'base64')

const sameBytes = (a: Buffer, b: Buffer): boolean => a.length > 0 && a.length === b.length && timingSafeEqual(a, b)

import { decodeBytes } from '../token/base64url.js'
import { isEmulatorKid, type VerificationKey } from '../token/verification-key.js'

/** One key of a JSON Web Key Set (RFC 7517 §4), unchecked. A member that is null counts as absent. */
export interface JsonWebKeyLike {
  readonly kty?: unknown
  readonly kid?: unknown
  readonly use?: unknown
  readonly alg?: unknown
  readonly key_ops?: unknown
  readonly n?: unknown
  readonly e?: unknown
}

/** A JSON Web Key Set (RFC 7517 §5). */
export interface JsonWebKeySet {
  readonly keys: readonly JsonWebKeyLike[]
}

function bitLength(bytes: Uint8Array): number {
  const start = bytes.findIndex((byte) => byte !== 0)
  return start === -1 ? 0 : (bytes.length - start) * 8 - Math.clz32(bytes[start] ?? 0) + 24
}

/** At least 2048 bits (RFC 7518 §3.3) and an odd exponent of at least 3: with 1, everyone can sign. */
export function isStrongRsaKey(n: Uint8Array, e: Uint8Array): boolean {
  const lowest = e[e.length - 1] ?? 0
  return bitLength(n) >= 2048 && lowest % 2 === 1 && (lowest >= 3 || bitLength(e) > 8)
}

const absentOr = (value: unknown, expected: string) => (value ?? expected) === expected

function mayVerify({ kty, use, alg, key_ops: ops }: JsonWebKeyLike): boolean {
  const operations = ops ?? ['verify']
  const allowed = Array.isArray(operations) && operations.includes('verify')
  return kty === 'RSA' && absentOr(use, 'sig') && absentOr(alg, 'RS256') && allowed
}

/** A key for RS256 signatures; `undefined` for every other member of a set. */
export function toVerificationKey(jwk: unknown): VerificationKey | undefined {
  if (typeof jwk !== 'object' || jwk === null || !mayVerify(jwk)) return undefined
  const { n, e } = jwk as JsonWebKeyLike
  const kid = (jwk as JsonWebKeyLike).kid ?? undefined
  if (kid !== undefined && typeof kid !== 'string') return undefined
  if (typeof n !== 'string' || typeof e !== 'string') return undefined
  const [modulus, exponent] = [decodeBytes(n), decodeBytes(e)]
  if (!modulus || !exponent || !isStrongRsaKey(modulus, exponent)) return undefined
  return { n, e, kid, withdrawn: false, imported: undefined }
}

/** The usable keys of a set; `undefined` if there is none or the value is no key set at all. */
export function toVerificationKeys(set: unknown, allowEmulator: boolean): VerificationKey[] | undefined {
  const members = (set as { keys?: unknown } | null | undefined)?.keys
  if (!Array.isArray(members)) return undefined
  const keys = members
    .map(toVerificationKey)
    .filter((key) => key !== undefined)
    .filter((key) => allowEmulator || !isEmulatorKid(key.kid))
  return keys.length > 0 ? keys : undefined
}

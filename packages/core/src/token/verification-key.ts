import { after, isPromise, type MaybePromise } from '../async/maybe-promise.js'
import { runtime } from './runtime.js'
import type { Bytes } from './runtime-port.js'

/** A key for verification. The same object while the key stays published, so that it is imported once. */
export interface VerificationKey {
  /** The modulus, base64url (RFC 7518 §6.3.1). */
  readonly n: string
  /** The exponent, base64url. */
  readonly e: string
  readonly kid: string | undefined
  /** Set when a valid response of the origin no longer has the key. */
  withdrawn: boolean
  imported: unknown
}

/** The start of all key ids of the emulator, and of none of the service. */
const emulatorPrefix = 'emu_'
export const isEmulatorKid = (kid: string | undefined): boolean => kid?.startsWith(emulatorPrefix) ?? false

/** Whether the signature was made with this key; false for a key that the runtime cannot import. */
export function isSignedBy(key: VerificationKey, signature: Bytes, data: Bytes | string): MaybePromise<boolean> {
  const { importKey, verify } = runtime()
  try {
    const verified = after(key.imported ?? importKey(key), (imported) => {
      key.imported = imported
      // What `importKey` of the same runtime has made.
      return verify(imported as never, signature, data)
    })
    return isPromise(verified) ? verified.catch(() => false) : verified
  } catch {
    return false
  }
}

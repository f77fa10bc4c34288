import { after, isPromise, type MaybePromise } from '../async/maybe-promise.js'
import { type Bytes, type RsaPublicKey, runtime } from './runtime.js'

/** A key that may verify. The same object as long as the key stays published, so that it is imported only once. */
export interface VerificationKey extends RsaPublicKey {
  readonly kid: string | undefined
  /** Set as soon as a good answer of the origin no longer has the key. */
  withdrawn: boolean
  imported: unknown
}

/** Key ids of the emulator start like this, so that its tokens are never taken for tokens of the service. */
const emulatorPrefix = 'emu_'
export const isEmulatorKid = (kid: string | undefined): boolean => kid?.startsWith(emulatorPrefix) ?? false

/** Whether the signature was made with this key. A key that the runtime cannot import verifies no signature. */
export function isSignedBy(key: VerificationKey, signature: Bytes, data: Bytes): MaybePromise<boolean> {
  const { importKey, verify } = runtime()
  try {
    const verified = after(key.imported ?? importKey(key), (imported) => {
      key.imported = imported
      return verify(imported as never, signature, data)
    })
    return isPromise(verified) ? verified.catch(() => false) : verified
  } catch {
    return false
  }
}

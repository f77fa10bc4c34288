import { lazily } from '../values/lazily.js'
import { generateSigningKey, readSigningKey, type SigningKey } from './signing-key.js'

/** A new key that is generated at its first use, which takes longer than the rest of a start. */
export function lazySigningKey(): SigningKey {
  const key = lazily(() => readSigningKey(generateSigningKey()))
  return {
    get kid() {
      return key().kid
    },
    get privateKey() {
      return key().privateKey
    },
    get publicKey() {
      return key().publicKey
    },
    get publicPem() {
      return key().publicPem
    },
    get jwk() {
      return key().jwk
    },
  }
}

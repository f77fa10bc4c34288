import type { ObjectStorage } from './object-storage.js'
import { generateSigningKey, readSigningKey, type SigningKey } from './signing-key.js'

const NAME = 'signing_key'

/** The signing key of a Durable Object. It is created at the first start, and a reset keeps it. */
export function objectSigningKey({ kv }: ObjectStorage): SigningKey {
  const stored = kv.get(NAME)
  if (typeof stored === 'string') return readSigningKey(stored)
  const created = generateSigningKey()
  kv.put(NAME, created)
  return readSigningKey(created)
}

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Compares digests in constant time, so the duration depends neither on the length nor on the first difference. */
export const isSameSecret = (given: string, secret: string): boolean => timingSafeEqual(digest(given), digest(secret))

/** Compares a secret with the stored hash of `sha256`, in constant time. */
export const matchesHash = (given: string, hash: string): boolean =>
  timingSafeEqual(digest(given), Buffer.from(hash, 'hex'))

/** An opaque token: 64 random characters that need no escaping in URLs and headers. */
export const newOpaqueToken = (): string => randomBytes(48).toString('base64url')

import type { Bytes } from './base64.js'

/**
 * Whether one of the signatures is the HMAC of the content with one of the secrets. The content is hashed once per
 * secret, however many signatures there are: what Web Crypto compares, in constant time, is the HMAC of the expected
 * signature with the HMAC of the given one. Keys are imported for each use: on Workers, a kept promise could belong to a
 * request that has ended.
 */
export async function isSigned(
  secrets: readonly Bytes[],
  content: Bytes,
  signatures: readonly Bytes[],
): Promise<boolean> {
  const { subtle } = crypto
  for (const secret of secrets) {
    const key = await subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])
    const expected = await subtle.sign('HMAC', key, await subtle.sign('HMAC', key, content))
    for (const signature of signatures) if (await subtle.verify('HMAC', key, expected, signature)) return true
  }
  return false
}

import { decodeBytes, encodeBytes } from '../token/base64url.js'
import type { Bytes } from '../token/runtime-port.js'
import type { VerificationKey } from '../token/verification-key.js'
import { isStrongRsaKey } from './json-web-key.js'

const fail = (found: string): never => {
  throw new TypeError(`verifierKey: expected a PEM "PUBLIC KEY" (SPKI, RSA, at least 2048 bits), found ${found}`)
}

/** Removes newlines, escaped newlines, spaces and quotes, which environment variables add. */
const stripWhitespace = (text: string) => text.replace(/(\\+[nr]|[\s"'])+/g, '')

function decode(base64: string): Bytes {
  const url = base64.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
  return decodeBytes(url) ?? fail('text that is not base64')
}

const pemPattern = /-----BEGIN ([A-Z0-9 ]+?)-----(.*?)-----END \1-----/s

/** No key is longer, and some patterns below take time that grows with the square of the length. */
const maxLength = 16_384

/** The DER bytes of the key, or a `TypeError` that names the form found. */
function readDer(text: string): Uint8Array {
  if (typeof text !== 'string') return fail('no text')
  if (text.length > maxLength) return fail(`${text.length} characters`)
  if (text.trim() === '') return fail('an empty string')
  if (/^\s*\{/.test(text)) return fail('JSON; pass a key set as the option jwks')
  if (/^\s*https?:/.test(text)) return fail('a URL; pass it as the option jwksUrl')
  const [, label, body = ''] = pemPattern.exec(text) ?? []
  if (label === 'PUBLIC KEY') return decode(stripWhitespace(body))
  if (label) return fail(`a "${label}"`)
  if (text.includes('-----')) return fail('a PEM that is cut off')
  const bytes = decode(stripWhitespace(text))
  // The PEM as a whole, encoded once more, is a common way to get it through an environment variable.
  return bytes[0] === 0x2d ? readDer(String.fromCharCode(...bytes)) : bytes
}

/** rsaEncryption with NULL parameters (RFC 3279 §2.3.1), as it stands in every SubjectPublicKeyInfo of an RSA key. */
const rsaEncryption = '06092a864886f70d0101010500'

export const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** Takes DER elements off the front of some bytes, one after the other. */
function derReader(bytes: Uint8Array) {
  let at = 0
  return (tag: number): Uint8Array => {
    const found = bytes[at]
    let length = bytes[at + 1] ?? 0
    let start = at + 2
    if (length > 0x80) {
      const size = length - 0x80
      length = bytes.subarray(start, start + size).reduce((sum, byte) => sum * 256 + byte, 0)
      start += size
    }
    at = start + length
    if (found !== tag || at > bytes.length) return fail('bytes that are no RSA public key')
    return bytes.subarray(start, at)
  }
}

const sequence = 0x30
const bitString = 0x03
const integer = 0x02

const unsigned = (bytes: Uint8Array) => (bytes[0] === 0 ? bytes.subarray(1) : bytes)

/**
 * Reads a PEM public key in any form an environment variable mangles it to: real or escaped newlines, one line,
 * quoted, base64 of the whole, or its base64 body alone.
 * @throws {TypeError} naming the form found
 */
export function parseVerifierKey(text: string): VerificationKey {
  const spki = derReader(derReader(readDer(text))(sequence))
  if (hex(spki(sequence)) !== rsaEncryption) return fail('a key of another algorithm')
  const key = derReader(derReader(spki(bitString).subarray(1))(sequence))
  const n = unsigned(key(integer))
  const e = unsigned(key(integer))
  if (!isStrongRsaKey(n, e)) return fail('a weak RSA key')
  return { n: encodeBytes(n), e: encodeBytes(e), kid: undefined, withdrawn: false, imported: undefined }
}

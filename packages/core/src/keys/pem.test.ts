import { describe, expect, test } from 'vitest'
import { toBytes } from '../../test/bytes.js'
import { issuer } from '../../test/issuer.js'
import { encodeBytes } from '../token/base64url.js'
import { parseVerifierKey } from './pem.js'

const { verifierKey: pem, jwks } = issuer
const [{ n, e } = {}] = jwks.keys
const body = pem.replace(/-----[^-]+-----|\s/g, '')
const der = toBytes(body.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''))
const lines = pem.trim().split('\n')

describe('a PEM public key is read', () => {
  const forms: Record<string, string> = {
    'as it is': pem,
    'without the last newline': pem.trim(),
    'with Windows newlines': pem.replace(/\n/g, '\r\n'),
    'with old Mac newlines': pem.replace(/\n/g, '\r'),
    'with escaped newlines': pem.replace(/\n/g, '\\n'),
    'with newlines escaped twice': pem.replace(/\n/g, '\\\\n'),
    'with escaped Windows newlines': pem.replace(/\n/g, '\\r\\n'),
    'on one line, with spaces': pem.replace(/\n/g, ' '),
    'on one line, with nothing between': pem.replace(/\n/g, ''),
    'in double quotes': `"${pem.trim().replace(/\n/g, '\\n')}"`,
    'in single quotes': `'${pem}'`,
    indented: lines.map((line) => `    ${line}`).join('\n'),
    'with a comment before and after': `my key\n${pem}\nend of file`,
    'as base64 of the whole': btoa(pem),
    'as base64 of the whole, in lines': btoa(pem).replace(/.{76}/g, '$&\n'),
    'as base64url of the whole': encodeBytes(new TextEncoder().encode(pem)),
    'as its base64 body alone': body,
    'as its base64 body without padding': body.replace(/=+$/, ''),
    'as its body in base64url': encodeBytes(der),
  }
  for (const [title, text] of Object.entries(forms))
    test(title, () => expect(parseVerifierKey(text)).toMatchObject({ n, e, kid: undefined, withdrawn: false }))
})

const toPem = (label: string, bytes: Uint8Array) =>
  `-----BEGIN ${label}-----\n${encodeBytes(bytes)}\n-----END ${label}-----`

const tlv = (tag: number, ...parts: (readonly number[] | Uint8Array)[]): number[] => {
  const content = parts.flatMap((part) => [...part])
  const { length } = content
  return [tag, ...(length < 128 ? [length] : [0x82, length >> 8, length & 255]), ...content]
}

const rsaEncryption = [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00]
const rsaPss = [0x30, 0x0b, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a]

/** A SubjectPublicKeyInfo, put together by hand. */
function spki(modulus: Uint8Array | readonly number[], exponent: readonly number[], algorithm = rsaEncryption) {
  const key = tlv(0x30, tlv(0x02, modulus), tlv(0x02, exponent))
  return Uint8Array.from(tlv(0x30, algorithm, tlv(0x03, [0], key)))
}

const modulus = toBytes(String(n))
const weak = modulus.slice(0, 128)

async function ecKey() {
  const { publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ])
  return new Uint8Array((await crypto.subtle.exportKey('spki', publicKey)) as ArrayBuffer)
}

describe('what is no usable key is refused, and the error names the form found', () => {
  test('the helper of these tests makes keys that are read', () => {
    expect(parseVerifierKey(toPem('PUBLIC KEY', spki([0, ...modulus], [1, 0, 1])))).toMatchObject({ n, e })
  })

  test('one whose elements are of other types', () => {
    const key = spki([0, ...modulus], [1, 0, 1])
    // Of the whole, the algorithm, the bits, the key in them, its modulus and its exponent.
    for (const at of [0, 4, 19, 24, 28, key.length - 5]) {
      const changed = key.slice()
      changed[at] = 0x04
      expect(() => parseVerifierKey(toPem('PUBLIC KEY', changed))).toThrow('bytes that are no RSA public key')
    }
  })

  const forms: Record<string, readonly [text: string | Promise<string>, found: string]> = {
    nothing: ['', 'an empty string'],
    'white space': [' \n', 'an empty string'],
    'a private key': [pem.replaceAll('PUBLIC', 'PRIVATE'), 'a "PRIVATE KEY"'],
    'a private key of the older form': [pem.replaceAll('PUBLIC', 'RSA PRIVATE'), 'a "RSA PRIVATE KEY"'],
    'a public key of the older form': [pem.replaceAll('PUBLIC', 'RSA PUBLIC'), 'a "RSA PUBLIC KEY"'],
    'a certificate': [pem.replaceAll('PUBLIC KEY', 'CERTIFICATE'), 'a "CERTIFICATE"'],
    'a PEM without its end': [lines.slice(0, -1).join('\n'), 'a PEM that is cut off'],
    'a PEM without its start': [lines.slice(1).join('\n'), 'a PEM that is cut off'],
    'the first line alone, as a shell leaves it': [lines[0] ?? '', 'a PEM that is cut off'],
    'a PEM that ends as something else': [pem.replace('END PUBLIC', 'END PRIVATE'), 'a PEM that is cut off'],
    'a JWKS': [JSON.stringify(jwks), 'JSON; pass a key set as the option jwks'],
    'a URL over http': [' http://auth.example.com', 'a URL; pass it as the option jwksUrl'],
    'a URL': ['https://auth.example.com/.well-known/jwks.json', 'a URL; pass it as the option jwksUrl'],
    words: ['my secret key', 'text that is not base64'],
    'characters of no base64': ['?%$§', 'text that is not base64'],
    'a PEM with characters of no base64 in it': [pem.replace(/\n[^-]/, '\n*'), 'text that is not base64'],
    'half of a body': [body.slice(0, 100), 'bytes that are no RSA public key'],
    'an empty body': ['-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----', 'bytes that are no RSA public key'],
    'a key on an elliptic curve': [ecKey().then((bytes) => toPem('PUBLIC KEY', bytes)), 'a key of another algorithm'],
    'an RSA key for PSS alone': [toPem('PUBLIC KEY', spki(modulus, [1, 0, 1], rsaPss)), 'a key of another algorithm'],
    'a key of 1024 bits': [toPem('PUBLIC KEY', spki([0, ...weak], [1, 0, 1])), 'a weak RSA key'],
    'a key of 1024 bits with zeros before it': [
      toPem('PUBLIC KEY', spki([...new Array<number>(128).fill(0), ...weak], [1, 0, 1])),
      'a weak RSA key',
    ],
    'an exponent of 1': [toPem('PUBLIC KEY', spki([0, ...modulus], [1])), 'a weak RSA key'],
    'an even exponent': [toPem('PUBLIC KEY', spki([0, ...modulus], [1, 0])), 'a weak RSA key'],
    'more text than any key has': [`${pem}${' '.repeat(16_384)}`, 'characters'],
  }
  for (const [title, [text, found]] of Object.entries(forms))
    test(title, async () => {
      const parse = () => parseVerifierKey(resolved)
      const resolved = await text
      expect(parse).toThrow(TypeError)
      expect(parse).toThrow(found)
    })

  test('a value that is no text', () => {
    for (const value of [undefined, null, 7, {}, new Uint8Array(der)])
      expect(() => parseVerifierKey(value as never)).toThrow('found no text')
  })

  test('the error repeats nothing of a secret that was put in its place', () => {
    const secret = 'c2VjcmV0LXNlY3JldC1zZWNyZXQ'
    for (const text of [
      secret,
      `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`,
      `{"d":"${secret}"}`,
    ])
      expect(() => parseVerifierKey(text)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining(secret) }),
      )
  })

  test('every cut of the bytes is a TypeError, never a key and never another error', () => {
    for (let length = 0; length < der.length; length++)
      expect(() => parseVerifierKey(encodeBytes(der.subarray(0, length)))).toThrow(TypeError)
  })

  test('a text longer than any key, before any pattern is tried on it', () => {
    for (const text of ['-----BEGIN A-----'.repeat(100_000), '-'.repeat(1_000_000), '\\n'.repeat(500_000)])
      expect(() => parseVerifierKey(text)).toThrow(`found ${text.length} characters`)
  })

  test('a text of this length that is made to keep patterns busy', () => {
    for (const text of ['-----BEGIN A-----'.repeat(900), '\\'.repeat(16_000), '-'.repeat(16_000), '\\n'.repeat(8_000)])
      expect(() => parseVerifierKey(text)).toThrow(TypeError)
  })
})

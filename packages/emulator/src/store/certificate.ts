import { createHash, sign } from 'node:crypto'
import type { SigningKey } from './signing-key.js'

/**
 * A self-signed X.509 certificate of the key, in PEM (RFC 5280). It is the same after a restart: the validity is fixed,
 * and the serial number comes from the key.
 */
export function certificatePem({ privateKey, publicKey }: SigningKey, commonName: string): string {
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const serial = createHash('sha256').update(spki).digest().subarray(0, 16)
  // The first bit of a positive number is 0.
  serial.writeUInt8((serial.readUInt8(0) & 0x3f) | 0x40, 0)
  const name = nameOf(commonName)
  const toBeSigned = sequence(element(INTEGER, serial), SHA256_WITH_RSA, name, VALIDITY, name, spki)
  const signature = sign('sha256', toBeSigned, privateKey)
  const certificate = sequence(toBeSigned, SHA256_WITH_RSA, element(BIT_STRING, Buffer.concat([ZERO, signature])))
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

const ZERO = Buffer.of(0)
const INTEGER = 0x02
const BIT_STRING = 0x03
const NULL = 0x05
const OBJECT_ID = 0x06
const UTF8_STRING = 0x0c
const UTC_TIME = 0x17
const GENERALIZED_TIME = 0x18
const SEQUENCE = 0x30
const SET = 0x31

/** One element of DER: a tag, the length of the content, and the content. */
function element(tag: number, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(tag), lengthOf(content.length), content])
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length)
  return length < 0x100 ? Buffer.of(0x81, length) : Buffer.of(0x82, length >> 8, length & 0xff)
}

const sequence = (...items: readonly Uint8Array[]): Buffer => element(SEQUENCE, Buffer.concat(items))

const SHA256_WITH_RSA = sequence(
  element(OBJECT_ID, Buffer.from('2a864886f70d01010b', 'hex')),
  element(NULL, Buffer.alloc(0)),
)

const COMMON_NAME = element(OBJECT_ID, Buffer.from('550403', 'hex'))

const nameOf = (commonName: string): Buffer =>
  sequence(element(SET, sequence(COMMON_NAME, element(UTF8_STRING, Buffer.from(commonName)))))

/** From 2020 to 2099. */
const VALIDITY = sequence(
  element(UTC_TIME, Buffer.from('200101000000Z')),
  element(GENERALIZED_TIME, Buffer.from('20991231235959Z')),
)

import { createHash, type KeyObject } from 'node:crypto'
import * as der from './der.js'

/** The extensions of an authority for these hosts (RFC 5280, section 4.2). */
export function authorityExtensions(publicKey: KeyObject, hosts: readonly string[]): readonly Buffer[] {
  const domains = hosts.map((host) => der.sequence(dnsName(host.replace(/^\*\./, ''))))
  return [
    basicConstraints(der.sequence(der.TRUE, der.integer(0))),
    keyUsage(KEY_CERT_SIGN),
    subjectKeyIdentifier(publicKey),
    nameConstraints(der.sequence(der.member(0, ...domains))),
  ]
}

interface ServerNames {
  readonly publicKey: KeyObject
  readonly issuerKey: KeyObject
  readonly hosts: readonly string[]
}

/** The extensions of a server with these names. */
export const serverExtensions = ({ publicKey, issuerKey, hosts }: ServerNames): readonly Buffer[] => [
  basicConstraints(der.sequence()),
  keyUsage(DIGITAL_SIGNATURE),
  extendedKeyUsage(der.sequence(der.objectIdentifier('1.3.6.1.5.5.7.3.1'))),
  subjectKeyIdentifier(publicKey),
  authorityKeyIdentifier(der.sequence(der.bytesMember(0, keyIdentifier(issuerKey)))),
  subjectAlternativeName(der.sequence(...hosts.map(dnsName))),
]

type Extension = (value: Buffer) => Buffer

const critical =
  (identifier: string): Extension =>
  (value) =>
    der.sequence(der.objectIdentifier(identifier), der.TRUE, der.octetString(value))

const informative =
  (identifier: string): Extension =>
  (value) =>
    der.sequence(der.objectIdentifier(identifier), der.octetString(value))

const basicConstraints = critical('2.5.29.19')
const keyUsage = critical('2.5.29.15')
const nameConstraints = critical('2.5.29.30')
const extendedKeyUsage = informative('2.5.29.37')
const subjectAlternativeName = informative('2.5.29.17')
const authorityKeyIdentifier = informative('2.5.29.35')
const subjectKeyIdentifier = (publicKey: KeyObject): Buffer =>
  informative('2.5.29.14')(der.octetString(keyIdentifier(publicKey)))

/** Bits 0 and 5 of the key usage. */
const DIGITAL_SIGNATURE = der.bitString(Uint8Array.of(0b1000_0000), 7)
const KEY_CERT_SIGN = der.bitString(Uint8Array.of(0b0000_0100), 2)

/** Any value that is of this key alone (RFC 7093). */
const keyIdentifier = (publicKey: KeyObject): Buffer =>
  createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20)

const dnsName = (host: string): Buffer => der.bytesMember(2, Buffer.from(host))

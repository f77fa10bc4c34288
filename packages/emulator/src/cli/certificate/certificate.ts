import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import * as der from './der.js'
import { authorityExtensions, serverExtensions } from './extensions.js'

/** A certificate of a TLS server, and what belongs to it, as PEM. */
export interface ServerCertificate {
  /** The certificate of the authority that has issued it. Clients have to trust this one. */
  readonly authority: string
  readonly certificate: string
  readonly key: string
}

const AUTHORITY = 'PropelAuth emulator: authority of one run of exec'
const SERVER = 'PropelAuth emulator'

/**
 * Creates a server certificate, with an authority of its own (RFC 5280). The key of the authority is not kept, and it is
 * constrained to the domains of the hosts, so that trust in it has no further effect.
 * @param hosts names, in which `*` may be the first label
 */
export function createServerCertificate(hosts: readonly string[], now: number): ServerCertificate {
  const authority = generateKeys()
  const server = generateKeys()
  const issue = (subject: string, publicKey: KeyObject, extensions: readonly Buffer[]): string =>
    pem(certificate({ issuer: AUTHORITY, signer: authority.privateKey, subject, publicKey, extensions, now }))
  return {
    authority: issue(AUTHORITY, authority.publicKey, authorityExtensions(authority.publicKey, hosts)),
    certificate: issue(
      SERVER,
      server.publicKey,
      serverExtensions({ publicKey: server.publicKey, issuerKey: authority.publicKey, hosts }),
    ),
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

const generateKeys = (): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' })

interface Contents {
  readonly issuer: string
  /** The private key of the issuer. */
  readonly signer: KeyObject
  readonly subject: string
  readonly publicKey: KeyObject
  readonly extensions: readonly Buffer[]
  readonly now: number
}

const VERSION_3 = der.member(0, der.integer(2))
const ECDSA_WITH_SHA256 = der.sequence(der.objectIdentifier('1.2.840.10045.4.3.2'))
const COMMON_NAME = der.objectIdentifier('2.5.4.3')

const DAY_MS = 86_400_000
const LIFETIME_MS = 90 * DAY_MS

function certificate({ issuer, signer, subject, publicKey, extensions, now }: Contents): Buffer {
  const toBeSigned = der.sequence(
    VERSION_3,
    serialNumber(),
    ECDSA_WITH_SHA256,
    distinguishedName(issuer),
    // A machine whose clock is behind, such as a virtual one, accepts it, too.
    der.sequence(der.utcTime(now - DAY_MS), der.utcTime(now + LIFETIME_MS)),
    distinguishedName(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der.member(3, der.sequence(...extensions)),
  )
  return der.sequence(toBeSigned, ECDSA_WITH_SHA256, der.bitString(sign('sha256', toBeSigned, signer)))
}

/** The first byte is neither 0 nor negative. */
const serialNumber = (): Buffer => der.integer(0x40, ...randomBytes(15))

const distinguishedName = (commonName: string): Buffer =>
  der.sequence(der.set(der.sequence(COMMON_NAME, der.utf8String(commonName))))

const pem = (certificate: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd()}\n-----END CERTIFICATE-----\n`

import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { escapeXml } from '../../xml/escape-xml.js'
import { parseXml, XmlError } from '../../xml/parse-xml.js'
import { attributeOf, isNamed, onlyChild, textOf } from '../../xml/select.js'
import { POST_BINDING, SAML, SAMLP, saml, samlp, samlTime } from './saml-names.js'

/** What a service asks an identity provider for (SAML 2.0 Core §3.4). */
export interface SamlRequest {
  readonly id: string
  /** The entity id of the service. */
  readonly issuer: string
  /** Where the answer goes. */
  readonly acsUrl: string
  /** Where the request goes. */
  readonly destination: string
}

/** The request as the parameter `SAMLRequest` of the redirect binding. */
export function encodeSamlRequest({ id, issuer, acsUrl, destination }: SamlRequest, seconds: number): string {
  const attributes = [
    `xmlns:samlp="${SAMLP}" xmlns:saml="${SAML}" ID="${escapeXml(id)}" Version="2.0"`,
    `IssueInstant="${samlTime(seconds)}" Destination="${escapeXml(destination)}"`,
    `AssertionConsumerServiceURL="${escapeXml(acsUrl)}" ProtocolBinding="${POST_BINDING}"`,
  ].join(' ')
  const xml = `<samlp:AuthnRequest ${attributes}><saml:Issuer>${escapeXml(issuer)}</saml:Issuer></samlp:AuthnRequest>`
  return deflateRawSync(xml).toString('base64')
}

const MAX_BYTES = 100_000

/** @throws {XmlError} */
export function decodeSamlRequest(parameter: string): SamlRequest {
  const root = parseXml(inflated(parameter))
  if (!isNamed(root, samlp('AuthnRequest'))) throw new XmlError('The message is no AuthnRequest')
  return {
    id: attributeOf(root, 'ID') ?? '',
    issuer: textOf(onlyChild(root, saml('Issuer'))),
    acsUrl: attributeOf(root, 'AssertionConsumerServiceURL') ?? '',
    destination: attributeOf(root, 'Destination') ?? '',
  }
}

function inflated(parameter: string): string {
  try {
    return inflateRawSync(Buffer.from(parameter, 'base64'), { maxOutputLength: MAX_BYTES }).toString('utf8')
  } catch {
    throw new XmlError('SAMLRequest is not deflated XML in base64')
  }
}

import { X509Certificate } from 'node:crypto'
import { parseXml, type XmlElement, XmlError } from '../../xml/parse-xml.js'
import { attributeOf, childrenOf, isNamed, onlyChild, optionalChild, textOf } from '../../xml/select.js'
import { signatureOf, verifySignature } from '../../xml/signature.js'
import type { SamlIdp } from './idp-settings.js'
import { BEARER, SUCCESS, saml, samlp } from './saml-names.js'
import type { ServiceProvider } from './service-provider.js'

/** What an identity provider has said about a user. */
export interface SamlAssertion {
  readonly nameId: string
  /** Attribute name to its values. */
  readonly attributes: ReadonlyMap<string, readonly string[]>
}

/** What an answer must be for. */
export interface ExpectedResponse {
  readonly idp: SamlIdp
  readonly serviceProvider: ServiceProvider
  readonly requestId: string
  readonly seconds: number
}

/** The clocks of service and provider may differ by so much. */
const TOLERANCE_SECONDS = 60

/**
 * Reads a signed answer (SAML 2.0 Profiles §4.1.4): its assertion, after the signature of the assertion or of the whole
 * answer, its addressee, its times and the request that it answers were checked.
 * @param parameter the field `SAMLResponse`
 * @throws {XmlError} says what is wrong
 */
export function readSamlResponse(parameter: string, expected: ExpectedResponse): SamlAssertion {
  const response = parseXml(decoded(parameter))
  if (!isNamed(response, samlp('Response'))) throw new XmlError('The message is no Response')
  checkResponse(response, expected)
  const assertion = onlyChild(response, saml('Assertion'))
  // What is read below is what was signed: the same elements.
  verifySignature(signatureOf(assertion) ? assertion : response, certificateKey(expected.idp))
  checkIssuer(assertion, expected)
  checkConditions(onlyChild(assertion, saml('Conditions')), expected)
  const subject = onlyChild(assertion, saml('Subject'))
  checkConfirmation(subject, expected)
  return { nameId: textOf(onlyChild(subject, saml('NameID'))), attributes: attributesOf(assertion) }
}

const decoded = (parameter: string): string => Buffer.from(parameter, 'base64').toString('utf8')

const certificateKey = ({ idp_certificate }: SamlIdp) => new X509Certificate(idp_certificate).publicKey

function checkResponse(response: XmlElement, { idp, serviceProvider, requestId }: ExpectedResponse): void {
  const code = attributeOf(onlyChild(onlyChild(response, samlp('Status')), samlp('StatusCode')), 'Value')
  if (code !== SUCCESS) throw new XmlError(`The identity provider answered ${JSON.stringify(code)}`)
  const destination = attributeOf(response, 'Destination')
  if (destination !== undefined && destination !== serviceProvider.acsUrl)
    throw new XmlError('The answer is for another address (Destination)')
  if (attributeOf(response, 'InResponseTo') !== requestId)
    throw new XmlError('The answer is for another request (InResponseTo)')
  const issuer = optionalChild(response, saml('Issuer'))
  if (issuer && textOf(issuer) !== idp.idp_entity_id) throw new XmlError('The answer is of another identity provider')
  if (childrenOf(response, saml('EncryptedAssertion')).length > 0)
    throw new XmlError('Encrypted assertions are not supported')
}

function checkIssuer(assertion: XmlElement, { idp }: ExpectedResponse): void {
  if (textOf(onlyChild(assertion, saml('Issuer'))) !== idp.idp_entity_id)
    throw new XmlError('The assertion is of another identity provider (Issuer)')
}

function checkConditions(conditions: XmlElement, { serviceProvider, seconds }: ExpectedResponse): void {
  const notBefore = attributeOf(conditions, 'NotBefore')
  if (notBefore !== undefined && timeOf(notBefore) > seconds + TOLERANCE_SECONDS)
    throw new XmlError('The assertion is not valid yet (NotBefore)')
  checkExpiry(conditions, seconds)
  const restrictions = childrenOf(conditions, saml('AudienceRestriction'))
  const isForService = (restriction: XmlElement): boolean =>
    childrenOf(restriction, saml('Audience')).some((audience) => textOf(audience) === serviceProvider.entityId)
  if (restrictions.length === 0 || !restrictions.every(isForService))
    throw new XmlError('The assertion is for another service (Audience)')
}

function checkExpiry(element: XmlElement, seconds: number): void {
  const notOnOrAfter = attributeOf(element, 'NotOnOrAfter')
  if (notOnOrAfter === undefined) throw new XmlError('NotOnOrAfter is missing')
  if (timeOf(notOnOrAfter) <= seconds - TOLERANCE_SECONDS)
    throw new XmlError('The assertion has expired (NotOnOrAfter)')
}

function timeOf(text: string): number {
  const time = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(time)) throw new XmlError(`${JSON.stringify(text)} is not a time`)
  return time / 1000
}

/** A bearer of the assertion may use it at this service, for this request, until it expires. */
function checkConfirmation(subject: XmlElement, { serviceProvider, requestId, seconds }: ExpectedResponse): void {
  const confirmation = childrenOf(subject, saml('SubjectConfirmation')).find(
    (candidate) => attributeOf(candidate, 'Method') === BEARER,
  )
  if (!confirmation) throw new XmlError('The assertion has no bearer confirmation')
  const data = onlyChild(confirmation, saml('SubjectConfirmationData'))
  if (attributeOf(data, 'Recipient') !== serviceProvider.acsUrl)
    throw new XmlError('The assertion is for another address (Recipient)')
  if (attributeOf(data, 'InResponseTo') !== requestId)
    throw new XmlError('The assertion is for another request (InResponseTo)')
  checkExpiry(data, seconds)
}

function attributesOf(assertion: XmlElement): ReadonlyMap<string, readonly string[]> {
  const statements = childrenOf(assertion, saml('AttributeStatement'))
  const attributes = statements.flatMap((statement) => childrenOf(statement, saml('Attribute')))
  return new Map(
    attributes.map((attribute) => [
      attributeOf(attribute, 'Name') ?? '',
      childrenOf(attribute, saml('AttributeValue')).map(textOf),
    ]),
  )
}

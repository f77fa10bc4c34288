import { createHash, type KeyObject, sign, verify } from 'node:crypto'
import { isSameSecret } from '../values/secrets.js'
import { canonicalXml } from './canonical-xml.js'
import { parseXml, type XmlElement, XmlError } from './parse-xml.js'
import { attributeOf, childrenOf, onlyChild, optionalChild, textOf } from './select.js'

const DSIG = 'http://www.w3.org/2000/09/xmldsig#'
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const ENVELOPED = `${DSIG}enveloped-signature`

/** SHA-1 is not among them: it is broken. */
const SIGNATURE_METHODS: Readonly<Record<string, string>> = {
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256': 'sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384': 'sha384',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512': 'sha512',
}

const DIGEST_METHODS: Readonly<Record<string, string>> = {
  'http://www.w3.org/2001/04/xmlenc#sha256': 'sha256',
  'http://www.w3.org/2001/04/xmldsig-more#sha384': 'sha384',
  'http://www.w3.org/2001/04/xmlenc#sha512': 'sha512',
}

const named = (local: string) => ({ namespace: DSIG, local })

export const signatureOf = (element: XmlElement): XmlElement | undefined => optionalChild(element, named('Signature'))

/**
 * Checks that the key has signed the whole element with a signature inside of it (XML Signature, as SAML 2.0 Core §5.4
 * restricts it). Read only from this element afterwards: nothing else was signed.
 * @throws {XmlError} if the signature is missing, wrong or of another form
 */
export function verifySignature(element: XmlElement, key: KeyObject): void {
  const signature = onlyChild(element, named('Signature'))
  const signedInfo = onlyChild(signature, named('SignedInfo'))
  checkReference(element, signature, onlyChild(signedInfo, named('Reference')))
  const method = attributeOf(onlyChild(signedInfo, named('SignatureMethod')), 'Algorithm')
  const algorithm = known(SIGNATURE_METHODS, method, 'SignatureMethod')
  const canonicalization = onlyChild(signedInfo, named('CanonicalizationMethod'))
  requireExclusive(canonicalization)
  const text = canonicalXml(signedInfo, { inclusivePrefixes: inclusivePrefixes(canonicalization) })
  const value = fromBase64(textOf(onlyChild(signature, named('SignatureValue'))))
  if (!verify(algorithm, Buffer.from(text), key, value)) throw new XmlError('The signature is wrong')
}

/** The reference is to the element that holds the signature, and its digest is right. */
function checkReference(element: XmlElement, signature: XmlElement, reference: XmlElement): void {
  const id = attributeOf(element, 'ID')
  if (!id || attributeOf(reference, 'URI') !== `#${id}`) throw new XmlError('The signature is for another element')
  const transforms = childrenOf(onlyChild(reference, named('Transforms')), named('Transform'))
  const [first, second] = transforms
  if (!first || !second || transforms.length > 2) throw new XmlError('The signature has other transforms')
  if (attributeOf(first, 'Algorithm') !== ENVELOPED) throw new XmlError('The signature has other transforms')
  requireExclusive(second)
  const method = attributeOf(onlyChild(reference, named('DigestMethod')), 'Algorithm')
  const text = canonicalXml(element, { without: signature, inclusivePrefixes: inclusivePrefixes(second) })
  const digest = createHash(known(DIGEST_METHODS, method, 'DigestMethod'))
    .update(text)
    .digest('base64')
  const given = fromBase64(textOf(onlyChild(reference, named('DigestValue')))).toString('base64')
  if (!isSameSecret(given, digest)) throw new XmlError('The digest is wrong: the element was changed')
}

function requireExclusive(element: XmlElement): void {
  if (attributeOf(element, 'Algorithm') !== EXCLUSIVE) throw new XmlError('The canonicalization must be exclusive')
}

function inclusivePrefixes(element: XmlElement): string[] {
  const list = optionalChild(element, { namespace: EXCLUSIVE, local: 'InclusiveNamespaces' })
  const prefixes = list ? (attributeOf(list, 'PrefixList') ?? '') : ''
  return prefixes
    .split(' ')
    .filter((prefix) => prefix !== '')
    .map((prefix) => (prefix === '#default' ? '' : prefix))
}

function known(methods: Readonly<Record<string, string>>, method: string | undefined, what: string): string {
  const name = method !== undefined && Object.hasOwn(methods, method) ? methods[method] : undefined
  if (name === undefined) throw new XmlError(`The ${what} ${JSON.stringify(method)} is not supported`)
  return name
}

/** Base64 in lines. */
const fromBase64 = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ''), 'base64')

/**
 * Signs an element with RSA and SHA-256. Returns its XML with the signature in it.
 * @param xml an element with an `ID`
 * @param before the end of what stands before the signature, such as `</saml:Issuer>`
 */
export function signXml(xml: string, key: KeyObject, before: string): string {
  const element = parseXml(xml)
  const digest = createHash('sha256').update(canonicalXml(element)).digest('base64')
  const signedInfo = signedInfoXml(attributeOf(element, 'ID') ?? '', digest)
  const value = sign('sha256', Buffer.from(canonicalXml(parseXml(signedInfo))), key).toString('base64')
  const signatureValue = `<ds:SignatureValue>${value}</ds:SignatureValue>`
  const signature = `<ds:Signature xmlns:ds="${DSIG}">${signedInfo}${signatureValue}</ds:Signature>`
  const place = xml.indexOf(before)
  if (place === -1) throw new XmlError(`${before} is missing`)
  return xml.slice(0, place + before.length) + signature + xml.slice(place + before.length)
}

const signedInfoXml = (id: string, digest: string): string =>
  [
    `<ds:SignedInfo xmlns:ds="${DSIG}">`,
    `<ds:CanonicalizationMethod Algorithm="${EXCLUSIVE}"/>`,
    '<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>',
    `<ds:Reference URI="#${id}">`,
    `<ds:Transforms><ds:Transform Algorithm="${ENVELOPED}"/><ds:Transform Algorithm="${EXCLUSIVE}"/></ds:Transforms>`,
    '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>',
    `<ds:DigestValue>${digest}</ds:DigestValue>`,
    '</ds:Reference></ds:SignedInfo>',
  ].join('')

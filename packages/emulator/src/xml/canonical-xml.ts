import type { XmlAttribute, XmlElement, XmlNode } from './parse-xml.js'

export interface CanonicalOptions {
  /** A child of the root that is left out: the signature of what is signed. */
  readonly without?: XmlElement | undefined
  /** Prefixes whose declarations are written in any case (`InclusiveNamespaces`). The default namespace is ''. */
  readonly inclusivePrefixes?: readonly string[] | undefined
}

/** Exclusive XML canonicalization 1.0 without comments: the text whose digest is signed. */
export function canonicalXml(element: XmlElement, { without, inclusivePrefixes = [] }: CanonicalOptions = {}): string {
  return writeElement(element, new Map(), inclusivePrefixes, without)
}

type Namespaces = ReadonlyMap<string, string>

function writeElement(
  element: XmlElement,
  written: Namespaces,
  inclusive: readonly string[],
  without: XmlElement | undefined,
): string {
  const declared = newDeclarations(element, written, inclusive)
  const inner = new Map([...written, ...declared])
  const declarations = declared.map(([prefix, uri]) =>
    prefix === '' ? ` xmlns="${escapeAttribute(uri)}"` : ` xmlns:${prefix}="${escapeAttribute(uri)}"`,
  )
  const attributes = element.attributes.toSorted(byNamespace).map(writeAttribute)
  const content = element.children
    .filter((child) => child !== without)
    .map((child) => writeNode(child, inner, inclusive, without))
  const name = qualified(element)
  return `<${name}${declarations.join('')}${attributes.join('')}>${content.join('')}</${name}>`
}

const writeNode = (
  node: XmlNode,
  written: Namespaces,
  inclusive: readonly string[],
  without: XmlElement | undefined,
): string => (typeof node === 'string' ? escapeText(node) : writeElement(node, written, inclusive, without))

/** The namespaces that the element uses and no element around it has written, by prefix. */
function newDeclarations(element: XmlElement, written: Namespaces, inclusive: readonly string[]) {
  const used = [element.prefix, ...element.attributes.filter(({ prefix }) => prefix !== '').map(({ prefix }) => prefix)]
  const wished = inclusive.filter((prefix) => element.scope.has(prefix))
  const prefixes = [...new Set([...used, ...wished])].filter((prefix) => prefix !== 'xml')
  return prefixes
    .toSorted(compare)
    .map((prefix): [string, string] => [prefix, element.scope.get(prefix) ?? ''])
    .filter(([prefix, uri]) => (written.get(prefix) ?? '') !== uri)
}

const writeAttribute = (attribute: XmlAttribute): string =>
  ` ${qualified(attribute)}="${escapeAttribute(attribute.value)}"`

const qualified = ({ prefix, local }: Pick<XmlElement, 'prefix' | 'local'>): string =>
  prefix === '' ? local : `${prefix}:${local}`

const byNamespace = (a: XmlAttribute, b: XmlAttribute): number =>
  compare(a.namespace, b.namespace) || compare(a.local, b.local)

/** By code units: the names are ASCII, and so are the namespaces of SAML. */
function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;')

const escapeAttribute = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#x9;')
    .replaceAll('\n', '&#xA;')
    .replaceAll('\r', '&#xD;')

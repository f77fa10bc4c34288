/** The XML is malformed, or has what no SAML message needs: a document type, a comment, an instruction or CDATA. */
export class XmlError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'XmlError'
  }
}

export interface XmlAttribute {
  readonly prefix: string
  readonly local: string
  /** '' for an attribute without a prefix. */
  readonly namespace: string
  readonly value: string
}

export interface XmlElement {
  readonly prefix: string
  readonly local: string
  /** '' for an element in no namespace. */
  readonly namespace: string
  /** Without declarations of namespaces. */
  readonly attributes: readonly XmlAttribute[]
  /** Prefix to namespace, of this element and those around it. The default namespace has the prefix ''. */
  readonly scope: ReadonlyMap<string, string>
  readonly children: readonly XmlNode[]
}

export type XmlNode = XmlElement | string

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace'
const MAX_DEPTH = 100

interface Reader {
  readonly text: string
  position: number
}

/** Parses a document with one root element (XML 1.0 with namespaces). @throws {XmlError} */
export function parseXml(source: string): XmlElement {
  const text = source.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n')
  if (/[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text))
    throw new XmlError('A character is not allowed')
  const reader = { text, position: 0 }
  match(reader, /<\?xml\s[^?<>]*\?>/y)
  match(reader, /\s*/y)
  const root = readElement(reader, new Map([['xml', XML_NAMESPACE]]), 0)
  match(reader, /\s*/y)
  if (reader.position < text.length) throw new XmlError('There is something after the root element')
  return root
}

function match(reader: Reader, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = reader.position
  const found = pattern.exec(reader.text)
  if (found) reader.position = pattern.lastIndex
  return found
}

const NAME = String.raw`[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?`
const TAG_START = new RegExp(`<(${NAME})`, 'y')
const ATTRIBUTE = new RegExp(String.raw`\s+(${NAME})\s*=\s*(?:"([^"<]*)"|'([^'<]*)')`, 'y')
const TAG_END = /\s*(\/?)>/y
const END_TAG = new RegExp(String.raw`</(${NAME})\s*>`, 'y')

function readElement(reader: Reader, outer: ReadonlyMap<string, string>, depth: number): XmlElement {
  if (depth > MAX_DEPTH) throw new XmlError('The elements are nested too deeply')
  const [, name] = match(reader, TAG_START) ?? []
  if (name === undefined) throw new XmlError('An element was expected')
  const written = readAttributes(reader)
  const scope = scopeOf(outer, written)
  const end = match(reader, TAG_END)
  if (!end) throw new XmlError(`The tag of ${name} is malformed`)
  const children = end[1] === '/' ? [] : readChildren(reader, name, scope, depth)
  const { prefix, local } = splitName(name)
  const namespace = namespaceOf(scope, prefix)
  return { prefix, local, namespace, attributes: attributesOf(scope, written), scope, children }
}

function readAttributes(reader: Reader): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>()
  for (let found = match(reader, ATTRIBUTE); found; found = match(reader, ATTRIBUTE)) {
    const [, name = '', double, single = ''] = found
    if (attributes.has(name)) throw new XmlError(`The attribute ${name} occurs twice`)
    attributes.set(name, resolveReferences((double ?? single).replaceAll(/[\t\n]/g, ' ')))
  }
  return attributes
}

function readChildren(reader: Reader, name: string, scope: ReadonlyMap<string, string>, depth: number): XmlNode[] {
  const children: XmlNode[] = []
  for (;;) {
    const text = match(reader, /[^<]+/y)
    if (text) children.push(resolveReferences(text[0]))
    const end = match(reader, END_TAG)
    if (end && end[1] !== name) throw new XmlError(`The element ${name} does not end`)
    if (end) return children
    children.push(readElement(reader, scope, depth + 1))
  }
}

function scopeOf(
  outer: ReadonlyMap<string, string>,
  written: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const declared = [...written].flatMap(([name, value]): [string, string][] => {
    if (name === 'xmlns') return [['', value]]
    if (!name.startsWith('xmlns:')) return []
    if (value === '' || name === 'xmlns:xml') throw new XmlError(`${name} cannot be declared so`)
    return [[name.slice('xmlns:'.length), value]]
  })
  return declared.length === 0 ? outer : new Map([...outer, ...declared])
}

function attributesOf(scope: ReadonlyMap<string, string>, written: ReadonlyMap<string, string>): XmlAttribute[] {
  const attributes = [...written]
    .filter(([name]) => name !== 'xmlns' && !name.startsWith('xmlns:'))
    .map(([name, value]) => {
      const { prefix, local } = splitName(name)
      return { prefix, local, namespace: prefix === '' ? '' : namespaceOf(scope, prefix), value }
    })
  const names = new Set(attributes.map(({ namespace, local }) => `${namespace} ${local}`))
  if (names.size < attributes.length) throw new XmlError('An attribute occurs twice')
  return attributes
}

function splitName(name: string): { readonly prefix: string; readonly local: string } {
  const [first = '', second] = name.split(':')
  return second === undefined ? { prefix: '', local: first } : { prefix: first, local: second }
}

function namespaceOf(scope: ReadonlyMap<string, string>, prefix: string): string {
  const namespace = scope.get(prefix)
  if (namespace === undefined && prefix !== '') throw new XmlError(`The prefix ${prefix} is not declared`)
  return namespace ?? ''
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function resolveReferences(text: string): string {
  return text.replaceAll(/&([^;&]{0,10});?|&/g, (reference, name: string | undefined) => {
    const value = reference.endsWith(';') ? (ENTITIES[name ?? ''] ?? characterOf(name ?? '')) : undefined
    if (value === undefined) throw new XmlError(`${reference} is no reference`)
    return value
  })
}

function characterOf(name: string): string | undefined {
  const [, hexadecimal, decimal] = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name) ?? []
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)
  const isAllowed =
    [0x9, 0xa, 0xd].includes(code) ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x1_0000 && code <= 0x10_ffff)
  return isAllowed ? String.fromCodePoint(code) : undefined
}

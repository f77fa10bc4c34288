import { type XmlElement, XmlError } from './parse-xml.js'

/** The name of an element: its namespace and its local name. */
export interface XmlName {
  readonly namespace: string
  readonly local: string
}

/** The children with this name. */
export const childrenOf = (element: XmlElement, name: XmlName): XmlElement[] =>
  element.children.filter((child): child is XmlElement => typeof child !== 'string' && isNamed(child, name))

export const isNamed = (element: XmlElement, { namespace, local }: XmlName): boolean =>
  element.namespace === namespace && element.local === local

/** The only child with this name, undefined if there is none. @throws {XmlError} if there are several */
export function optionalChild(element: XmlElement, name: XmlName): XmlElement | undefined {
  const [child, another] = childrenOf(element, name)
  if (another) throw new XmlError(`${name.local} occurs more than once`)
  return child
}

/** @throws {XmlError} if there is not exactly one */
export function onlyChild(element: XmlElement, name: XmlName): XmlElement {
  const child = optionalChild(element, name)
  if (!child) throw new XmlError(`${name.local} is missing`)
  return child
}

/** An attribute without a prefix. */
export const attributeOf = (element: XmlElement, local: string): string | undefined =>
  element.attributes.find((attribute) => attribute.namespace === '' && attribute.local === local)?.value

/** The text of an element without child elements, without white space around it. @throws {XmlError} */
export function textOf(element: XmlElement): string {
  const texts = element.children.map((child) => {
    if (typeof child !== 'string') throw new XmlError(`${element.local} has an element in its text`)
    return child
  })
  return texts.join('').trim()
}

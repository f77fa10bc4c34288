import { describe, expect, test } from 'vitest'
import { canonicalXml } from './canonical-xml.js'
import { parseXml, type XmlElement, XmlError } from './parse-xml.js'

const canonical = (source: string): string => canonicalXml(parseXml(source))
const firstChild = (source: string): XmlElement => parseXml(source).children[0] as XmlElement

describe('the canonical form', () => {
  test.each([
    ['<?xml version="1.0"?>\n<a/>\n', '<a></a>', 'no declaration, and an end tag'],
    ['<a b=\'1\'  c = "2" />', '<a b="1" c="2"></a>', 'double quotation marks and single spaces'],
    ['<a z="1" b="2"/>', '<a b="2" z="1"></a>', 'attributes in order'],
    [
      '<a xmlns:y="urn:1" xmlns:x="urn:2" x:b="1" y:c="2" d="3"/>',
      '<a xmlns:x="urn:2" xmlns:y="urn:1" d="3" y:c="2" x:b="1"></a>',
      'attributes by namespace, declarations by prefix',
    ],
    ['<a xmlns:x="urn:x"><b/></a>', '<a><b></b></a>', 'no declaration that is not used'],
    [
      '<a xmlns:x="urn:x"><x:b><x:c/></x:b></a>',
      '<a><x:b xmlns:x="urn:x"><x:c></x:c></x:b></a>',
      'where it is first used',
    ],
    ['<a xmlns="urn:a"><b xmlns=""/></a>', '<a xmlns="urn:a"><b xmlns=""></b></a>', 'the end of a default namespace'],
    ['<a xmlns=""><b/></a>', '<a><b></b></a>', 'no empty default namespace without need'],
    ['<a>&lt;&amp;&gt;&quot;&apos;&#65;&#x42;&#13;</a>', '<a>&lt;&amp;&gt;"\'AB&#xD;</a>', 'references of text'],
    ['<a b="&lt;&quot;&gt;&#9;&#10;&#13;\t"/>', '<a b="&lt;&quot;>&#x9;&#xA;&#xD; "></a>', 'references of attributes'],
    ['<a>\r\nb\rc</a>', '<a>\nb\nc</a>', 'line ends'],
    ['<a xml:lang="de"/>', '<a xml:lang="de"></a>', 'the prefix xml without a declaration'],
  ])('of %s is %s: %s', (source, expected) => {
    expect(canonical(source)).toBe(expected)
    expect(canonical(expected)).toBe(expected)
  })

  test('of a part has the declarations that it uses itself', () => {
    const child = firstChild('<a xmlns="urn:a" xmlns:x="urn:x" xmlns:y="urn:y"><b x:c="1"/></a>')
    expect(canonicalXml(child)).toBe('<b xmlns="urn:a" xmlns:x="urn:x" x:c="1"></b>')
    expect(canonicalXml(child, { inclusivePrefixes: ['y', 'z'] })).toBe(
      '<b xmlns="urn:a" xmlns:x="urn:x" xmlns:y="urn:y" x:c="1"></b>',
    )
  })

  test('leaves out the element that is excluded', () => {
    const root = parseXml('<a><b/>text<b/></a>')
    expect(canonicalXml(root, { without: root.children[0] as XmlElement })).toBe('<a>text<b></b></a>')
  })
})

describe('the parser refuses', () => {
  test.each([
    ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'a document type'],
    ['<a>&b;</a>', 'an unknown entity'],
    ['<a>&</a>', 'an ampersand'],
    ['<a>&#0;</a>', 'a character that XML has not'],
    ['<a>\u0000</a>', 'a control character'],
    ['<a>x<!-- comment -->y</a>', 'a comment'],
    ['<a><![CDATA[x]]></a>', 'CDATA'],
    ['<a><?php ?></a>', 'an instruction'],
    ['<a', 'a tag without an end'],
    ['<a>', 'an element without an end'],
    ['<a></b>', 'another end tag'],
    ['<a/><b/>', 'a second root'],
    ['', 'no element'],
    ['text', 'text'],
    ['<a b="1" b="2"/>', 'an attribute twice'],
    ['<a xmlns:x="urn:1" xmlns:y="urn:1" x:b="1" y:b="2"/>', 'an attribute twice by its namespace'],
    ['<x:a/>', 'an undeclared prefix'],
    ['<a xmlns:x=""/>', 'an empty namespace for a prefix'],
    ['<a b="<"/>', 'a bracket in an attribute'],
    ['<a b=1/>', 'an attribute without quotation marks'],
    [`${'<a>'.repeat(200)}${'</a>'.repeat(200)}`, 'deep nesting'],
  ])('%s: %s', (source) => {
    expect(() => parseXml(source)).toThrow(XmlError)
  })
})

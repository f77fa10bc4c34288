import { createHash, createSign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { generateSigningKey, readSigningKey } from '../store/signing-key.js'
import { canonicalXml } from './canonical-xml.js'
import { parseXml, XmlError } from './parse-xml.js'
import { signXml, verifySignature } from './signature.js'

const key = readSigningKey(generateSigningKey())
const other = readSigningKey(generateSigningKey())

const SOURCE = '<a xmlns="urn:a" xmlns:b="urn:b" ID="_1"><b:c>first</b:c><d e="&quot;"/>text</a>'
const signed = signXml(SOURCE, key.privateKey, '</b:c>')

const verify = (xml: string) => verifySignature(parseXml(xml), key.publicKey)

describe('a signature', () => {
  test('is right for what was signed, however it is written', () => {
    verify(signed)
    verify(signed.replace('<d e="&quot;"/>', "<d  e = '&#34;' ></d>"))
    verify(`<?xml version="1.0"?>\n${signed}\n`)
  })

  test('is right inside another document', () => {
    const inner = parseXml(`<r xmlns="urn:r" xmlns:z="urn:z">${signed}</r>`).children[0]
    if (typeof inner !== 'object') throw new Error('no element')
    verifySignature(inner, key.publicKey)
  })

  test('is wrong with another key', () => {
    expect(() => verifySignature(parseXml(signed), other.publicKey)).toThrow(/signature is wrong/)
  })

  test.each([
    ['text', 'other', /digest is wrong/],
    ['first', 'firs', /digest is wrong/],
    ['e="&quot;"', 'e="x"', /digest is wrong/],
    ['xmlns="urn:a"', 'xmlns="urn:x"', /digest is wrong/],
    ['ID="_1"', 'ID="_2"', /another element/],
    ['<ds:DigestValue>', '<ds:DigestValue>A', /digest is wrong/],
    ['<ds:SignatureValue>', '<ds:SignatureValue>AAAA', /signature is wrong/],
    ['rsa-sha256', 'rsa-sha1', /not supported/],
    ['rsa-sha256', 'hmac-sha256', /not supported/],
    ['xmlenc#sha256', 'xmldsig#sha1', /not supported/],
    ['xml-exc-c14n#"/><ds:SignatureMethod', 'REC-xml-c14n-20010315"/><ds:SignatureMethod', /exclusive/],
    ['xmldsig#enveloped-signature', 'xmldsig#base64', /other transforms/],
    ['URI="#_1"', 'URI=""', /another element/],
  ])('is refused after %s became %s', (from, to, message) => {
    expect(signed).toContain(from)
    expect(() => verify(signed.replace(from, to))).toThrow(message)
  })

  test('is missing, or there are two', () => {
    expect(() => verify(SOURCE)).toThrow(/Signature is missing/)
    const signature = /<ds:Signature .*<\/ds:Signature>/.exec(signed)?.[0] ?? ''
    expect(() => verify(signed.replace('text</a>', `${signature}</a>`))).toThrow(/more than once/)
  })

  test('counts only as a child of what it signs', () => {
    const wrapped = `<a xmlns="urn:a" ID="_1"><x>${signed}</x></a>`
    expect(() => verify(wrapped)).toThrow(/Signature is missing/)
    const moved = /<ds:Signature .*<\/ds:Signature>/.exec(signed)?.[0] ?? ''
    const evil = `<a xmlns="urn:a" ID="_evil">${moved}<x>${signed.replace(moved, '')}</x></a>`
    expect(() => verify(evil)).toThrow(/another element/)
  })

  test('with inclusive namespaces is verified', () => {
    const list = '<ec:InclusiveNamespaces xmlns:ec="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="b #default"/>'
    const open = '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>'
    const source = '<a xmlns="urn:a" xmlns:b="urn:b" ID="_1"><d/>text</a>'
    const withList = signXml(source, key.privateKey, '<d/>').replace(
      open,
      open.replace('/>', `>${list}</ds:Transform>`),
    )
    expect(() => verify(withList)).toThrow(/digest is wrong/)
    verify(resigned(withList))
  })
})

/** Computes digest and signature again, with the prefixes of the test above. */
function resigned(xml: string): string {
  const root = parseXml(xml)
  const signature = root.children.find((child) => typeof child === 'object' && child.local === 'Signature')
  if (typeof signature !== 'object') throw new Error('no signature')
  const text = canonicalXml(root, { without: signature, inclusivePrefixes: ['b', ''] })
  const digest = createHash('sha256').update(text).digest('base64')
  const withDigest = xml.replace(/<ds:DigestValue>[^<]*/, `<ds:DigestValue>${digest}`)
  const info = /<ds:SignedInfo.*<\/ds:SignedInfo>/.exec(withDigest)?.[0] ?? ''
  const value = createSign('sha256')
    .update(canonicalXml(parseXml(info)))
    .sign(key.privateKey, 'base64')
  return withDigest.replace(/<ds:SignatureValue>[^<]*/, `<ds:SignatureValue>${value}`)
}

test('an error of this module is an XmlError', () => {
  expect(() => verify(SOURCE)).toThrow(XmlError)
})

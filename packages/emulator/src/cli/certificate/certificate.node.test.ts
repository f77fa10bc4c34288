import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:https'
import { connect } from 'node:tls'
import { listen } from 'test-kit/listen'
import { expect, onTestFinished, test } from 'vitest'
import { createServerCertificate } from './certificate.js'
import { objectIdentifier } from './der.js'

const now = Date.UTC(2026, 10, 30, 9, 5, 3)
const hosts = ['propelauth-api.com', '*.propelauthtest.com', 'auth.example.com']
const issued = createServerCertificate(hosts, now)
const authority = new X509Certificate(issued.authority)
const server = new X509Certificate(issued.certificate)

test('the server has all names', () => {
  expect(server.subjectAltName).toBe(hosts.map((host) => `DNS:${host}`).join(', '))
  expect(server.ca).toBe(false)
})

test('the authority has signed both certificates', () => {
  expect(authority.ca).toBe(true)
  for (const certificate of [authority, server]) {
    expect(certificate.checkIssued(authority)).toBe(true)
    expect(certificate.verify(authority.publicKey)).toBe(true)
  }
})

test('they are valid from the day before for 90 days', () => {
  for (const { validFrom, validTo } of [authority, server])
    expect([validFrom, validTo]).toEqual(['Nov 29 09:05:03 2026 GMT', 'Feb 28 09:05:03 2027 GMT'])
})

test('the authority is critically constrained to domains', () => {
  const critical = Buffer.concat([objectIdentifier('2.5.29.30'), Uint8Array.of(0x01, 0x01, 0xff)])
  expect(authority.raw.includes(critical)).toBe(true)
  expect(server.raw.includes(critical)).toBe(false)
  // A constraint is a domain with its subdomains, and has no wildcard.
  const withWildcard = [authority, server].map(({ raw }) => raw.includes('*.propelauthtest.com'))
  expect(withWildcard).toEqual([false, true])
})

test('each call has keys and serial numbers of its own', () => {
  const other = createServerCertificate(hosts, now)
  expect(other.key).not.toBe(issued.key)
  expect(new X509Certificate(other.certificate).serialNumber).not.toBe(server.serialNumber)
  expect(new X509Certificate(other.authority).publicKey.equals(authority.publicKey)).toBe(false)
})

test.each([
  ['propelauth-api.com', true],
  ['12345.propelauthtest.com', true],
  ['auth.example.com', true],
  ['propelauthtest.com', false],
  ['a.b.propelauthtest.com', false],
  ['www.propelauth-api.com', false],
  ['other.example.com', false],
])('a TLS client that trusts the authority accepts the server as %s: %s', async (servername, expected) => {
  const current = createServerCertificate(hosts, Date.now())
  const listener = createServer({ key: current.key, cert: current.certificate })
  onTestFinished(() => void listener.close())
  const socket = connect({ port: await listen(listener), host: '127.0.0.1', servername, ca: current.authority })
  const outcome = await once(socket, 'secureConnect').then(
    () => true,
    ({ code }) => code,
  )
  socket.destroy()
  expect(outcome).toBe(expected || 'ERR_TLS_CERT_ALTNAME_INVALID')
})

test('many long names need lengths of two bytes, and are still a certificate', () => {
  const many = Array.from({ length: 40 }, (_, index) => `a-long-name-of-a-host-${index}.example.com`)
  const { certificate } = createServerCertificate(many, now)
  expect(new X509Certificate(certificate).subjectAltName?.split(', ')).toHaveLength(40)
})

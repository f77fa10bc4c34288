import { expect, test } from 'vitest'
import { isRedirected, redirectedHosts } from './hosts.js'
import { isExcluded, noProxyEntries } from './no-proxy.js'

const service = ['propelauth-api.com', '*.propelauthtest.com']

test.each([
  ['http://localhost:4460', 'http://localhost:4460', []],
  ['http://localhost:4460', 'https://auth.example.com', ['auth.example.com']],
  ['http://localhost:4460', 'https://localhost:4460', []],
  ['http://localhost:4460', 'https://10.0.0.1', []],
  ['http://localhost:4460', 'https://[2001:db8::1]', []],
  ['http://localhost:4460', 'http://auth.example.com', []],
  ['https://demo.ngrok.app', 'https://demo.ngrok.app', []],
])('with the auth URL %s and the issuer %s, the hosts besides those of the service are %j', (authUrl, issuer, own) => {
  expect(redirectedHosts({ authUrl, issuer })).toEqual([...service, ...own])
})

test.each([
  ['propelauth-api.com', true],
  ['PropelAuth-API.com.', true],
  ['12345.propelauthtest.com', true],
  ['propelauthtest.com', false],
  ['evil-propelauthtest.com', false],
  ['propelauth-api.com.example', false],
  ['docs.propelauth.com', false],
  ['api.stripe.com', false],
])('%s is redirected: %s', (hostname, expected) => expect(isRedirected(service, hostname)).toBe(expected))

test.each([
  ['example.com', 'example.com', true],
  ['example.com', 'api.example.com', true],
  ['.example.com', 'api.example.com', true],
  ['*.example.com', 'api.example.com', true],
  ['Example.com:443', 'EXAMPLE.com', true],
  ['*', 'any.example', true],
  ['', 'any.example', false],
  ['ample.com', 'example.com', false],
  ['localhost, 127.0.0.1 internal.example', 'internal.example', true],
])('NO_PROXY=%s excludes %s: %s', (text, hostname, expected) =>
  expect(isExcluded(noProxyEntries(text), hostname)).toBe(expected),
)

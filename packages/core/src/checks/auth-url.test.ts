import { describe, expect, test } from 'vitest'
import { allowsEmulator, isLoopback, parseUrl, requireSecure } from './auth-url.js'

const loopback = new URL('http://localhost:4460')
const container = new URL('http://emulator:4460')
const remote = new URL('https://auth.example.com')

describe('keys of the emulator', () => {
  const rows: readonly [
    URL,
    boolean | 'remote' | undefined,
    development: boolean | 'TypeError',
    production: boolean | 'TypeError',
  ][] = [
    [loopback, undefined, true, false],
    [loopback, true, true, true],
    [loopback, false, false, false],
    [loopback, 'remote', true, 'TypeError'],
    [container, undefined, false, false],
    [container, false, false, false],
    [container, true, true, 'TypeError'],
    [container, 'remote', true, 'TypeError'],
    [remote, undefined, false, false],
    [remote, false, false, false],
    [remote, true, 'TypeError', 'TypeError'],
    [remote, 'remote', true, 'TypeError'],
  ]
  const outcome = (url: URL, allow: boolean | 'remote' | undefined, production: boolean) => {
    try {
      return allowsEmulator(url, allow, production)
    } catch (error) {
      return (error as Error).name
    }
  }

  test.each(rows)('at %s with allowEmulator %s: %s, in production %s', (url, allow, development, production) => {
    expect(outcome(url, allow, false)).toBe(development)
    expect(outcome(url, allow, true)).toBe(production)
  })
})

test('loopback is the machine itself and nothing that looks like it', () => {
  for (const host of ['localhost', 'a.localhost', '127.0.0.1', '127.1.2.3', '[::1]'])
    expect(isLoopback(new URL(`http://${host}`))).toBe(true)
  for (const host of ['localhost.example.com', '128.0.0.1', '127.0.0.1.nip.io', 'notlocalhost', '0.0.0.0', '[::2]'])
    expect(isLoopback(new URL(`http://${host}`))).toBe(false)
})

test('plain http is refused except on loopback and for an emulator', () => {
  expect(() => requireSecure('authUrl', new URL('http://auth.example.com'), false)).toThrow(
    /must be https, found http:/,
  )
  expect(() => requireSecure('authUrl', container, false)).toThrow(/allowEmulator: true/)
  for (const [url, allowed] of [
    [remote, false],
    [loopback, false],
    [container, true],
  ] as const)
    expect(() => requireSecure('authUrl', url, allowed)).not.toThrow()
})

test('a missing auth URL names the environment variable', () => {
  for (const value of [undefined, '', null]) expect(() => parseUrl('authUrl', value)).toThrow(/PROPELAUTH_AUTH_URL/)
  expect(() => parseUrl('authUrl', 'auth.example.com')).toThrow(/found "auth.example.com"/)
  expect(() => parseUrl('authUrl', 'c0ffee'.repeat(16))).toThrow(/found a string$/)
})

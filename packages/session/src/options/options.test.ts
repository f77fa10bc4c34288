import { createPropelAuth } from '@propelauth-edge/core'
import { describe, expect, test } from 'vitest'
import { createSessions, type SessionOptions } from '../index.js'

const propelAuth = createPropelAuth({ authUrl: 'https://auth.example.com' })
const good = { apiKey: 'key', appUrl: 'https://app.example.com' }
const create = (options: object) => createSessions(propelAuth, options as SessionOptions)

describe('options', () => {
  test.each([
    {},
    { appUrl: 'https://app.example.com/some/path?x#y' },
    { appUrl: 'http://localhost:3000' },
    { appUrl: 'http://127.0.0.1:3000', cookies: { prefix: 'app' } },
    { apiKey: '  key\n' },
    { basePath: '/' },
    { basePath: '/api/auth/' },
    { afterLogin: undefined, cookies: undefined, userinfo: undefined },
    { cookies: { prefix: '__pa', sameSite: 'none', maxAgeSeconds: 3_600 } },
    { baseUrl: 'https://proxy.example.com/propelauth' },
  ])('%j are right', (options) => {
    expect(() => create({ ...good, ...options })).not.toThrow()
  })

  test.each([
    [{ apiKey: undefined }, /apiKey must be .*PROPELAUTH_API_KEY.* found undefined/],
    [{ apiKey: '' }, /apiKey .* found an empty string/],
    [{ apiKey: 'two words' }, /apiKey/],
    [{ apiKey: 'kéy' }, /apiKey/],
    [{ appUrl: undefined }, /appUrl must be .*PROPELAUTH_APP_URL/],
    [{ appUrl: 'app.example.com' }, /appUrl/],
    [{ appUrl: 'ftp://app.example.com' }, /appUrl/],
    [{ appUrl: 'http://app.example.com' }, /appUrl must be https, or http on loopback/],
    [{ basePath: 'api/auth' }, /basePath/],
    [{ basePath: '' }, /basePath/],
    [{ basePath: '//evil.example' }, /basePath/],
    [{ basePath: '/api?x' }, /basePath/],
    [{ afterLogin: 'home' }, /afterLogin/],
    [{ afterLogin: '//evil.example' }, /afterLogin/],
    [{ afterLogin: '/\\evil.example' }, /afterLogin/],
    [{ afterLogin: 'https://evil.example' }, /afterLogin/],
    [{ afterLogout: 7 }, /afterLogout/],
    [{ cookies: null }, /cookies/],
    [{ cookies: 'lax' }, /cookies/],
    [{ cookies: { samesite: 'lax' } }, /samesite/],
    [{ cookies: { sameSite: 'Lax' } }, /sameSite/],
    [{ cookies: { sameSite: ['lax'] } }, /sameSite/],
    [{ cookies: { prefix: '' } }, /prefix/],
    [{ cookies: { prefix: 'a b' } }, /prefix/],
    [{ cookies: { prefix: 'a=b' } }, /prefix/],
    [{ cookies: { maxAgeSeconds: 0 } }, /maxAgeSeconds/],
    [{ cookies: { maxAgeSeconds: Number.POSITIVE_INFINITY } }, /maxAgeSeconds/],
    [{ cookies: { maxAgeSeconds: Number.NaN } }, /maxAgeSeconds/],
    [{ appUrl: 'http://localhost:3000', cookies: { prefix: '__Host-pa' } }, /prefix must be .* need https/],
    [{ appUrl: 'http://localhost:3000', cookies: { prefix: '__secure-pa' } }, /prefix must be .* need https/],
    [{ appUrl: 'http://localhost:3000', cookies: { sameSite: 'none' } }, /sameSite must be .* needs https/],
    [{ refreshBeforeSeconds: -1 }, /refreshBeforeSeconds/],
    [{ refreshBeforeSeconds: '60' }, /refreshBeforeSeconds/],
    [{ refreshBeforeSeconds: 901 }, /refreshBeforeSeconds/],
    [{ defaultOrg: 'acme' }, /defaultOrg/],
    [{ exposeAccessToken: 'false' }, /exposeAccessToken/],
    [{ userinfo: 0 }, /userinfo/],
    [{ baseUrl: 'auth.example.com' }, /baseUrl/],
    [{ baseUrl: 'http://proxy.example.com' }, /baseUrl/],
    [{ baseUrl: null }, /baseUrl must be a non-empty string, found null/],
    [{ baseUrl: new URL('https://proxy.example.com') }, /baseUrl must be a non-empty string, found an object/],
    [{ timeoutMs: 0 }, /timeoutMs/],
    [{ fetch: {} }, /fetch/],
    [{ now: 7 }, /now/],
    [{ onEvent: true }, /onEvent/],
    [{ apikey: 'key' }, /unknown member "apikey"/],
    [{ exposeAccesToken: false }, /unknown member/],
  ])('%j are a TypeError', (options, message) => {
    expect(() => create({ ...good, ...options })).toThrow(TypeError)
    expect(() => create({ ...good, ...options })).toThrow(message)
  })

  test('that are wrong are explained in words', () => {
    const wrong = [
      { basePath: 'x' },
      { cookies: { prefix: 'a b' } },
      { cookies: { sameSite: 'x' } },
      { afterLogin: 'x' },
    ]
    for (const options of wrong)
      expect(() => create({ ...good, ...options })).toThrow(/ must be [\w ,."/;-]+, found a string$/)
  })

  test('that hold a secret by mistake do not show it', () => {
    const secret = 'c0ffee'.repeat(16)
    for (const name of ['appUrl', 'basePath', 'afterLogin', 'baseUrl', 'timeoutMs'])
      expect(() => create({ ...good, [name]: secret })).toThrow(expect.not.stringContaining(secret))
  })

  test('need an instance of core', () => {
    expect(() => createSessions({} as typeof propelAuth, good)).toThrow(TypeError)
  })
})

test('loginUrl gives absolute URLs, with the return path at the end', () => {
  const sessions = create({ ...good, basePath: '/auth' })
  expect(sessions.loginUrl()).toBe('https://app.example.com/auth/login')
  const url = sessions.loginUrl({ signup: true, returnTo: '/a?b=c&d#e', params: { plan: 'pro' } })
  expect(url).toBe('https://app.example.com/auth/signup?plan=pro&return_to_path=%2Fa%3Fb%3Dc%26d%23e')
})

test('routes may be at the root', async () => {
  const sessions = create({ ...good, basePath: '/' })
  expect(sessions.loginUrl({ returnTo: '/callback' })).toBe('https://app.example.com/login')
  expect((await sessions.handler(new Request('https://app.example.com/login')))?.status).toBe(302)
  expect(await sessions.handler(new Request('https://app.example.com/'))).toBeUndefined()
  expect(await sessions.handler(new Request('https://app.example.com/api/auth/login'))).toBeUndefined()
})

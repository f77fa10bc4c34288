import { afterAll, describe, expect, test } from 'vitest'
import { browser, testEmulator } from '../../test/fixture.js'
import { PERSONAS } from '../index.js'

const emulator = testEmulator()
afterAll(() => emulator.close())
const { email, password, userId } = PERSONAS.owner

describe('accepted host names', () => {
  test.each(['localhost', '127.0.0.1', '[::1]', 'auth.localhost', 'propelauth-api.com', 'LOCALHOST'])(
    '%s is accepted',
    async (host) => {
      expect((await emulator.fetch(`http://${host}:4460/readyz`)).status).toBe(200)
    },
  )

  test.each([
    'evil.example',
    'localhost.evil.example',
    '192.168.0.7',
    '0.0.0.0',
    'localhostx',
    '127.0.0.1.nip.io',
    'x.propelauth-api.com',
  ])('%s is 421 on every route', async (host) => {
    for (const path of [
      '/readyz',
      '/_emulator',
      '/_emulator/requests',
      '/login',
      '/.well-known/jwks.json',
      '/api/v1/refresh_token',
      '/.well-known/oauth-authorization-server/oauth/2.1',
      '/oauth/2.1/authorize',
      '/propelauth/oauth/authorize',
    ]) {
      expect((await emulator.fetch(`http://${host}:4460${path}`)).status, path).toBe(421)
    }
  })

  test('the hosts of auth URL and issuer and further configured ones are accepted', async () => {
    const options = {
      authUrl: 'http://emulator:4460',
      issuer: 'https://auth.example.com',
      allowedHosts: ['auth-alias'],
    }
    await using named = testEmulator(options)
    for (const host of ['emulator', 'auth.example.com', 'auth-alias']) {
      expect((await named.fetch(`http://${host}/readyz`)).status, host).toBe(200)
    }
    expect((await named.fetch('http://other/readyz')).status).toBe(421)
  })
})

describe('state changes from browsers', () => {
  const changes: readonly (readonly [string, string])[] = [
    ['POST', '/login'],
    ['POST', '/signup'],
    ['POST', '/logout'],
    ['POST', '/magic_link'],
    ['POST', '/login/link'],
    ['POST', '/forgot_password'],
    ['POST', '/reset_password'],
    ['POST', '/invitation'],
    ['POST', '/create_org'],
    ['POST', '/account/profile'],
    ['POST', '/account/email'],
    ['POST', '/account/delete'],
    ['POST', '/account/join'],
    ['POST', '/account/password'],
    ['POST', '/account/mfa/enable'],
    ['POST', '/account/mfa/disable'],
    ['POST', '/account/api_keys'],
    ['POST', '/account/api_keys/delete'],
    ['POST', '/org/invite'],
    ['POST', '/org/invites/revoke'],
    ['POST', '/org/members/role'],
    ['POST', '/org/members/remove'],
    ['POST', '/org/settings/x/name'],
    ['POST', '/org/settings/x/access'],
    ['POST', '/org/settings/x/delete'],
    ['POST', '/org/api_keys/x'],
    ['POST', '/org/api_keys/x/delete'],
    ['POST', '/api/fe/v3/login'],
    ['DELETE', '/api/fe/v3/delete_me'],
    ['PATCH', '/api/fe/v3/api_keys/x'],
    ['POST', '/_emulator'],
    ['POST', '/_emulator/login_as'],
    ['POST', '/_emulator/users'],
    ['POST', `/_emulator/users/${userId}`],
    ['POST', '/_emulator/orgs'],
    ['POST', '/_emulator/orgs/x'],
    ['POST', '/_emulator/tokens'],
    ['POST', '/_emulator/roles'],
    ['POST', '/_emulator/settings'],
    ['POST', '/_emulator/state'],
    ['POST', '/_emulator/requests'],
    ['DELETE', '/_emulator/clock'],
    ['POST', '/_emulator/lock'],
    ['POST', '/_emulator/token/verify'],
    ['POST', '/_emulator/token'],
    ['POST', '/_emulator/reset'],
    ['POST', '/_emulator/faults'],
    ['DELETE', '/_emulator/requests'],
    ['POST', '/api/v1/logout'],
    ['POST', '/oauth/2.1/authorize'],
    ['POST', '/oauth/2.1/token'],
    ['POST', '/oauth/2.1/register'],
    ['POST', '/oauth/2.1/introspect'],
    ['POST', '/propelauth/oauth/token'],
    ['POST', '/propelauth/oauth/logout'],
    ['POST', '/_emulator/mcp/token'],
    ['POST', '/api/backend/v1/user/'],
    ['PUT', '/api/backend/v1/user/x'],
  ]

  test.each(changes)('%s %s from a foreign page is 403', async (method, path) => {
    for (const origin of [
      'https://evil.example',
      'null',
      'http://localhost.evil.example',
      'http://evil.example:4460',
      '',
    ]) {
      const response = await emulator.fetch(`${emulator.authUrl}${path}`, { method, headers: { Origin: origin } })
      expect(response.status, origin).toBe(403)
    }
    const crossSite = { method, headers: { 'Sec-Fetch-Site': 'cross-site' } }
    expect((await emulator.fetch(`${emulator.authUrl}${path}`, crossSite)).status).toBe(403)
  })

  test('of these an app may only log out, call the frontend API and the endpoints for MCP clients', async () => {
    const open = ['/api/v1/logout', '/oauth/2.1/token', '/oauth/2.1/register']
    for (const [method, path] of changes) {
      const response = await emulator.fetch(`${emulator.authUrl}${path}`, {
        method,
        headers: { Origin: 'http://localhost:3000' },
      })
      expect(response.status === 403, path).toBe(!open.includes(path) && !path.startsWith('/api/fe/'))
    }
  })

  test('a rejected request has no effect', async () => {
    const visitor = browser(emulator)
    await visitor.submit('/login', { email, password }, 'https://evil.example')
    await visitor.submit('/_emulator/login_as', { user_id: userId }, 'https://evil.example')
    expect(visitor.cookies.size).toBe(0)
  })
})

describe('CORS of the session', () => {
  const ask = async (origin: string, method = 'GET') => {
    const headers = {
      Origin: origin,
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'content-type',
    }
    return (await emulator.fetch(`${emulator.authUrl}/api/v1/refresh_token`, { method, headers })).headers
  }

  test('an app on this machine may read it, with credentials and its exact origin', async () => {
    for (const method of ['GET', 'OPTIONS']) {
      const headers = await ask('http://localhost:3000', method)
      expect(headers.get('Access-Control-Allow-Origin')).toBe('http://localhost:3000')
      expect(headers.get('Access-Control-Allow-Credentials')).toBe('true')
      expect(headers.get('Vary')).toContain('Origin')
    }
  })

  test.each(['https://evil.example', 'null', 'http://localhost.evil.example', 'http://localhost:3000/', 'file://'])(
    '%s may not read it',
    async (origin) => {
      for (const method of ['GET', 'OPTIONS']) {
        expect((await ask(origin, method)).get('Access-Control-Allow-Origin')).toBeNull()
      }
    },
  )

  test('no other route has CORS headers', async () => {
    for (const path of [
      '/_emulator',
      '/_emulator/requests',
      '/_emulator/mail',
      '/login',
      '/api/backend/v1/user/query',
    ]) {
      const headers = { Origin: 'http://localhost:3000' }
      const response = await emulator.fetch(`${emulator.authUrl}${path}`, { headers })
      expect(response.headers.get('Access-Control-Allow-Origin'), path).toBeNull()
    }
  })
})

describe('every response', () => {
  test.each([
    '/login',
    '/_emulator',
    '/readyz',
    '/nothing-here',
    '/api/nothing',
    '/_emulator/style.css',
    '/.well-known/jwks.json',
  ])('%s has headers against caching, framing, sniffing and scripts', async (path) => {
    const { headers } = await emulator.fetch(`${emulator.authUrl}${path}`)
    expect(headers.get('Cache-Control')).toBe('no-store')
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('X-Frame-Options')).toBe('DENY')
    expect(headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'/)
    expect(headers.get('Content-Security-Policy')).not.toMatch(/script-src|unsafe/)
    expect(headers.get('X-PropelAuth-Emulator')).toBe('unofficial')
  })

  test('a body above the limit is 413', async () => {
    const body = JSON.stringify({ user: 'x'.repeat(2_000_000) })
    expect((await emulator.fetch(`${emulator.authUrl}/_emulator/token`, { method: 'POST', body })).status).toBe(413)
  })
})

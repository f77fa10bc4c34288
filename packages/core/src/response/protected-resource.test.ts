import { describe, expect, test } from 'vitest'
import { createPropelAuth } from '../propelauth.js'
import { createTestIssuer } from '../testing.js'
import { protectedResourceResponse } from './protected-resource.js'

const authUrl = 'https://auth.example.com'
const issuer = await createTestIssuer({ authUrl })

/** Resources and the addresses of their metadata; the first and the last but one are from RFC 9728 §3.1. */
const addresses = [
  ['https://resource.example.com', 'https://resource.example.com/.well-known/oauth-protected-resource'],
  ['https://resource.example.com/', 'https://resource.example.com/.well-known/oauth-protected-resource'],
  ['https://api.example.com:8443/a/b/', 'https://api.example.com:8443/.well-known/oauth-protected-resource/a/b/'],
  ['https://api.example.com?tenant=1', 'https://api.example.com/.well-known/oauth-protected-resource?tenant=1'],
  ['https://api.example.com/a?b=c', 'https://api.example.com/.well-known/oauth-protected-resource/a?b=c'],
  [
    'https://resource.example.com/resource1',
    'https://resource.example.com/.well-known/oauth-protected-resource/resource1',
  ],
  ['http://localhost:8787/mcp', 'http://localhost:8787/.well-known/oauth-protected-resource/mcp'],
] as const

const ask = (url: string, resource: string, method = 'GET') =>
  protectedResourceResponse(new Request(url, { method }), { authUrl, resource })

describe('the metadata of a protected resource', () => {
  test.each(addresses)('of %s is at %s, where its challenges point', async (resource, url) => {
    const document = await ask(url, resource)?.json()
    expect(document.resource).toBe(resource)
    const propelAuth = createPropelAuth({ authUrl, jwks: issuer.jwks, resource })
    const refusal = await propelAuth.withUser(() => new Response())(new Request(resource))
    expect(refusal.headers.get('www-authenticate')).toBe(`Bearer realm="propelauth", resource_metadata="${url}"`)
  })

  test('is also at the root for a resource with a path', async () => {
    const wellKnown = 'https://api.example.com/.well-known/oauth-protected-resource'
    for (const path of ['/mcp', '/a/b/', '/a?b=c']) {
      const resource = `https://api.example.com${path}`
      const [atRoot, atPath] = [ask(wellKnown, resource), ask(wellKnown + path, resource)]
      expect(await atRoot?.json()).toMatchObject({ resource })
      expect(atPath?.status).toBe(200)
      expect(ask(wellKnown, resource, 'OPTIONS')?.status).toBe(204)
      expect(ask(wellKnown, resource, 'POST')).toBeUndefined()
    }
    // Other resources without a path may have the same root.
    for (const resource of ['https://api.example.com?tenant=1', 'https://api.example.com/?tenant=1'])
      expect(ask(wellKnown, resource)).toBeUndefined()
  })

  test('is at no other address', () => {
    const resource = 'https://api.example.com/mcp'
    const wellKnown = 'https://api.example.com/.well-known/oauth-protected-resource'
    for (const path of ['/', '?x=1', '/?x=1', '/mcp/', '/mcp/a', '/mcp?x=1', '/other', 's', '/MCP'])
      expect(ask(wellKnown + path, resource)).toBeUndefined()
    for (const url of [resource, `${resource}/.well-known/oauth-protected-resource`, `${wellKnown}/%6Dcp`])
      expect(ask(url, resource)).toBeUndefined()
    expect(ask('http://10.0.0.7:3000/.well-known/oauth-protected-resource/mcp', resource)?.status).toBe(200)
  })

  test('names the issuer of tokens, and how they are sent', async () => {
    const resource = 'https://api.example.com/mcp'
    const url = 'https://api.example.com/.well-known/oauth-protected-resource/mcp'
    const response = ask(url, resource)
    expect(response?.headers.get('content-type')).toMatch(/^application\/json/)
    expect(await response?.json()).toEqual({
      resource,
      authorization_servers: ['https://auth.example.com/oauth/2.1'],
      bearer_methods_supported: ['header'],
    })
  })

  test('has the members that are added, but no other resource', async () => {
    const resource = 'https://api.example.com'
    const request = new Request('https://api.example.com/.well-known/oauth-protected-resource')
    const more = {
      scopes_supported: ['read'],
      authorization_servers: ['https://as.example.com'],
      resource: 'https://x',
    }
    expect(await protectedResourceResponse(request, { authUrl, resource }, more)?.json()).toEqual({
      resource,
      scopes_supported: ['read'],
      authorization_servers: ['https://as.example.com'],
      bearer_methods_supported: ['header'],
    })
  })

  test('may be read by pages of every site, preflight included, and not be written', () => {
    const [resource, url] = addresses[0]
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      const response = ask(url, resource, method)
      expect(response?.status).toBe(method === 'OPTIONS' ? 204 : 200)
      expect(response?.headers.get('access-control-allow-origin')).toBe('*')
      expect(response?.headers.get('access-control-allow-headers')).toBe('*')
    }
    for (const method of ['POST', 'PUT', 'DELETE']) expect(ask(url, resource, method)).toBeUndefined()
  })
})

test('a resource that is missing, relative or has a fragment is a TypeError', () => {
  const request = new Request('https://api.example.com')
  for (const resource of [
    undefined,
    '',
    '/mcp',
    'api.example.com',
    'https://api.example.com/#a',
    'https://api.example.com#',
  ])
    expect(() => protectedResourceResponse(request, { authUrl, resource })).toThrow(TypeError)
})

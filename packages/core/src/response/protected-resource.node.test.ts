// The witness: what the client of the Model Context Protocol makes of a refusal.
import { discoverOAuthProtectedResourceMetadata, extractWWWAuthenticateParams } from '@modelcontextprotocol/client'
import { expect, test } from 'vitest'
import { issuer } from '../../test/issuer.js'
import { createPropelAuth } from '../propelauth.js'
import { protectedResourceResponse } from './protected-resource.js'

test.each(['https://mcp.example.com/mcp', 'https://mcp.example.com', 'https://mcp.example.com/a/b?c=d'])(
  'the MCP client finds the authorization server of %s, from the refusal and from its address alone',
  async (resource) => {
    const options = { authUrl: issuer.authUrl, jwks: issuer.jwks, resource }
    const guarded = createPropelAuth(options).withUser(() => new Response('secret'))
    const server = async (url: string | URL, init?: RequestInit) => {
      const request = new Request(url, init)
      return protectedResourceResponse(request, options) ?? guarded(request)
    }
    const { resourceMetadataUrl } = extractWWWAuthenticateParams(await server(resource))
    expect(resourceMetadataUrl).toBeDefined()
    for (const found of [{ resourceMetadataUrl }, {}]) {
      const metadata = await discoverOAuthProtectedResourceMetadata(resource, found as object, server)
      expect(metadata.resource).toBe(resource)
      expect(metadata.authorization_servers).toEqual([`${issuer.authUrl}/oauth/2.1`])
    }
  },
)

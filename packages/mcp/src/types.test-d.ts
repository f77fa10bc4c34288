import type { AuthErrorCode } from '@propelauth-edge/core'
import { expectTypeOf, test } from 'vitest'
import type { createMcpAuth, McpAuth, McpPrincipal, toMcpHandlerVerifier } from './index.js'

declare const mcpAuth: McpAuth
declare const create: typeof createMcpAuth
declare const toVerifier: typeof toMcpHandlerVerifier
const options = {
  authUrl: 'https://auth.example.com',
  resource: 'https://mcp.example.com/mcp',
  introspection: { clientId: 'id', clientSecret: 'secret' },
}

test('a result is one of two', async () => {
  const result = await mcpAuth.authenticateRequest(new Request('https://mcp.example.com/mcp'))
  if (result.ok) {
    expectTypeOf(result.principal).toEqualTypeOf<McpPrincipal>()
    // @ts-expect-error: there is no refusal
    result.response()
  } else {
    expectTypeOf(result.code).toEqualTypeOf<AuthErrorCode>()
    // @ts-expect-error: there is no principal
    result.principal
  }
})

test('a wrapped handler has the arguments of its platform', () => {
  const guarded = mcpAuth.withMcpAuth((request, { principal }, env: { NAME: string }) => {
    expectTypeOf(request).toEqualTypeOf<Request>()
    return new Response(`${principal.userId} ${env.NAME}`)
  })
  expectTypeOf(guarded).parameters.toEqualTypeOf<[request: Request, env: { NAME: string }]>()
})

test('the verifier of mcp-handler takes a request and a token', () => {
  expectTypeOf(toVerifier(mcpAuth)).toBeCallableWith(new Request('https://mcp.example.com/mcp'), undefined)
})

test('a misspelt option does not compile', () => {
  // @ts-expect-error: the name is requiredScopes
  create({ ...options, requiredScope: ['a'] })
  // @ts-expect-error: a list that may be missing is no check
  create({ ...options, requiredScopes: undefined })
  // @ts-expect-error: the name is scopes
  mcpAuth.withMcpAuth(() => new Response(), { scope: ['a'] })
  // @ts-expect-error: introspection is required
  create({ authUrl: options.authUrl, resource: options.resource })
})
